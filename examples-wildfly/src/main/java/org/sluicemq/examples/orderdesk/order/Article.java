// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

/**
 * An article of the catalogue.
 *
 * @param code its key
 * @param name what a person reads
 * @param stock how many are left
 */
public record Article(String code, String name, int stock) {}

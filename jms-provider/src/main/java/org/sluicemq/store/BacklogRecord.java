// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import org.sluicemq.message.Address;

/**
 * A backlog as the store keeps it.
 *
 * @param id its number, the first part of its messages' keys
 * @param address the destination it serves
 */
public record BacklogRecord(int id, Address address) {}

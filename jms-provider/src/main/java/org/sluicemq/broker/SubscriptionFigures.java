// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * What an operator wants to know of a named subscription, taken at one moment.
 *
 * @param name how it is found
 * @param figures its topic's address and its own figures
 */
public record SubscriptionFigures(SubscriptionName name, DestinationFigures figures) {}

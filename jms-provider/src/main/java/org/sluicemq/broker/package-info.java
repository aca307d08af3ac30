// SPDX-License-Identifier: Apache-2.0

/**
 * The engine: destinations, subscriptions, dispatch, credit, paging. {@link
 * org.sluicemq.broker.Broker} is all that {@code client} sees of it.
 *
 * <p>Called by {@code client}, {@code management} and the root. May call {@code broker.policy},
 * {@code broker.transaction}, {@code store}, {@code selector} and {@code message}; knows no JMS
 * session.
 */
package org.sluicemq.broker;

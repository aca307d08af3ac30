// SPDX-License-Identifier: Apache-2.0

/**
 * Outbound: what an application in a server gets when it looks up a connection factory. A {@link
 * org.sluicemq.ra.outbound.SluiceManagedConnectionFactory} makes managed connections for the
 * server's pool, each with one XA session of the provider; the factory, connection, session,
 * producer and consumer that the application holds are handles that keep the rules of Jakarta
 * Messaging 3.1 chapter 12 and pass the rest on.
 *
 * <p>Called by the server, and by {@code ra} and {@code ra.inbound} for {@link
 * org.sluicemq.ra.outbound.BrokerAccess} and {@link org.sluicemq.ra.outbound.TransactionAccess}.
 * May call {@code ra.recovery} and the public face of the provider.
 */
package org.sluicemq.ra.outbound;

// SPDX-License-Identifier: Apache-2.0

/**
 * Inbound: message-driven beans. {@link org.sluicemq.ra.inbound.SluiceActivationSpec} is what a
 * bean asks for, an {@link org.sluicemq.ra.inbound.Activation} is one bean being served: it
 * connects, and a {@code Crew} of works on the server's work manager delivers, each message in the
 * server's transaction.
 *
 * <p>Called by {@code ra}. May call {@code ra.outbound} for the way to a broker, {@code
 * ra.recovery} and, of the provider, the public face, the inbound session of {@code client}, and
 * what checks the text of a selector or a name.
 */
package org.sluicemq.ra.inbound;

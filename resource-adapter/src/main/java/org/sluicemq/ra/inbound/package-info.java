/**
 * Inbound: message-driven beans. {@link org.sluicemq.ra.inbound.SluiceActivationSpec} is what a
 * bean asks for, an {@link org.sluicemq.ra.inbound.Activation} is one bean being served: it
 * connects, and a {@code Crew} of works on the server's work manager delivers, each message in the
 * server's transaction.
 *
 * <p>Called by {@code ra}. May call the public face of the provider and the inbound session of its
 * {@code client} package.
 */
package org.sluicemq.ra.inbound;

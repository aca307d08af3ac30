// SPDX-License-Identifier: Apache-2.0

/**
 * Who may connect, and what they may do. {@link org.sluicemq.security.Authenticator} and {@link
 * org.sluicemq.security.Authorizer} are for programs to implement; without them a file decides,
 * whose form is that of {@code SecurityFile}.
 *
 * <p>{@link org.sluicemq.security.AccessControl} admits a connection: it gives a {@code
 * GuardedBroker}, a {@link org.sluicemq.broker.Broker} in front of the real one that asks before it
 * lets a call through. So neither the broker nor its clients know of rights, and whatever stands
 * beside the JMS client will be checked by the same class.
 *
 * <p>Called by the root. May call {@code broker}, {@code broker.transaction}, {@code selector} and
 * {@code message}.
 */
package org.sluicemq.security;

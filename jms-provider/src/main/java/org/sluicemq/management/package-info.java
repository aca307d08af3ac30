// SPDX-License-Identifier: Apache-2.0

/**
 * What an operator sees of a broker by JMX: one bean for the broker and one for each of its
 * destinations, in the platform's bean server.
 *
 * <p>Names: {@code org.sluicemq:type=Broker,broker="…"} and {@code
 * org.sluicemq:type=Destination,broker="…",kind=queue|topic,name="…"}, the quoted parts as {@link
 * javax.management.ObjectName#quote} makes them.
 *
 * <p>Called by the root package. May call {@code broker} and {@code message}.
 */
package org.sluicemq.management;

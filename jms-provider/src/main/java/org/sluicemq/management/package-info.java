// SPDX-License-Identifier: Apache-2.0

/**
 * What an operator sees of a broker by JMX: one bean for the broker and one for each of its
 * destinations and named subscriptions, in the platform's bean server.
 *
 * <p>Names: {@code org.sluicemq:type=Broker,broker="…"} and {@code
 * org.sluicemq:type=Destination,broker="…",kind=queue|topic,name="…"} and {@code
 * org.sluicemq:type=Subscription,broker="…",durable=true|false,client="…",name="…"} (without {@code
 * client} where there is none), the quoted parts as {@link javax.management.ObjectName#quote} makes
 * them.
 *
 * <p>Called by the root package. May call {@code broker} and {@code message}.
 */
package org.sluicemq.management;

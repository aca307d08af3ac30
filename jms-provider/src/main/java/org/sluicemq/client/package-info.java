// SPDX-License-Identifier: Apache-2.0

/**
 * The JMS objects: connection, session, producer, consumer, browser, context, and their XA forms,
 * over {@link org.sluicemq.broker.Broker} and nothing else of the engine.
 *
 * <p>{@link org.sluicemq.client.SluiceConnection} and its subclasses are what the connection
 * factories of the root package and the resource adapter make; everything else is made by a
 * connection. {@link org.sluicemq.client.InboundSession} is the resource adapter's way to receive,
 * {@link org.sluicemq.client.CallerTransaction} what it tells of the server's transactions.
 *
 * <p>How the parts divide the work: {@code SessionFlow} decides when a message may reach the
 * application and is the one owner of a session's lock; {@code Inbox} is a consumer's end of the
 * broker's credit; a subclass of {@code AcknowledgeMode} says what becomes of a message that was
 * handed over; the classes named {@code Sluice…} are thin faces over them. A connection consumer is
 * a {@code Supply} of messages, from which each run of a server session takes by its {@code
 * Assignment}.
 *
 * <p>Called by the root, {@code cdi} and the resource adapter. May call {@code broker}, {@code
 * broker.transaction}, {@code selector} and {@code message}.
 */
package org.sluicemq.client;

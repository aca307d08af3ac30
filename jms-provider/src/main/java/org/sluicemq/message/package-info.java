// SPDX-License-Identifier: Apache-2.0

/**
 * Messages: as they travel and rest, and as the application sees them.
 *
 * <p>{@link org.sluicemq.message.Envelope} is the immutable message between a send and an
 * acknowledgement; {@link org.sluicemq.message.EnvelopeCodec} turns it into bytes and back. {@link
 * org.sluicemq.message.JmsMessage} and its five body types implement the message interfaces of
 * chapter 3 over it: {@link org.sluicemq.message.JmsMessage#freeze freeze} makes the envelope,
 * {@link org.sluicemq.message.MessageFactory#thaw thaw} makes the message again.
 *
 * <p>This is the ground floor: every package may call it, it calls only the JDK and {@code
 * jakarta.jms}. It knows no broker, store or connection; what it needs of them (an acknowledgement,
 * a policy for serialized objects, a {@code Destination}) is handed in.
 */
package org.sluicemq.message;

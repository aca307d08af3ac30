// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.sluicemq.message.Body;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeCodec;
import org.sluicemq.store.StoredMessage;

/**
 * A message in the form of its row.
 *
 * @param key the message's key
 * @param head the encoded head
 * @param body the whole body, shared with the envelope
 * @param bodyNumber under which its pieces are found; 0 when it is in the row
 * @param checksum see {@link #checksum(byte[], Body)}
 * @param size as the envelope counts it
 * @param persistent whether it survives a restart
 * @param deliveryCount how often it was delivered
 */
record MessageRow(
    long key,
    byte[] head,
    Body body,
    long bodyNumber,
    int checksum,
    long size,
    boolean persistent,
    int deliveryCount) {

  /**
   * Makes the row of a message.
   *
   * @param numbers gives a number to a body in pieces
   */
  static MessageRow of(StoredMessage message, LongSupplier numbers) {
    Envelope envelope = message.envelope();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    return new MessageRow(
        message.key(),
        head,
        envelope.body(),
        NumberedBody.isInPieces(envelope.body()) ? numbers.getAsLong() : 0,
        checksum(head, envelope.body()),
        envelope.size(),
        envelope.persistent(),
        message.deliveryCount());
  }

  /** The CRC32C over head and body. */
  static int checksum(byte[] head, Body body) {
    CRC32C crc = new CRC32C();
    crc.update(head);
    body.addTo(crc);
    return (int) crc.getValue();
  }

  boolean isInPieces() {
    return bodyNumber != 0;
  }

  /** The body with its number, of a row that is in pieces. */
  NumberedBody pieces() {
    return new NumberedBody(bodyNumber, body);
  }

  MessageRow withDeliveryCount(int count) {
    return new MessageRow(key, head, body, bodyNumber, checksum, size, persistent, count);
  }
}

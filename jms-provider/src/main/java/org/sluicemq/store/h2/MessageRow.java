// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

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
 * @param checksum see {@link #checksum(byte[], Body)}
 * @param size as the envelope counts it
 * @param persistent whether it survives a restart
 * @param deliveryCount how often it was delivered
 */
record MessageRow(
    long key,
    byte[] head,
    Body body,
    int checksum,
    long size,
    boolean persistent,
    int deliveryCount) {

  static MessageRow of(StoredMessage message) {
    Envelope envelope = message.envelope();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    return new MessageRow(
        message.key(),
        head,
        envelope.body(),
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
    return body.length() > Schema.PIECE_BYTES;
  }

  MessageRow withDeliveryCount(int count) {
    return new MessageRow(key, head, body, checksum, size, persistent, count);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.zip.CRC32C;
import org.sluicemq.message.Body;

/**
 * A body that is kept in pieces, apart from the message or branch that refers to it.
 *
 * @param number under which its pieces are found
 * @param body the bytes
 */
record NumberedBody(long number, Body body) {

  /** A longer body is written before the transaction that refers to it, in some of its own. */
  private static final int AHEAD_BYTES = 1 << 20;

  /** Whether a body is too long for a row. */
  static boolean isInPieces(Body body) {
    return body.length() > Schema.PIECE_BYTES;
  }

  /** Whether its pieces are in the store before the transaction that refers to it. */
  boolean isAhead() {
    return body.length() > AHEAD_BYTES;
  }

  /** The CRC32C of the bytes. */
  int checksum() {
    CRC32C crc = new CRC32C();
    body.addTo(crc);
    return (int) crc.getValue();
  }
}

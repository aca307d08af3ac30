// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The checksum of a record's header alone, so that what it says can be believed whatever has become
 * of its payload. Store and place in the ring go into it: the bytes of a record that somebody sent
 * as a message are not taken for a record.
 */
final class RecordSeal {

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer origin = ByteBuffer.allocate(3 * 8);

  RecordSeal(UUID store) {
    origin.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
  }

  /** The seal of the header that starts at {@code start} and lies at this place of the ring. */
  int of(long place, byte[] record, int start) {
    origin.putLong(16, place);
    crc.reset();
    crc.update(origin.array());
    int from = RecordFormat.CHECKED_FROM;
    crc.update(record, start + from, RecordFormat.SEAL_AT - from);
    return (int) crc.getValue();
  }
}

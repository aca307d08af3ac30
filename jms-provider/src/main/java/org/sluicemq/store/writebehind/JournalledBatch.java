// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.ByteBuffer;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Journal;

/**
 * A batch with its record for the journal: the work that the caller's thread can do before the
 * batch waits for its group.
 *
 * @param batch the changes
 * @param parts the record, to be consumed once
 * @param bytes how long the record is in the journal, with its header
 * @param staged the batch as the store behind has it, when it passes the journal by; else null
 */
record JournalledBatch(WriteBatch batch, ByteBuffer[] parts, long bytes, RestingStore.Staged staged)
    implements PendingBatch {

  static JournalledBatch of(WriteBatch batch) {
    ByteBuffer[] parts = WriteBatchCodec.encode(batch);
    long bytes = 0;
    for (ByteBuffer part : parts) {
      bytes += part.remaining();
    }
    return new JournalledBatch(batch, parts, Journal.recordBytes(bytes), null);
  }

  @Override
  public JournalledBatch seal() {
    return this;
  }

  /** The same batch, which will not go into the journal. */
  JournalledBatch passingBy(RestingStore.Staged inStoreBehind) {
    return new JournalledBatch(batch, parts, bytes, inStoreBehind);
  }
}

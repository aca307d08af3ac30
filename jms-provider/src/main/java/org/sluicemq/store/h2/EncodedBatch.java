// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * A batch with its messages and branches turned into rows: the work that the caller's thread can do
 * before the batch waits for its group.
 *
 * @param batch the changes
 * @param rows the messages to add
 * @param branches the branches to keep
 * @param weight about how many bytes it writes
 */
record EncodedBatch(
    WriteBatch batch, List<MessageRow> rows, List<BranchRow> branches, long weight) {

  /** A branch in the form of its row. */
  record BranchRow(BranchRecord branch, byte[] work) {}

  private static final long ROW_OVERHEAD = 64;

  static EncodedBatch of(WriteBatch batch) {
    List<MessageRow> rows = new ArrayList<>(batch.added().size());
    long weight = ROW_OVERHEAD * (1 + batch.removed().size() + batch.deliveryCounts().size());
    for (StoredMessage message : batch.added()) {
      MessageRow row = MessageRow.of(message);
      rows.add(row);
      weight += ROW_OVERHEAD + row.head().length + row.body().length();
    }
    List<BranchRow> branches = new ArrayList<>(batch.preparedBranches().size());
    for (BranchRecord branch : batch.preparedBranches()) {
      BranchRow row = new BranchRow(branch, BranchCodec.encode(branch));
      branches.add(row);
      weight += ROW_OVERHEAD + row.work().length;
    }
    return new EncodedBatch(batch, rows, branches, weight);
  }
}

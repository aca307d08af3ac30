// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
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
 * @param ahead the bodies that are written before the group
 * @param weight about how many bytes it writes with its group
 */
record EncodedBatch(
    WriteBatch batch,
    List<MessageRow> rows,
    List<BranchCodec.Row> branches,
    List<NumberedBody> ahead,
    long weight) {

  private static final long ROW_OVERHEAD = 64;

  /**
   * Encodes a batch.
   *
   * @param numbers gives numbers to bodies in pieces
   */
  static EncodedBatch of(WriteBatch batch, LongSupplier numbers) {
    List<MessageRow> rows = new ArrayList<>(batch.added().size());
    List<NumberedBody> ahead = new ArrayList<>(0);
    long weight = ROW_OVERHEAD * (1 + batch.removed().size() + batch.deliveryCounts().size());
    for (StoredMessage message : batch.added()) {
      MessageRow row = MessageRow.of(message, numbers);
      rows.add(row);
      weight += ROW_OVERHEAD + row.head().length;
      weight += row.isInPieces() ? weight(row.pieces(), ahead) : row.body().length();
    }
    List<BranchCodec.Row> branches = new ArrayList<>(batch.preparedBranches().size());
    for (BranchRecord branch : batch.preparedBranches()) {
      BranchCodec.Row row = BranchCodec.encode(branch, numbers);
      branches.add(row);
      weight += ROW_OVERHEAD + row.work().length;
      for (NumberedBody body : row.bodies()) {
        weight += weight(body, ahead);
      }
    }
    return new EncodedBatch(batch, rows, branches, ahead, weight);
  }

  private static long weight(NumberedBody body, List<NumberedBody> ahead) {
    if (body.isAhead()) {
      ahead.add(body);
      return ROW_OVERHEAD;
    }
    return body.body().length();
  }
}

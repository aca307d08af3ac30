// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/** What is noted about the batches of a journal while they are replayed. Used by one thread. */
final class Replay {

  private final Map<Integer, Long> highest = new HashMap<>();
  private long batches;
  private long bytes;

  void add(WriteBatch batch, long recordBytes) {
    batches++;
    bytes += recordBytes;
    for (StoredMessage message : batch.added()) {
      highest.merge(
          MessageKey.backlog(message.key()), MessageKey.arrival(message.key()), Math::max);
    }
  }

  /** The highest arrival that was added, by backlog, be it there or gone. */
  Map<Integer, Long> highest() {
    return Collections.unmodifiableMap(highest);
  }

  /** What was found and what it took, for an operator. */
  String summary(StoreState found) {
    long messages = found.backlogs().stream().mapToLong(StoreState.Backlog::messages).sum();
    return "messages: "
        + messages
        + ", backlogs: "
        + found.backlogs().size()
        + ", branches in doubt: "
        + found.branches().stream().filter(branch -> branch.decision() == null).count()
        + ", batches replayed from its journal: "
        + batches
        + " ("
        + bytes
        + " bytes)";
  }
}

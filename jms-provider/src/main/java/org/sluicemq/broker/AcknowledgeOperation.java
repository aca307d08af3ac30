// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/** A message that leaves its backlog when its unit of work commits. */
record AcknowledgeOperation(Backlog backlog, Entry entry, DeadLetters deadLetters)
    implements Operation {

  @Override
  public void prepare(List<Envelope> sends, List<Long> acknowledged) {
    backlog.inDoubt(entry);
    if (entry.stored()) {
      acknowledged.add(entry.key);
    }
  }

  @Override
  public void tell(BranchContents contents) {
    contents.received(backlog.address(), entry.envelope.messageId());
  }

  @Override
  public void commit(WriteBatch batch) {
    if (entry.stored()) {
      batch.remove(entry.key);
    }
  }

  @Override
  public void committed() {
    backlog.acknowledged(entry);
  }

  /**
   * A clean stop may have replaced the delivered mark; only the count tells then that it was seen.
   */
  @Override
  public void rollBackPrepared(WriteBatch batch) {
    if (entry.stored()) {
      batch.deliveryCount(entry.key, backlog.failedDeliveries(entry) + 1);
    }
  }

  @Override
  public void rolledBack() {
    backlog
        .takeBack(List.of(entry), ReleaseReason.NOT_ACKNOWLEDGED)
        .forEach(exhausted -> deadLetters.move(backlog, exhausted));
  }

  @Override
  public void settled() {
    backlog.dispatch();
  }
}

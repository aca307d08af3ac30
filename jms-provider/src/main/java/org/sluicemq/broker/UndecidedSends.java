// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/**
 * The bytes of sends that nothing is decided about: those of transactions that are not committed,
 * of prepared branches and of asynchronous sends under way. They can neither rest in the store nor
 * be handed out, so they are counted apart from messages that wait, with a bound of the same size
 * but for a floor: who lets nearly all rest does not want small transactions refused. A message for
 * which nobody else holds anything always passes, however large. Thread-safe.
 */
final class UndecidedSends {

  /** So many bytes are always allowed. */
  static final long FLOOR = 16 << 20;

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  UndecidedSends(long memoryLimit) {
    this.limit = Math.max(memoryLimit, FLOOR);
  }

  long held() {
    return held.get();
  }

  /**
   * Counts a send until it is settled.
   *
   * @return the same operation, which gives the bytes back when it is settled
   * @throws BrokerException if there is no room; nothing is counted then
   */
  Operation admit(Operation send, Envelope envelope) throws BrokerException {
    long size = envelope.size();
    long now = held.addAndGet(size);
    if (now > limit && now != size) {
      held.addAndGet(-size);
      throw new BrokerException(
          BrokerException.Reason.LIMIT,
          "The message to '"
              + envelope.destination().name()
              + "' has "
              + size
              + " bytes, and sends of transactions that are not committed, of prepared branches and"
              + " asynchronous sends under way hold "
              + (now - size)
              + " of "
              + limit
              + " bytes; commit more often, wait for completions, or raise the setting memoryLimit");
    }
    return new Counted(send, size);
  }

  /** Counts a send of a branch that was found prepared: it is there, whatever the bound says. */
  Operation recovered(Operation send, Envelope envelope) {
    held.addAndGet(envelope.size());
    return new Counted(send, envelope.size());
  }

  private final class Counted implements Operation {

    private final Operation send;
    private final long size;

    Counted(Operation send, long size) {
      this.send = send;
      this.size = size;
    }

    @Override
    public void prepare(List<Envelope> sends, List<Long> acknowledged) {
      send.prepare(sends, acknowledged);
    }

    @Override
    public void tell(BranchContents contents) {
      send.tell(contents);
    }

    @Override
    public void commit(WriteBatch batch) {
      send.commit(batch);
    }

    @Override
    public void rollBackPrepared(WriteBatch batch) {
      send.rollBackPrepared(batch);
    }

    @Override
    public void notCommitted() {
      send.notCommitted();
    }

    @Override
    public void committed() {
      send.committed();
    }

    @Override
    public void rolledBack() {
      send.rolledBack();
    }

    @Override
    public void settled() {
      held.addAndGet(-size);
      send.settled();
    }
  }
}

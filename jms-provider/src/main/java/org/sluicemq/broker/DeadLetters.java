// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluicemq.broker.policy.DeadLetter;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/**
 * Moves messages that have had their last attempt to the dead-letter queue: out of one backlog and
 * into the other in one atomic batch. Safe for any thread; waits for nothing.
 */
final class DeadLetters {

  private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());

  private final Engine engine;
  private final Backlog queue;

  /**
   * Serves one broker.
   *
   * @param queue the dead-letter queue, or null when dead letters are discarded
   */
  DeadLetters(Engine engine, Backlog queue) {
    this.engine = engine;
    this.queue = queue;
  }

  /** Moves an outstanding entry away. */
  void move(Backlog source, Entry entry) {
    WriteBatch batch = new WriteBatch();
    if (entry.stored()) {
      batch.remove(entry.key);
    }
    String failure = entry.failure() == null ? null : DeadLetter.describe(entry.failure());
    if (queue == null) {
      finish(source, entry, null, batch);
      log(Level.WARNING, "discarded: no deadLetterQueue is set", entry, failure);
      return;
    }
    Envelope dead =
        DeadLetter.of(
            entry.envelope,
            queue.address(),
            entry.failedDeliveries,
            failure,
            engine.scheduler().now());
    SendOperation send = new SendOperation(queue, dead);
    send.commit(batch);
    finish(source, entry, send, batch);
    log(Level.INFO, "moved to '" + queue.address().name() + "'", entry, failure);
  }

  private void finish(Backlog source, Entry entry, SendOperation send, WriteBatch batch) {
    AtomicBoolean ended = new AtomicBoolean();
    try {
      engine.writeLater(
          batch,
          failed -> {
            if (ended.compareAndSet(false, true)) {
              finished(source, entry, send, failed == null);
            }
          });
    } catch (RuntimeException | Error e) {
      // The place kept for it would hold up the dead letters of all others behind it.
      if (ended.compareAndSet(false, true)) {
        finished(source, entry, send, false);
      }
      throw e;
    }
  }

  private static void finished(Backlog source, Entry entry, SendOperation send, boolean moved) {
    if (moved) {
      source.movedAway(entry);
    } else {
      source.takeBack(List.of(entry), ReleaseReason.NOT_SEEN);
      source.dispatch();
    }
    if (send != null && moved) {
      send.committed();
      send.settled();
    } else if (send != null) {
      send.rolledBack();
    }
  }

  private static void log(Level level, String what, Entry entry, String failure) {
    LOG.log(
        level,
        "Message {0} of ''{1}'' failed {2} deliveries and was {3}. Last failure: {4}",
        entry.envelope.messageId(),
        entry.envelope.destination().name(),
        entry.failedDeliveries,
        what,
        failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreHealth;
import org.sluicemq.store.WriteBatch;

/**
 * Brings what waits in the buffer into the resting store, and gives the room in the journal back
 * once it rests there. Merges are asked of a thread of the store; a caller that cannot go on
 * without one does it itself. One at a time; safe for any thread.
 */
final class Merger {

  private final String store;
  private final MergeBuffer buffer;
  private final FrontJournal journal;
  private final MessageStore resting;
  private final StoreHealth health;
  private final MergeThread thread;
  private final Duration age;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** The position that the resting store has; guarded by {@link #oneAtATime}. */
  private JournalPosition rested;

  private final AtomicBoolean asked = new AtomicBoolean();

  Merger(
      String store,
      MergeBuffer buffer,
      FrontJournal journal,
      MessageStore resting,
      StoreHealth health,
      MergeThread thread,
      Duration age) {
    this.store = store;
    this.buffer = buffer;
    this.journal = journal;
    this.resting = resting;
    this.health = health;
    this.thread = thread;
    this.age = age;
  }

  /** Begins a merge soon, unless one is about to begin. */
  void ask() {
    if (asked.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            asked.set(false);
            mergeInBackground();
          });
    }
  }

  /** Begins a merge when a layer has its age, if it then still waits. */
  void askAtAge(long layer) {
    thread.schedule(
        age,
        () -> {
          if (buffer.isDue(layer)) {
            mergeInBackground();
          }
        });
  }

  private void mergeInBackground() {
    try {
      health.check();
      merge(false);
    } catch (StoreException e) {
      // Whoever comes next is told; closing a store refuses a merge that was still to come.
      System.getLogger(Merger.class.getName())
          .log(System.Logger.Level.DEBUG, "A merge was not done", e);
    } catch (RuntimeException | Error e) {
      // Nobody waits for this thread: what went wrong must reach those who write.
      health.fail(
          new StoreException(
              "The store " + store + " failed while it merged its journal: " + e, e));
    }
  }

  /**
   * Merges until something holds; every merge leaves the buffer and the journal empty but for what
   * comes meanwhile.
   *
   * @throws StoreException if the resting store failed, now or before
   */
  void mergeUntil(BooleanSupplier enough) throws StoreException {
    if (enough.getAsBoolean()) {
      // Without the lock, which is held for as long as a merge lasts.
      return;
    }
    oneAtATime.lock();
    try {
      while (!enough.getAsBoolean()) {
        health.check();
        merge(false);
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Merges all that waits.
   *
   * @param complete whether the journal will not be written any more
   * @throws StoreException if the resting store failed, and with it this one
   */
  void merge(boolean complete) throws StoreException {
    oneAtATime.lock();
    try {
      Layer layer = buffer.freeze();
      JournalPosition position = new JournalPosition(layer.lastSequence(), complete);
      if (!layer.isEmpty() || !position.equals(rested)) {
        write(layer.toBatchBefore());
        write(layer.toBatch().journalPosition(position));
        rested = position;
      }
      buffer.merged();
      journal.release(layer.lastSequence());
    } catch (IOException e) {
      StoreException failed =
          new StoreException("The journal of the store " + store + " failed: " + e.getMessage(), e);
      health.fail(failed);
      throw failed;
    } finally {
      oneAtATime.unlock();
    }
  }

  private void write(WriteBatch batch) throws StoreException {
    if (batch.isEmpty()) {
      return;
    }
    try {
      resting.write(batch);
    } catch (StoreException e) {
      StoreException failed =
          new StoreException(
              "The store "
                  + store
                  + " could not merge its journal into its tables. It takes no more calls; mend the"
                  + " disk and restart, what was acknowledged is there then. Cause: "
                  + e.getMessage(),
              e);
      health.fail(failed);
      throw failed;
    }
  }
}

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
 * Brings what waits in the buffer into the resting store, oldest first and in small steps, and
 * gives the room in the journal back once it rests there. A step is one batch with the position in
 * the journal that it reaches, so that a merge may be cut off after any of them.
 *
 * <p>Merges are asked of a thread of the store, which goes on only until there is room enough
 * again: what is young may still meet its own removal. A caller that cannot go on without a merge
 * does a step itself. One step at a time; safe for any thread.
 */
final class Merger {

  /** A step writes about so many bytes, so that nobody waits long for its end. */
  private static final long STEP_BYTES = 1 << 20;

  /** A step that has little to write goes through this part of the journal. */
  private static final int STEPS_IN_JOURNAL = 16;

  private final String store;
  private final MergeBuffer buffer;
  private final FrontJournal journal;
  private final MessageStore resting;
  private final StoreHealth health;
  private final MergeThread thread;
  private final WriteBehindSettings settings;

  /**
   * A merge that only its age asks for leaves processors and disk to others after each step: nobody
   * waits for its end, and a sender who is alone would feel it.
   */
  static final Duration PAUSE = Duration.ofMillis(50);

  /** Fair, so that a sender's turn comes between two steps of the background. */
  private final ReentrantLock oneAtATime = new ReentrantLock(true);

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
      WriteBehindSettings settings) {
    this.store = store;
    this.buffer = buffer;
    this.journal = journal;
    this.resting = resting;
    this.health = health;
    this.thread = thread;
    this.settings = settings;
  }

  /** Begins a merge soon if journal or buffer are half full, unless one is about to begin. */
  void mergeIfWanted() {
    if (isFilledTo(4) && asked.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            asked.set(false);
            inBackground(() -> mergeWhile(() -> isFilledTo(3) && !buffer.isDrained()));
          });
    }
  }

  private boolean isFilledTo(int eighths) {
    return journal.isFilledTo(eighths)
        || buffer.fillingBytes() * 8 > settings.bufferBytes() * eighths;
  }

  /**
   * Begins to merge by age: what was there half an age ago is merged now, again and again, until
   * nothing is left. So a change waits for half the age at least, and for all of it at most.
   */
  void mergeAtAge() {
    mergeAtAge(0);
  }

  private void mergeAtAge(long upTo) {
    thread.schedule(settings.mergeAge().dividedBy(2), () -> mergeAged(upTo, buffer.lastSequence()));
  }

  /** Does a step towards one record, and when that is reached waits for the age of another. */
  private void mergeAged(long upTo, long next) {
    if (!inBackground(() -> stepTowards(upTo))) {
      return;
    }
    if (!isReached(upTo)) {
      thread.schedule(PAUSE, () -> mergeAged(upTo, next));
    } else if (buffer.goesOnAging()) {
      mergeAtAge(next);
    }
  }

  /** A merge that may fail. */
  private interface Merge {
    void run() throws StoreException;
  }

  /** Returns whether it was done. */
  private boolean inBackground(Merge merge) {
    try {
      health.check();
      merge.run();
      return true;
    } catch (StoreException e) {
      // Whoever comes next is told; closing a store refuses a merge that was still to come.
      System.getLogger(Merger.class.getName())
          .log(System.Logger.Level.DEBUG, "A merge was not done", e);
    } catch (RuntimeException | Error e) {
      // Nobody waits for this thread: what went wrong must reach those who write.
      health.fail(new StoreException("The store " + store + " failed in its background: " + e, e));
    }
    return false;
  }

  /**
   * Merges step by step as long as something holds.
   *
   * @throws StoreException if the resting store failed, now or before
   */
  void mergeWhile(BooleanSupplier wanted) throws StoreException {
    while (wanted.getAsBoolean()) {
      oneAtATime.lock();
      try {
        // Asked again: the step that was waited for may have sufficed.
        if (wanted.getAsBoolean()) {
          health.check();
          step(Long.MAX_VALUE);
        }
      } finally {
        oneAtATime.unlock();
      }
    }
  }

  /** Merges all that waits now. */
  void merge() throws StoreException {
    mergeThrough(buffer.lastSequence());
  }

  /**
   * Merges all that waits, while nobody writes, and has the resting store know whether it may be
   * used alone from now on.
   *
   * @param complete whether the journal will not be written any more
   */
  void mergeAll(boolean complete) throws StoreException {
    mergeThrough(buffer.lastSequence());
    oneAtATime.lock();
    try {
      note(new JournalPosition(buffer.lastSequence(), complete));
    } finally {
      oneAtATime.unlock();
    }
  }

  private void mergeThrough(long sequence) throws StoreException {
    while (!isReached(sequence)) {
      stepTowards(sequence);
    }
  }

  /** Whether there is nothing to merge up to a record. */
  private boolean isReached(long sequence) {
    oneAtATime.lock();
    try {
      return buffer.isDrained() || rested != null && rested.sequence() >= sequence;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Does a step, unless there is nothing to merge up to the record. */
  private void stepTowards(long sequence) throws StoreException {
    oneAtATime.lock();
    try {
      if (!isReached(sequence)) {
        step(sequence);
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Whatever cuts it off, the store must not go on: the part that was taken out would be passed.
   */
  private void step(long upTo) throws StoreException {
    try {
      mergeOldest(upTo);
    } catch (RuntimeException | Error e) {
      health.fail(
          new StoreException(
              "The store " + store + " failed while it merged its journal: " + e, e));
      throw e;
    }
  }

  private void mergeOldest(long upTo) throws StoreException {
    Layer oldest = buffer.takeOldest(upTo, STEP_BYTES, settings.journalBytes() / STEPS_IN_JOURNAL);
    JournalPosition position = new JournalPosition(oldest.lastSequence(), false);
    if (!oldest.isEmpty() || !position.equals(rested)) {
      write(oldest.toBatchBefore());
      write(oldest.toBatch().journalPosition(position));
      rested = position;
    }
    buffer.merged();
    release(oldest.lastSequence());
  }

  private void note(JournalPosition position) throws StoreException {
    if (!position.equals(rested)) {
      write(new WriteBatch().journalPosition(position));
      rested = position;
    }
  }

  private void release(long sequence) throws StoreException {
    try {
      journal.release(sequence);
    } catch (IOException e) {
      StoreException failed =
          new StoreException("The journal of the store " + store + " failed: " + e.getMessage(), e);
      health.fail(failed);
      throw failed;
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

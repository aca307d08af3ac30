// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * Gives messages their places in a backlog, in the order in which they come. Guarded by its lock.
 */
final class Arrivals {

  private final int backlog;
  private final PageWindow window;
  private final DeliveredMark mark;
  private long last;

  Arrivals(int backlog, long last, PageWindow window, DeliveredMark mark) {
    this.backlog = backlog;
    this.last = last;
    this.window = window;
    this.mark = mark;
  }

  /** The arrival number that was given out last. */
  long last() {
    return last;
  }

  /** The place of the message that comes next. */
  long peek(Envelope envelope) {
    return MessageKey.of(backlog, envelope.priority(), last + 1);
  }

  /** Gives a message its place. */
  long next(Envelope envelope) {
    long key = peek(envelope);
    last++;
    return key;
  }

  /**
   * Gives a message its place and adds it to the batch that will make it durable. When this throws,
   * whatever it is, nothing but the batch has changed: a mark that stayed asked for would keep all
   * later messages from being handed out.
   *
   * @param awaited whether somebody waits: the delivery that follows at once needs the mark
   */
  Reservation reserve(Envelope envelope, boolean awaited, WriteBatch batch) {
    long key = next(envelope);
    batch.add(new StoredMessage(key, envelope, 0));
    return reserveStored(key, awaited, batch);
  }

  /**
   * A message that rests elsewhere in the store is about to come to a place here. When this throws,
   * nothing but the batch has changed.
   */
  Reservation expect(int priority, long arrival, boolean awaited, WriteBatch batch) {
    return reserveStored(MessageKey.of(backlog, priority, arrival), awaited, batch);
  }

  private Reservation reserveStored(long key, boolean awaited, WriteBatch batch) {
    long reserved = awaited ? mark.reserve(MessageKey.arrival(key)) : 0;
    try {
      window.arriving(key);
      if (reserved != 0) {
        batch.deliveredMark(backlog, reserved);
      }
      return new Reservation(key, reserved, Entry.Row.STORE, 0);
    } catch (RuntimeException | Error e) {
      window.arrived(key);
      if (reserved != 0) {
        mark.notWritten();
      }
      throw e;
    }
  }

  /** Keeps a place for a message that need not survive and goes to rest with the batch. */
  Reservation reserveResting(long key, Envelope envelope, WriteBatch batch) {
    batch.addOverflow(new StoredMessage(key, envelope, 0));
    Reservation reservation = new Reservation(key, 0, Entry.Row.OVERFLOW, 0);
    try {
      window.arriving(key);
      return reservation;
    } catch (RuntimeException | Error e) {
      window.arrived(key);
      throw e;
    }
  }

  /** Keeps a place, and room in memory, for a message that need not survive. */
  Reservation reserveMemory(long key, Envelope envelope, MemoryBudget budget) {
    Reservation reservation = new Reservation(key, 0, Entry.Row.NONE, envelope.size());
    budget.take(envelope.size());
    return reservation;
  }

  /** The batch is durable. */
  void landed(Reservation reservation, MemoryBudget budget) {
    window.arrived(reservation.key());
    mark.written(reservation.mark());
    budget.giveBack(reservation.held());
  }

  /** The batch failed: the place stays empty. */
  void abandoned(Reservation reservation, MemoryBudget budget) {
    window.arrived(reservation.key());
    if (reservation.row() == Entry.Row.OVERFLOW) {
      // A page that is being read may show the row that is given up.
      window.settled(reservation.key());
    }
    if (reservation.mark() != 0) {
      mark.notWritten();
    }
    budget.giveBack(reservation.held());
  }
}

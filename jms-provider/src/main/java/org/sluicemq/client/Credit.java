// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerConsumer;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;

/**
 * What a session's consumers ask of the broker, and give back to it unseen: as much as the {@link
 * Appetite} says, and never in two ways at once. Part of the {@link SessionFlow} and under the lock
 * of its {@link Gate}, which is let go while the broker is called.
 */
final class Credit {

  private final Broker broker;
  private final Gate gate;
  private final Appetite appetite = new Appetite();

  Credit(Broker broker, Gate gate) {
    this.broker = broker;
    this.gate = gate;
  }

  /** A listener took so many nanoseconds; with the lock held. */
  void handled(long nanos) {
    appetite.handled(nanos);
  }

  /**
   * Asks the broker: what is there arrives before this returns, unless looking for it takes longer
   * than this. With the lock held, which is let go meanwhile.
   *
   * @param listeners how many consumers the thread serves that handles the messages
   */
  void ask(Inbox inbox, int listeners, long nanos) {
    boolean runs = inbox.isInRun();
    inbox.beginAsking();
    gate.beginHandling();
    try {
      if (runs) {
        // What was asked for before may still be coming: it is seen first.
        gate.unlocked(inbox.source()::withdrawCredit);
      }
      if (inbox.isEmpty()) {
        askForMore(inbox, listeners, nanos);
      }
    } finally {
      inbox.endAsking();
      gate.endHandling();
      gate.signal();
    }
  }

  private void askForMore(Inbox inbox, int listeners, long nanos) {
    int most = inbox.readsAhead() ? appetite.next(listeners) : 1;
    inbox.creditGiven(most);
    BrokerConsumer source = inbox.source();
    try {
      gate.unlocked(most > 1 ? () -> source.fetch(most, nanos) : () -> source.credit(1, nanos));
    } catch (RuntimeException | Error e) {
      takeBack(inbox, e);
      throw e;
    }
  }

  /** The broker failed while it was asked: whoever asks next must not wait for what never comes. */
  private void takeBack(Inbox inbox, Throwable failure) {
    try {
      withdraw(inbox);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Takes back what is not used; with the lock held, which is let go meanwhile. */
  void withdraw(Inbox inbox) {
    if (inbox.hasCredit()) {
      gate.beginHandling();
      try {
        gate.unlocked(inbox.source()::withdrawCredit);
      } finally {
        inbox.creditWithdrawn();
        gate.endHandling();
      }
    }
  }

  /**
   * The broker has others who would take what this consumer holds unseen. One that is asking has
   * seen all that it had, and what comes is handled at once.
   */
  void recalled(Inbox inbox) {
    boolean holds =
        gate.locked(
            () -> {
              if (inbox.isEmpty() || inbox.isAsking()) {
                return false;
              }
              // Nobody asks for more until it is done, and stop and close wait for it.
              inbox.hold();
              gate.beginHandling();
              inbox.enter();
              return true;
            });
    if (holds) {
      try {
        giveBack(List.of(inbox), Inbox::withdrawCredit);
      } finally {
        gate.locked(
            () -> {
              gate.endHandling();
              inbox.letGo();
              inbox.leave();
              gate.signal();
            });
      }
    }
  }

  /**
   * Gives back what nobody has seen. Nothing of these passes meanwhile; the other consumers of the
   * session are not disturbed. Without the lock.
   *
   * @param cut how a consumer is kept from getting more
   */
  void giveBack(List<Inbox> from, Consumer<Inbox> cut) {
    List<Delivery> unseen = new ArrayList<>(0);
    gate.locked(() -> from.forEach(Inbox::hold));
    try {
      from.forEach(cut);
      gate.locked(() -> from.forEach(inbox -> inbox.drainTo(unseen)));
      if (!unseen.isEmpty()) {
        gate.locked(appetite::restart);
        broker.release(unseen, ReleaseReason.NOT_SEEN);
      }
    } finally {
      gate.locked(
          () -> {
            from.forEach(Inbox::letGo);
            gate.signal();
          });
    }
  }
}

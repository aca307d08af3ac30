// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerConsumer;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.DeliverySink;
import org.sluicemq.broker.ReleaseReason;

/**
 * What a connection consumer has from the broker and no session has taken yet. It asks for one
 * message at a time. A message is <em>promised</em> to the server session that is being fetched or
 * started for it; others take what nobody was promised. So no message lies in a session behind a
 * listener that is slow, and stop and close give back what no listener has seen.
 *
 * <p>It owns its {@link Gate}; everything else is guarded by the gate's lock, which is not held
 * while the broker is called. Safe for any thread.
 */
final class Supply implements DeliverySink {

  /** For how long one who waits looks through a backlog itself: stop and close wait for it. */
  private static final long LOOKING = TimeUnit.MILLISECONDS.toNanos(200);

  private final Broker broker;
  private final Gate gate = new Gate(false);
  private final Deque<Delivery> arrived = new ArrayDeque<>(2);
  private BrokerConsumer source;
  private boolean asked;
  private int promised;

  Supply(Broker broker) {
    this.broker = broker;
  }

  /** Takes its place at the broker's side; before anything else. */
  void opened(BrokerConsumer consumer) {
    source = consumer;
  }

  @Override
  public void deliver(Delivery delivery) {
    gate.locked(
        () -> {
          asked = false;
          arrived.add(delivery);
          gate.signal();
        });
  }

  /**
   * Waits for a message that nobody was promised, and promises it. The caller then either lets a
   * session {@link #takePromised} or calls {@link #breakPromise}.
   *
   * @return false when the supply ends
   */
  boolean promise() {
    gate.lock();
    try {
      while (!gate.isEnding() && !gate.isBroken()) {
        if (gate.isFlowing() && arrived.size() > promised) {
          promised++;
          return true;
        }
        if (gate.isFlowing() && !asked) {
          ask(LOOKING);
        } else {
          gate.await();
        }
      }
      return false;
    } finally {
      gate.unlock();
    }
  }

  private void ask(long nanos) {
    asked = true;
    gate.beginHandling();
    try {
      gate.unlocked(() -> source.credit(1, nanos));
    } catch (RuntimeException | Error e) {
      takeBack(e);
      throw e;
    } finally {
      gate.endHandling();
    }
  }

  /** The broker failed while it was asked: whoever asks next must not wait for what never comes. */
  private void takeBack(Throwable failure) {
    try {
      gate.unlocked(this::withdraw);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    } finally {
      asked = false;
      gate.signal();
    }
  }

  /** Keeps a promise: a message, or null if it has gone back to the broker meanwhile. */
  Delivery takePromised() {
    return gate.locked(
        () -> {
          promised--;
          return gate.isFlowing() ? arrived.poll() : null;
        });
  }

  /** What was promised is for anybody again. */
  void breakPromise() {
    gate.locked(
        () -> {
          promised--;
          gate.signal();
        });
  }

  /** A further message, if one is there at this moment; otherwise null. */
  Delivery takeMore() {
    gate.lock();
    try {
      if (gate.isFlowing() && !gate.isBroken() && arrived.size() <= promised && !asked) {
        askForCaller();
      }
      return gate.isFlowing() && arrived.size() > promised ? arrived.poll() : null;
    } finally {
      gate.unlock();
    }
  }

  /** What comes now is for the caller, and not for a session that would have to be fetched. */
  private void askForCaller() {
    promised++;
    try {
      ask(0);
    } finally {
      promised--;
    }
  }

  /** Does something while what nobody has taken is back at the broker and nothing comes. */
  void whileGivenBack(Unchecked.Action work) throws JMSException {
    gate.locked(gate::hold);
    try {
      giveBack(this::withdraw);
      work.run();
    } finally {
      gate.locked(gate::letGo);
    }
  }

  /** Gives back what it has and asks for nothing for a time, or until the supply ends. */
  void rest(long nanos) {
    gate.locked(gate::hold);
    try {
      giveBack(this::withdraw);
      gate.locked(() -> pause(nanos));
    } finally {
      gate.locked(gate::letGo);
    }
  }

  private void pause(long nanos) {
    long left = nanos;
    while (left > 0 && !gate.isEnding() && !gate.isBroken() && !Thread.interrupted()) {
      left = gate.await(left);
    }
  }

  private void withdraw() {
    source.withdrawCredit();
  }

  /** Cuts the broker's side off when nobody is asking, and gives back what has come. */
  private void giveBack(Runnable cut) {
    gate.locked(
        () -> {
          gate.hold();
          while (gate.isHandling()) {
            gate.await();
          }
        });
    try {
      cut.run();
    } finally {
      try {
        releaseUnseen();
      } finally {
        gate.locked(gate::letGo);
      }
    }
  }

  private void releaseUnseen() {
    List<Delivery> unseen =
        gate.locked(
            () -> {
              asked = false;
              List<Delivery> all = List.copyOf(arrived);
              arrived.clear();
              return all;
            });
    if (!unseen.isEmpty()) {
      broker.release(unseen, ReleaseReason.NOT_SEEN);
    }
  }

  void start() {
    gate.locked(() -> gate.moveTo(Gate.State.RUNNING));
  }

  /** Lets nothing more be taken; {@link #awaitStopped} must follow. */
  void stop() {
    gate.locked(() -> gate.moveTo(Gate.State.STOPPED));
  }

  /** Returns when what nobody has taken is back at the broker. */
  void awaitStopped() {
    giveBack(this::withdraw);
  }

  /** The broker is gone. */
  void fail(JMSException cause) {
    gate.locked(() -> gate.fail(cause));
  }

  /** Ends the broker's side and gives back what nobody has taken. */
  void close() {
    if (!gate.locked(() -> gate.moveTo(Gate.State.CLOSING))) {
      gate.awaitClosed();
      return;
    }
    try {
      if (gate.locked(gate::isHandling)) {
        // Who looks through a backlog, however deep it is, ends after the page at hand.
        source.close();
      }
      giveBack(source::close);
    } finally {
      gate.locked(() -> gate.moveTo(Gate.State.CLOSED));
    }
  }
}

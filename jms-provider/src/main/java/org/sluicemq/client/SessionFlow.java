// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.Delivery;

/**
 * Moves messages from the broker to the application: has {@link Credit} given when somebody wants a
 * message, hands one over at a time, and lets what nobody has seen go back. It owns the session's
 * {@link Gate} and, under the gate's lock, every {@link Inbox}.
 *
 * <p>A thread is <em>busy</em> from the beginning of a receive, or of a listener's turn, to its
 * end; close waits for that. It is <em>handling</em> while it moves credit or has a message in
 * hand; stop waits for that, so that a receive which only waits does not hold it up.
 */
final class SessionFlow {

  private static final Inbox[] NONE = {};

  /** For how long one who waits looks through a backlog itself: stop waits for it. */
  private static final long LOOKING = TimeUnit.MILLISECONDS.toNanos(200);

  private final Runnable beforeWaiting;
  private final LongSupplier ticks;
  private final Gate gate;
  private final Credit credit;
  private Inbox[] inboxes = NONE;
  private int turn;
  private int listeners;
  private int receivers;

  /**
   * Makes a flow.
   *
   * @param broker where unseen deliveries go back to
   * @param beforeWaiting called without the lock by a thread that is about to wait for messages
   * @param ticks counts nanoseconds, to measure how long listeners take
   * @param running whether the connection is started
   */
  SessionFlow(Broker broker, Runnable beforeWaiting, LongSupplier ticks, boolean running) {
    this.beforeWaiting = beforeWaiting;
    this.ticks = ticks;
    gate = new Gate(running);
    credit = new Credit(broker, gate);
  }

  Gate gate() {
    return gate;
  }

  /** Takes part of an opened consumer. */
  void add(Inbox inbox) throws IllegalStateException {
    gate.lock();
    try {
      if (gate.isClosed()) {
        throw Failures.closed("session");
      }
      inboxes = Arrays.copyOf(inboxes, inboxes.length + 1);
      inboxes[inboxes.length - 1] = inbox;
    } finally {
      gate.unlock();
    }
  }

  /** The broker delivers, under locks of its own. */
  void arrived(Inbox inbox, Delivery delivery) {
    gate.lock();
    try {
      inbox.add(delivery);
      gate.signal();
    } finally {
      gate.unlock();
    }
  }

  /**
   * Takes the next message of a consumer for a receive. When it returns one, the caller hands it
   * over and then calls {@link #handled}; when it returns null the receive is over.
   *
   * @param nanos how long to wait; negative for as long as it takes
   */
  Delivery take(Inbox inbox, long nanos) throws JMSException {
    gate.lock();
    try {
      requireNoListener();
      receivers++;
      inbox.enter();
      Delivery taken = null;
      try {
        taken = await(inbox, nanos);
        return taken;
      } finally {
        receivers--;
        if (taken == null) {
          leave(inbox);
        } else {
          gate.beginHandling();
        }
      }
    } finally {
      gate.unlock();
    }
  }

  private Delivery await(Inbox inbox, long nanos) throws JMSException {
    long begin = System.nanoTime();
    long left = nanos;
    boolean settled = false;
    while (!gate.isEnding() && !inbox.isClosing()) {
      gate.requireWhole();
      Delivery next = next(inbox, looking(nanos, left));
      if (next != null) {
        return next;
      }
      if (nanos > 0) {
        left = Math.max(0, nanos - (System.nanoTime() - begin));
      }
      if (left == 0) {
        return giveUp(inbox);
      }
      if (!settled) {
        // What is batched is done before waiting, since that may take long; then it looks again.
        gate.unlocked(beforeWaiting);
      } else if (Thread.currentThread().isInterrupted()) {
        return interrupted(inbox);
      } else {
        gate.await(left);
      }
      settled = !settled;
    }
    return null;
  }

  private Delivery next(Inbox inbox, long looking) {
    Delivery next = passing(inbox);
    if (next == null && mayPass(inbox) && !inbox.hasCredit()) {
      credit.ask(inbox, listeners, looking);
      next = passing(inbox);
    }
    return next;
  }

  private Delivery passing(Inbox inbox) {
    return mayPass(inbox) ? inbox.poll() : null;
  }

  private boolean mayPass(Inbox inbox) {
    return gate.isFlowing() && inbox.isOpen();
  }

  /** Takes the unused credit back; what came in the meantime is not left lying. */
  private Delivery giveUp(Inbox inbox) {
    credit.withdraw(inbox);
    return passing(inbox);
  }

  private Delivery interrupted(Inbox inbox) throws JMSException {
    Delivery slippedIn = giveUp(inbox);
    if (slippedIn == null) {
      throw new JMSException("The thread was interrupted while it waited for a message");
    }
    return slippedIn;
  }

  /** For how long to look: who does not wait wants to know what there is, however deep it lies. */
  private static long looking(long nanos, long left) {
    return nanos == 0 ? Long.MAX_VALUE : nanos < 0 ? LOOKING : Math.min(left, LOOKING);
  }

  /**
   * Waits for the next message of any listener. The caller then calls {@link #handle}.
   *
   * @return the consumer with a message in hand; null when the session ends
   */
  Inbox awaitTurn() {
    gate.lock();
    try {
      boolean settled = false;
      while (!gate.isEnding() && !gate.isBroken()) {
        Inbox ready = nextTurn();
        if (ready != null) {
          ready.takeInHand();
          ready.enter();
          gate.beginHandling();
          return ready;
        }
        if (settled) {
          gate.await();
        } else {
          gate.unlocked(beforeWaiting);
        }
        settled = !settled;
      }
      return null;
    } finally {
      gate.unlock();
    }
  }

  private Inbox nextTurn() {
    Inbox ready = ready();
    if (ready == null && askForListeners()) {
      ready = ready();
    }
    return ready;
  }

  /** The next listener with a message, the one after the last first. */
  private Inbox ready() {
    Inbox[] all = inboxes;
    for (int i = 1; i <= all.length && gate.isFlowing(); i++) {
      Inbox inbox = all[(turn + i) % all.length];
      if (inbox.isListening() && !inbox.isEmpty()) {
        turn = (turn + i) % all.length;
        return inbox;
      }
    }
    return null;
  }

  private boolean askForListeners() {
    boolean asked = false;
    for (Inbox inbox : inboxes) {
      if (gate.isFlowing() && inbox.isListening() && inbox.isEmpty() && !inbox.hasCredit()) {
        credit.ask(inbox, listeners, LOOKING);
        asked = true;
      }
    }
    return asked;
  }

  /** Runs the listener whose turn it is, and measures it. */
  void handle(Inbox inbox) {
    long begin = ticks.getAsLong();
    try {
      inbox.handle();
    } finally {
      long took = ticks.getAsLong() - begin;
      gate.locked(() -> credit.handled(took));
      handled(inbox);
    }
  }

  /** A message was handed over and dealt with. */
  void handled(Inbox inbox) {
    gate.lock();
    try {
      gate.endHandling();
      leave(inbox);
    } finally {
      gate.unlock();
    }
  }

  private void leave(Inbox inbox) {
    inbox.leave();
    gate.signal();
  }

  private void requireNoListener() throws IllegalStateException {
    if (listeners > 0) {
      throw new IllegalStateException(
          "A message listener is set in this session: a session either receives or listens");
    }
  }

  /** The broker has others who would take what this consumer holds unseen. */
  void recalled(Inbox inbox) {
    credit.recalled(inbox);
  }

  /** Whether a consumer listens, or a thread is in a receive. */
  boolean isConsuming() {
    return gate.locked(() -> listeners > 0 || receivers > 0);
  }

  /** Makes a consumer one that is listened to. */
  void listen(Inbox inbox) throws IllegalStateException {
    gate.lock();
    try {
      if (receivers > 0) {
        throw new IllegalStateException(
            "A thread is waiting in receive: a session either receives or listens");
      }
      setListening(inbox, true);
      gate.signal();
    } finally {
      gate.unlock();
    }
  }

  /**
   * Makes a consumer one that receives: when this returns, its listener does not run, and nothing
   * comes for it any more.
   *
   * @param inListener whether the listener itself, or somebody it may be waiting for, asks for it:
   *     then it goes on to its end
   */
  void stopListening(Inbox inbox, boolean inListener) {
    gate.locked(
        () -> {
          setListening(inbox, false);
          awaitQuiet(inbox, inListener);
        });
    credit.giveBack(List.of(inbox), Inbox::withdrawCredit);
  }

  /** What was asked for before is there, or can be taken back, and nobody uses the consumer. */
  private void awaitQuiet(Inbox inbox, boolean inListener) {
    while (inbox.isAsking() || inbox.isBusy() && !inListener) {
      gate.await();
    }
  }

  private void setListening(Inbox inbox, boolean listening) {
    if (inbox.setListening(listening)) {
      listeners += listening ? 1 : -1;
    }
  }

  /** The connection was started. */
  void start() {
    gate.locked(() -> gate.moveTo(Gate.State.RUNNING));
  }

  /** Lets nothing more begin; {@link #awaitStopped} must follow. */
  void stop() {
    gate.locked(() -> gate.moveTo(Gate.State.STOPPED));
  }

  /** Returns when all is quiet and what nobody has seen is back at the broker. */
  void awaitStopped() {
    credit.giveBack(gate.locked(this::quiet), Inbox::withdrawCredit);
  }

  /** Waits until no message is in anybody's hand; the inboxes, none if it was started again. */
  private List<Inbox> quiet() {
    while (gate.isHandling() && gate.isStopped()) {
      gate.await();
    }
    return gate.isStopped() ? List.of(inboxes) : List.of();
  }

  /**
   * Gives back what nobody has seen, does something, and lets messages flow again: how a session
   * goes back to its first message that is not acknowledged.
   */
  void whileGivenBack(Unchecked.Action work) throws JMSException {
    List<Inbox> all =
        gate.locked(
            () -> {
              gate.hold();
              return List.of(inboxes);
            });
    try {
      credit.giveBack(all, Inbox::withdrawCredit);
      work.run();
    } finally {
      gate.locked(gate::letGo);
    }
  }

  /** Gives back what listeners hold beyond the message in hand; by the session's thread. */
  void giveBackUnseen() {
    credit.giveBack(gate.locked(() -> List.of(inboxes)), Inbox::withdrawCredit);
  }

  /**
   * Closes a consumer: waits for its receive or its listener, unless it is the listener that asks.
   *
   * @param inListener whether the calling thread is the one that runs the session's listeners
   */
  void close(Inbox inbox, boolean inListener) {
    boolean asking =
        gate.locked(
            () -> {
              inbox.beginClose();
              gate.signal();
              return inbox.isAsking();
            });
    if (asking) {
      cutShort(List.of(inbox));
    }
    gate.locked(
        () -> {
          awaitQuiet(inbox, inListener);
          setListening(inbox, false);
          inboxes = Arrays.stream(inboxes).filter(i -> i != inbox).toArray(Inbox[]::new);
        });
    credit.giveBack(List.of(inbox), Inbox::closeSource);
  }

  /** The broker is gone: receives that wait fail, listeners get nothing more. */
  void fail(JMSException cause) {
    gate.locked(() -> gate.fail(cause));
  }

  /** Begins to close: receives that wait return null, nothing more is handed over. */
  void beginClose() {
    gate.locked(() -> gate.moveTo(Gate.State.CLOSING));
  }

  /**
   * Begins to close, and waits until no receive and no listener runs.
   *
   * @return the consumers that are open
   */
  List<Inbox> awaitIdle() {
    beginClose();
    cutShort(gate.locked(() -> Arrays.stream(inboxes).filter(Inbox::isAsking).toList()));
    return gate.locked(this::idle);
  }

  /**
   * Waits until no receive and no listener runs, and closes every consumer.
   *
   * @param last what remains to be done before the session counts as closed, which it does also
   *     when that fails
   */
  void close(Unchecked.Action last) throws JMSException {
    List<Inbox> all = awaitIdle();
    try {
      Closing.all(() -> credit.giveBack(all, Inbox::closeSource), last);
    } finally {
      gate.locked(
          () -> {
            inboxes = NONE;
            gate.moveTo(Gate.State.CLOSED);
          });
    }
  }

  /** Who looks through a backlog for these, however deep it is, ends after the page at hand. */
  private static void cutShort(List<Inbox> closing) {
    closing.forEach(Inbox::closeSource);
  }

  private List<Inbox> idle() {
    while (gate.isHandling() || Arrays.stream(inboxes).anyMatch(Inbox::isBusy)) {
      gate.await();
    }
    return List.of(inboxes);
  }
}

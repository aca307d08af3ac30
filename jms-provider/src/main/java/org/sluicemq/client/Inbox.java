// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.sluicemq.broker.BrokerConsumer;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.DeliverySink;

/**
 * A consumer's end of the broker's credit: what was asked for and what has come. Passive: all of it
 * belongs to the {@link SessionFlow} and is touched under its lock only, unless a method says
 * otherwise.
 */
final class Inbox implements DeliverySink {

  private final SessionFlow flow;
  private final Consumer<Delivery> listener;
  private final boolean readsAhead;
  private final ArrayDeque<Delivery> arrived = new ArrayDeque<>(2);
  private BrokerConsumer source;
  private boolean waiting;

  /** Whether more than one message may have come for what was asked last. */
  private boolean inRun;

  /** Whether a thread is asking the broker at the moment. */
  private boolean asking;

  private int busy;
  private int holds;
  private boolean listening;
  private boolean closing;
  private Delivery inHand;

  /**
   * Makes an inbox without a source.
   *
   * @param flow its owner
   * @param readsAhead whether a listener may be given more than one message at a time
   * @param listener handles a delivery on the session's thread, outside of the lock
   */
  Inbox(SessionFlow flow, boolean readsAhead, Consumer<Delivery> listener) {
    this.flow = flow;
    this.readsAhead = readsAhead;
    this.listener = listener;
  }

  /** Hands the message of this turn to the listener; by the session's thread, without the lock. */
  void handle() {
    Delivery delivery = inHand;
    inHand = null;
    listener.accept(delivery);
  }

  /** Puts the next message in the hand of the session's thread. */
  void takeInHand() {
    inHand = arrived.poll();
  }

  @Override
  public void deliver(Delivery delivery) {
    flow.arrived(this, delivery);
  }

  @Override
  public void recall() {
    flow.recalled(this);
  }

  void opened(BrokerConsumer consumer) {
    source = consumer;
  }

  /** The broker's side; its calls are made without the flow's lock. */
  BrokerConsumer source() {
    return source;
  }

  void add(Delivery delivery) {
    waiting = false;
    arrived.add(delivery);
  }

  Delivery poll() {
    return arrived.poll();
  }

  boolean isEmpty() {
    return arrived.isEmpty();
  }

  /** Takes out all that has come and was not seen. */
  void drainTo(List<Delivery> unseen) {
    unseen.addAll(arrived);
    arrived.clear();
  }

  /** Whether the broker was asked and nothing has come yet. */
  boolean hasCredit() {
    return waiting;
  }

  /** Whether it may be given messages before their turn. */
  boolean readsAhead() {
    return readsAhead && listening;
  }

  /** Whether a run that was asked for may still be coming. */
  boolean isInRun() {
    return inRun;
  }

  /** A thread is about to ask the broker. */
  void beginAsking() {
    asking = true;
  }

  /** The broker is about to be asked for so many at most. */
  void creditGiven(int most) {
    waiting = true;
    inRun = most > 1;
  }

  /** The broker has answered. */
  void endAsking() {
    asking = false;
  }

  boolean isAsking() {
    return asking;
  }

  void creditWithdrawn() {
    waiting = false;
  }

  /** A thread is inside a receive on this consumer, or its listener runs. */
  boolean isBusy() {
    return busy > 0;
  }

  void enter() {
    busy++;
  }

  void leave() {
    busy--;
  }

  /** Keeps its messages from passing until {@link #letGo}. */
  void hold() {
    holds++;
  }

  void letGo() {
    holds--;
  }

  /** Whether its messages may pass, and more may be asked for. */
  boolean isOpen() {
    return holds == 0 && !closing;
  }

  /** Whether a listener waits for messages of this consumer that may pass. */
  boolean isListening() {
    return listening && isOpen();
  }

  /** Says whether this changed anything. */
  boolean setListening(boolean value) {
    boolean changes = listening != value;
    listening = value;
    return changes;
  }

  /**
   * Takes the unused credit back from the broker, or lets a run come to its end; without the lock.
   */
  void withdrawCredit() {
    if (flow.gate().locked(() -> waiting || inRun)) {
      source.withdrawCredit();
      flow.gate().locked(this::creditWithdrawn);
    }
  }

  /** Ends the broker's side; without the lock. */
  void closeSource() {
    source.close();
  }

  boolean isClosing() {
    return closing;
  }

  void beginClose() {
    closing = true;
  }
}

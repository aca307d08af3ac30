// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.sluicemq.selector.Selector;

/** A consumer of one backlog. Its fields are guarded by the backlog's lock. */
final class LocalConsumer implements BrokerConsumer {

  private final Backlog backlog;
  private final DeliverySink sink;
  private final Runnable onClose;

  final Selector selector;

  /** The selector has refused every message in memory below this key. */
  long scannedTo;

  /** How far it has looked through what rests in the store. */
  final Search search = new Search();

  /** Whether the last page that was read for it had nothing for it. */
  boolean sawNothing;

  /** What it was given since it last asked and has not settled, in order. */
  final Deque<Entry> run = new ArrayDeque<>(0);

  /** What was handed out in this run, in bytes. */
  long runBytes;

  /** When this run began, in milliseconds since the epoch. */
  long runSince;

  /** When it was last looked whether this run must be called back soon, or began to count. */
  long runLookedAt;

  /** How far calling back this run has come, since a consumer came; {@link Runs} counts it. */
  int recalls;

  private final Progress progress = new Progress();
  private int credit;

  /** How many more it takes of what is there together with the message it waits for. */
  private int more;

  private boolean open = true;

  LocalConsumer(Backlog backlog, Selector selector, DeliverySink sink, Runnable onClose) {
    this.backlog = backlog;
    this.selector = selector;
    this.sink = sink;
    this.onClose = onClose;
  }

  boolean selects() {
    return selector != Selector.ALL;
  }

  boolean accepts(Entry entry) {
    return selector.matches(entry.envelope, deliveryCount(entry));
  }

  /** The delivery count with which it would get a message now. */
  int deliveryCount(Entry entry) {
    return entry.failedDeliveries + (isOvertaken(entry) ? 2 : 1);
  }

  /** Whether it would get a message of another's run as a redelivery only, if that came back. */
  boolean isTooLateFor(Entry entry) {
    return progress.isPast(entry) && selector.matches(entry.envelope, entry.failedDeliveries + 2);
  }

  private boolean isOvertaken(Entry entry) {
    return entry.overtaken || entry.cameBackUnseen && progress.isPast(entry);
  }

  int credit() {
    return credit;
  }

  /** Whether it waits for a message. */
  boolean isHungry() {
    return credit > 0;
  }

  /** Whether it has got what it waited for, and takes more of what is there. */
  boolean isInRun() {
    return credit == 0 && more > 0;
  }

  /** A message came to this place: the selector must look there again. */
  void placed(long key) {
    scannedTo = Math.min(scannedTo, key);
  }

  /** Adds credit; without effect when the consumer has ended. */
  void addCredit(int deliveries) {
    credit += open ? deliveries : 0;
  }

  /** Takes more than it waits for, if that is there when it gets it. */
  void addRun(int most) {
    more = open ? most - 1 : 0;
  }

  /** Its share of what waits is so much, together with the next. */
  void limitRun(int share) {
    more = Math.min(more, Math.max(0, share - 1));
  }

  /** What is there was handed out. */
  void endRun() {
    more = credit == 0 ? 0 : more;
  }

  int takeCredit() {
    int unused = credit;
    credit = 0;
    more = 0;
    return unused;
  }

  void end() {
    open = false;
    credit = 0;
    more = 0;
  }

  /** Asks to give back what is unseen; without the backlog's lock. */
  void recall() {
    sink.recall();
  }

  /** A message is its own from now on; {@link #deliver} follows. */
  void handedOut(Entry entry) {
    entry.overtaken = isOvertaken(entry);
    entry.holder = this;
    progress.handedOut(entry);
    if (credit > 0) {
      credit--;
    } else {
      more--;
    }
  }

  /** What it has is given back unseen. */
  void unseen(Entry entry) {
    entry.cameBackUnseen = true;
    progress.unseen(entry);
  }

  void deliver(Outstanding delivery) {
    sink.deliver(delivery);
  }

  @Override
  public void credit(int deliveries) {
    credit(deliveries, Long.MAX_VALUE);
  }

  @Override
  public void credit(int deliveries, long nanos) {
    if (deliveries < 1) {
      throw new IllegalArgumentException("Credit must be at least 1, not " + deliveries);
    }
    backlog.credit(this, deliveries, 1, nanos);
  }

  @Override
  public void fetch(int most, long nanos) {
    if (most < 1) {
      throw new IllegalArgumentException("A run is at least 1 message, not " + most);
    }
    backlog.credit(this, 1, most, nanos);
  }

  @Override
  public int withdrawCredit() {
    return backlog.withdrawCredit(this);
  }

  @Override
  public void close() {
    if (backlog.remove(this)) {
      onClose.run();
    }
  }
}

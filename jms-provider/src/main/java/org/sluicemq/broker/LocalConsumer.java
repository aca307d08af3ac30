// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

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

  private int credit;
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
    return selector.matches(entry.envelope, entry.failedDeliveries + 1);
  }

  int credit() {
    return credit;
  }

  boolean isHungry() {
    return credit > 0;
  }

  /** A message came to this place: the selector must look there again. */
  void placed(long key) {
    scannedTo = Math.min(scannedTo, key);
  }

  /** Adds credit; without effect when the consumer has ended. */
  void addCredit(int deliveries) {
    credit += open ? deliveries : 0;
  }

  int takeCredit() {
    int unused = credit;
    credit = 0;
    return unused;
  }

  void end() {
    open = false;
    credit = 0;
  }

  void deliver(Outstanding delivery) {
    credit--;
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
    backlog.credit(this, deliveries, nanos);
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

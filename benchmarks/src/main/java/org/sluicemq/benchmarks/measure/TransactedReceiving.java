// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/**
 * A thread that receives in local transactions of a given size, the last one as large as it gets.
 */
final class TransactedReceiving implements Runnable {

  private static final long IDLE_MILLIS = 20;

  private final Session session;
  private final MessageConsumer consumer;
  private final int size;
  private final Receiver receiver;
  private final Receipts receipts;
  private final Thread thread = new Thread(this, "bench-receiving");
  private volatile boolean finishing;

  private TransactedReceiving(
      Session session, MessageConsumer consumer, int size, Receiver receiver, Receipts receipts) {
    this.session = session;
    this.consumer = consumer;
    this.size = size;
    this.receiver = receiver;
    this.receipts = receipts;
  }

  static TransactedReceiving start(
      Session session, MessageConsumer consumer, int size, Receiver receiver, Receipts receipts) {
    TransactedReceiving receiving =
        new TransactedReceiving(session, consumer, size, receiver, receipts);
    receiving.thread.setDaemon(true);
    receiving.thread.start();
    return receiving;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        more = receiveUnit() || !finishing;
      }
    } catch (JMSException failure) {
      receipts.fail(failure);
    }
  }

  private boolean receiveUnit() throws JMSException {
    int received = 0;
    while (received < size) {
      Message message = consumer.receive(IDLE_MILLIS);
      if (message == null) {
        break;
      }
      receiver.accept(message);
      received++;
    }
    if (received > 0) {
      session.commit();
    }
    return received > 0;
  }

  /** Commits what has been received and ends the thread. */
  void finish() throws InterruptedException {
    finishing = true;
    thread.join();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import org.sluicemq.benchmarks.workload.Stamp;

/**
 * What one consumer does with each message: read it, check it, enter it in the books. Owned by the
 * thread that delivers to the consumer; {@link Receipts} publishes it to others.
 */
final class Receiver {

  private final Ledger ledger;
  private final Latencies latencies = new Latencies();
  private final Receipts receipts;
  private final Window window;
  private long lastNanos;

  Receiver(int producers, Receipts receipts, Window window) {
    this.ledger = new Ledger(producers);
    this.receipts = receipts;
    this.window = window;
  }

  /** Takes a delivered message; a failure is kept in the receipts, where it ends the round. */
  void accept(Message message) {
    try {
      long now = System.nanoTime();
      BytesMessage bytes = (BytesMessage) message;
      byte[] body = new byte[(int) bytes.getBodyLength()];
      bytes.readBytes(body);
      Stamp stamp = Stamp.readFrom(body);
      enter(stamp, now);
    } catch (Exception failure) {
      receipts.fail(failure);
    }
  }

  private void enter(Stamp stamp, long now) {
    ledger.record(stamp.producer(), stamp.sequence());
    latencies.record(now - stamp.sentNanos());
    lastNanos = now;
    receipts.add();
    window.afterReceive(ledger.count());
  }

  Ledger ledger() {
    return ledger;
  }

  Latencies latencies() {
    return latencies;
  }

  boolean hasReceived() {
    return ledger.count() > 0;
  }

  long lastNanos() {
    return lastNanos;
  }
}

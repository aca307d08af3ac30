// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.util.List;
import org.sluicemq.crash.CrowdLedger.Copy;
import org.sluicemq.store.journal.PowerLosses;

/**
 * A listener of a session that acknowledges by itself. What a message's acknowledgement is worth is
 * known when it was handed over, which is when the next message comes or the consumer has closed.
 */
final class CrowdListener implements MessageListener {

  private final CrowdLedger ledger;
  private final String place;
  private final MessageConsumer consumer;
  private Long last;
  private Throwable failure;

  private CrowdListener(CrowdLedger ledger, String place, MessageConsumer consumer) {
    this.ledger = ledger;
    this.place = place;
    this.consumer = consumer;
  }

  /** Begins to listen to what a consumer of a place gets. */
  static CrowdListener at(String place, MessageConsumer consumer, CrowdLedger ledger)
      throws JMSException {
    CrowdListener listener = new CrowdListener(ledger, place, consumer);
    consumer.setMessageListener(listener);
    return listener;
  }

  @Override
  public synchronized void onMessage(Message message) {
    handedOver();
    try {
      Copy copy = CrowdLife.copy(place, message);
      ledger.delivered(copy, message.getJMSRedelivered());
      last = ledger.begin(null, List.of(), List.of(copy));
      PowerLosses.count("automatic acknowledgements");
    } catch (JMSException | AssertionError e) {
      failure = failure == null ? e : failure;
    }
  }

  private void handedOver() {
    if (last != null) {
      ledger.acknowledgedLater(last);
      last = null;
    }
  }

  /** Ends listening; whatever happens, says what was wrong with a message. */
  void end() throws JMSException {
    try {
      consumer.close();
      synchronized (this) {
        handedOver();
      }
    } finally {
      requireNoFailure();
    }
  }

  private synchronized void requireNoFailure() {
    if (failure != null) {
      throw new AssertionError("a listener at " + place + " was given what is wrong", failure);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Session;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;

/** AUTO_ACKNOWLEDGE: done when receive returns, or when the listener has returned. */
final class AutoAcknowledge extends AcknowledgeMode {

  /** What the listener has in hand; null when it took recover into its own hands. */
  private Delivery current;

  AutoAcknowledge(Broker broker) {
    super(broker);
  }

  @Override
  int code() {
    return Session.AUTO_ACKNOWLEDGE;
  }

  @Override
  boolean readsAhead() {
    return true;
  }

  @Override
  void received(Delivery delivery) throws BrokerException {
    acknowledgeNow(delivery);
  }

  @Override
  void unreadable(Delivery delivery) {
    release(delivery, ReleaseReason.NOT_SEEN);
  }

  @Override
  void handling(Delivery delivery) {
    current = delivery;
  }

  @Override
  void handled(Delivery delivery, Throwable failure) throws BrokerException {
    if (current == null) {
      return;
    }
    current = null;
    if (failure == null) {
      acknowledgeNow(delivery);
    } else {
      release(delivery, ReleaseReason.failed(failure));
    }
  }

  @Override
  void recover() {
    if (current != null) {
      release(current, ReleaseReason.NOT_ACKNOWLEDGED);
      current = null;
    }
  }

  @Override
  void close() {
    recover();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;

/** CLIENT_ACKNOWLEDGE: one acknowledge stands for all that the session has handed over so far. */
final class ClientAcknowledge extends AcknowledgeMode {

  private final List<Delivery> open = new ArrayList<>();

  ClientAcknowledge(Broker broker) {
    super(broker);
  }

  @Override
  int code() {
    return Session.CLIENT_ACKNOWLEDGE;
  }

  @Override
  synchronized void received(Delivery delivery) {
    open.add(delivery);
  }

  @Override
  void handling(Delivery delivery) {
    received(delivery);
  }

  @Override
  void handled(Delivery delivery, Throwable failure) {
    if (failure != null) {
      delivery.noteFailure(failure);
    }
  }

  @Override
  synchronized void acknowledge() throws JMSException {
    if (open.isEmpty()) {
      return;
    }
    try {
      broker.acknowledge(List.copyOf(open), null, true);
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    open.clear();
  }

  @Override
  synchronized void recover() {
    if (!open.isEmpty()) {
      List<Delivery> back = List.copyOf(open);
      open.clear();
      broker.release(back, ReleaseReason.NOT_ACKNOWLEDGED);
    }
  }

  @Override
  void close() {
    recover();
  }
}

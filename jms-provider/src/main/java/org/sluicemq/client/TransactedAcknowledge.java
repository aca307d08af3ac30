// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.List;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.transaction.UnitOfWork;

/** SESSION_TRANSACTED: what is sent and received joins a unit of work, begun with the first. */
final class TransactedAcknowledge extends AcknowledgeMode {

  private UnitOfWork unit;

  TransactedAcknowledge(Broker broker) {
    super(broker);
  }

  @Override
  int code() {
    return Session.SESSION_TRANSACTED;
  }

  @Override
  boolean isTransacted() {
    return true;
  }

  @Override
  synchronized UnitOfWork unit() {
    if (unit == null) {
      unit = broker.begin();
    }
    return unit;
  }

  private synchronized UnitOfWork endUnit() {
    UnitOfWork ended = unit;
    unit = null;
    return ended;
  }

  @Override
  void received(Delivery delivery) throws BrokerException {
    join(broker, delivery, unit());
  }

  /** Makes a delivery part of a unit; one that cannot be goes back. */
  static void join(Broker broker, Delivery delivery, UnitOfWork unit) throws BrokerException {
    try {
      broker.acknowledge(List.of(delivery), unit, true);
    } catch (BrokerException e) {
      broker.release(List.of(delivery), ReleaseReason.NOT_SEEN);
      throw e;
    }
  }

  @Override
  void handling(Delivery delivery) throws BrokerException {
    received(delivery);
  }

  @Override
  void handled(Delivery delivery, Throwable failure) {
    if (failure != null) {
      delivery.noteFailure(failure);
    }
  }

  @Override
  void recover() throws JMSException {
    throw new IllegalStateException("The session is transacted: use rollback in place of recover");
  }

  @Override
  void commit() throws JMSException {
    UnitOfWork ended = endUnit();
    if (ended == null) {
      return;
    }
    try {
      broker.commit(ended);
    } catch (BrokerException e) {
      throw Failures.ofCommit(e);
    }
  }

  @Override
  void rollback() {
    UnitOfWork ended = endUnit();
    if (ended != null) {
      broker.rollback(ended);
    }
  }

  @Override
  void close() {
    rollback();
  }
}

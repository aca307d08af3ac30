// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.transaction.UnitOfWork;

/**
 * The mode of an XA session (section 11.3): what is sent and received belongs to the branch that
 * the session is associated with; outside of any, it is acknowledged as in AUTO_ACKNOWLEDGE.
 */
final class XaAcknowledge extends AcknowledgeMode {

  private final BranchAssociation branch;
  private final AutoAcknowledge outside;

  /** Whether the message that the listener has in hand belongs to a branch. */
  private boolean handlingInBranch;

  XaAcknowledge(Broker broker, BranchAssociation branch) {
    super(broker);
    this.branch = branch;
    outside = new AutoAcknowledge(broker);
  }

  @Override
  int code() {
    return branch.unit() == null ? Session.AUTO_ACKNOWLEDGE : Session.SESSION_TRANSACTED;
  }

  /** An XA session answers true at all times, as its interface asks. */
  @Override
  boolean isTransacted() {
    return true;
  }

  @Override
  UnitOfWork unit() throws IllegalStateException {
    return branch.unitOfCaller();
  }

  @Override
  void receiving() throws IllegalStateException {
    branch.unitOfCaller();
  }

  @Override
  void received(Delivery delivery) throws BrokerException, IllegalStateException {
    UnitOfWork unit = unitFor(delivery);
    if (unit == null) {
      outside.received(delivery);
    } else {
      TransactedAcknowledge.join(broker, delivery, unit);
    }
  }

  @Override
  void unreadable(Delivery delivery) throws BrokerException, IllegalStateException {
    UnitOfWork unit = unitFor(delivery);
    if (unit == null) {
      outside.unreadable(delivery);
    } else {
      TransactedAcknowledge.join(broker, delivery, unit);
    }
  }

  /** While the receive waited the transaction may have ended, for instance at its timeout. */
  private UnitOfWork unitFor(Delivery delivery) throws IllegalStateException {
    try {
      return branch.unitOfCaller();
    } catch (IllegalStateException e) {
      release(delivery, ReleaseReason.NOT_SEEN);
      throw e;
    }
  }

  @Override
  void handling(Delivery delivery) throws BrokerException {
    UnitOfWork unit = branch.unit();
    handlingInBranch = unit != null;
    if (handlingInBranch) {
      TransactedAcknowledge.join(broker, delivery, unit);
    } else {
      outside.handling(delivery);
    }
  }

  @Override
  void handled(Delivery delivery, Throwable failure) throws BrokerException {
    if (!handlingInBranch) {
      outside.handled(delivery, failure);
    } else if (failure != null) {
      delivery.noteFailure(failure);
    }
  }

  @Override
  void recover() throws JMSException {
    if (branch.unit() != null) {
      throw new IllegalStateException(
          "The session takes part in a transaction: only the transaction manager rolls it back");
    }
    outside.recover();
  }

  @Override
  void commit() throws JMSException {
    throw decidedElsewhere("commit");
  }

  @Override
  void rollback() throws JMSException {
    throw decidedElsewhere("rollback");
  }

  @Override
  void close() {
    outside.close();
  }

  private static TransactionInProgressException decidedElsewhere(String call) {
    return new TransactionInProgressException(
        "An XA session has no " + call + " of its own: the transaction manager decides");
  }
}

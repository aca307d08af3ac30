// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.List;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.transaction.UnitOfWork;

/**
 * What becomes of a message that a session hands to the application (section 6.2.10), and what
 * commit, rollback and recover mean for it. One subclass per mode.
 *
 * <p>Called by the thread that controls the session; {@link #acknowledge} by any; {@link #close}
 * when no receive and no listener runs any more.
 */
abstract class AcknowledgeMode {

  final Broker broker;

  AcknowledgeMode(Broker broker) {
    this.broker = broker;
  }

  /** The value that {@code Session.getAcknowledgeMode} gives. */
  abstract int code();

  /** Whether commit and rollback belong to the session's life. */
  boolean isTransacted() {
    return false;
  }

  /**
   * The unit of work that a send belongs to, or null.
   *
   * @throws IllegalStateException if the caller is in a transaction that the session is not in
   */
  UnitOfWork unit() throws IllegalStateException {
    return null;
  }

  /**
   * A receive is about to wait.
   *
   * @throws IllegalStateException if the caller is in a transaction that the session is not in
   */
  void receiving() throws IllegalStateException {}

  /** Whether a listener's messages may be fetched before their turn. */
  boolean readsAhead() {
    return false;
  }

  /**
   * A receive is about to return this delivery. One that cannot be goes back before this throws.
   *
   * @throws IllegalStateException if the caller is in a transaction that the session is not in
   */
  abstract void received(Delivery delivery) throws BrokerException, IllegalStateException;

  /** A receive of a body cannot return this delivery, because the body is another (section 8.6). */
  void unreadable(Delivery delivery) throws BrokerException, IllegalStateException {
    received(delivery);
  }

  /** A listener is about to be called with this delivery. */
  abstract void handling(Delivery delivery) throws BrokerException;

  /**
   * The listener has returned.
   *
   * @param failure what it threw, or null
   */
  abstract void handled(Delivery delivery, Throwable failure) throws BrokerException;

  /** The application acknowledges; without effect in most modes. */
  void acknowledge() throws JMSException {}

  /** Back to the first message that is not acknowledged; called while nothing flows. */
  abstract void recover() throws JMSException;

  void commit() throws JMSException {
    throw notTransacted("commit");
  }

  /** Called while nothing flows. */
  void rollback() throws JMSException {
    throw notTransacted("rollback");
  }

  /** A thread is about to wait: what was put off may be done now. */
  void idle() {}

  /** The session ends: what was handed over and is still open goes back. */
  abstract void close();

  /** Acknowledges one delivery at once, without waiting for the disk. */
  final void acknowledgeNow(Delivery delivery) throws BrokerException {
    try {
      broker.acknowledge(List.of(delivery), null, false);
    } catch (BrokerException e) {
      broker.release(List.of(delivery), ReleaseReason.NOT_ACKNOWLEDGED);
      throw e;
    }
  }

  final void release(Delivery delivery, ReleaseReason reason) {
    broker.release(List.of(delivery), reason);
  }

  private static IllegalStateException notTransacted(String call) {
    return new IllegalStateException(
        "The session is not transacted: " + call + " needs a session of mode SESSION_TRANSACTED");
  }
}

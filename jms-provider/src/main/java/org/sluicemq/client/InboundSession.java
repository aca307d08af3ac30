// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Acknowledgement;
import org.sluicemq.message.Address;

/**
 * How a resource adapter receives for an endpoint: one message at a time, taken before it is known
 * whether the endpoint's method runs in a transaction. Made by {@link
 * SluiceConnection#openInbound}.
 *
 * <p>A round is: {@link #receive}; then either {@link #join}, while the transaction manager has
 * {@link #xaResource} associated with a branch that decides about the message, or {@link
 * #acknowledge}, {@link #failed} or {@link #unseen}. Then the next receive may come.
 *
 * <p>For one thread at a time; {@link #close} may come from any and makes a waiting receive return
 * null. The connection must be started.
 */
public final class InboundSession implements AutoCloseable {

  private final SluiceSession session;
  private final SluiceConsumer consumer;
  private final BranchAssociation branch;
  private final XAResource resource;
  private final Object lock = new Object();

  /** What was received and is decided by nobody yet; guarded by the lock. */
  private Delivery undecided;

  /** What was received last, also when a branch decides about it. */
  private Delivery last;

  /** The unit of work of the branch that the last message joined, or null. */
  private UnitOfWork joined;

  InboundSession(
      SluiceXaSession session,
      BranchAssociation branch,
      Address address,
      String selector,
      SubscriptionName subscription)
      throws JMSException {
    this.session = session;
    this.branch = branch;
    resource = session.getXAResource();
    consumer = new SluiceConsumer(session, address, selector, false, subscription);
  }

  /**
   * Takes the next message. It stays outstanding and belongs to no unit of work yet.
   *
   * @param timeoutMillis how long to wait; 0 for not at all, negative for as long as it takes
   * @return the message, whose own acknowledge does nothing; null when there was none in time, and
   *     when the session is being closed
   * @throws JMSException if the session is closed, the broker has stopped, the thread was
   *     interrupted, or the last message was neither joined, acknowledged nor failed
   */
  public Message receive(long timeoutMillis) throws JMSException {
    consumer.requireOpen();
    requireDecided();
    Delivery delivery = session.flow().take(consumer.inbox(), nanos(timeoutMillis));
    if (delivery == null) {
      return null;
    }
    try {
      Message message = consumer.thaw(delivery, Acknowledgement.NONE);
      synchronized (lock) {
        undecided = delivery;
        last = delivery;
        joined = null;
      }
      return message;
    } finally {
      session.flow().handled(consumer.inbox());
    }
  }

  private static long nanos(long timeoutMillis) {
    return timeoutMillis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  private void requireDecided() throws JMSException {
    synchronized (lock) {
      if (undecided != null) {
        throw new jakarta.jms.IllegalStateException(
            "The message "
                + undecided.envelope().messageId()
                + " was received before and is neither joined, acknowledged nor failed");
      }
    }
  }

  /**
   * The resource by which a transaction manager associates this session with a branch.
   *
   * @return always the same resource
   */
  public XAResource xaResource() {
    return resource;
  }

  /**
   * Puts the current message into the branch that is associated with {@link #xaResource}: it is
   * acknowledged by the branch's commit and comes again after its rollback.
   *
   * @return false if no branch is associated, or no message is waiting for a decision
   * @throws JMSException if the branch takes nothing any more; the message has then gone back
   */
  public boolean join() throws JMSException {
    UnitOfWork unit = branch.unit();
    Delivery delivery = unit == null ? null : decide();
    if (delivery == null) {
      return false;
    }
    try {
      TransactedAcknowledge.join(session.broker(), delivery, unit);
      joined = unit;
      return true;
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  /**
   * Whether the branch that the last message joined has been rolled back, also when the endpoint
   * asked for that without failing.
   *
   * @return false while the branch is undecided, and when no branch was joined
   */
  public boolean isRolledBack() {
    return joined != null && joined.state() == UnitOfWork.State.ROLLED_BACK;
  }

  /**
   * Acknowledges the current message outside of any transaction; without effect when there is none
   * that waits for a decision.
   *
   * @throws JMSException if that failed; the message has then gone back
   */
  public void acknowledge() throws JMSException {
    Delivery delivery = decide();
    if (delivery != null) {
      try {
        session.mode().acknowledgeNow(delivery);
      } catch (BrokerException e) {
        throw Failures.of(e);
      }
    }
  }

  /**
   * Notes that the endpoint failed on the last message. If no branch decides about the message it
   * goes back at once and its delivery counts; otherwise the failure is kept for its story.
   *
   * @param failure what the endpoint threw
   */
  public void failed(Throwable failure) {
    Delivery delivery = decide();
    if (delivery != null) {
      session.mode().release(delivery, ReleaseReason.failed(failure));
    } else if (last != null) {
      last.noteFailure(failure);
    }
  }

  /**
   * Gives the current message back as one that the endpoint has not seen: no delivery of it counts,
   * so that a server that cannot begin makes no dead letters. Without effect when there is none
   * that waits for a decision.
   */
  public void unseen() {
    Delivery delivery = decide();
    if (delivery != null) {
      session.mode().release(delivery, ReleaseReason.NOT_SEEN);
    }
  }

  /** Takes the decision about the current message into the caller's hands, once. */
  private Delivery decide() {
    synchronized (lock) {
      Delivery delivery = undecided;
      undecided = null;
      return delivery;
    }
  }

  /**
   * Ends the session. A message that nobody has decided about goes back and its delivery counts; a
   * branch is left to the transaction manager.
   *
   * @throws JMSException if the broker refuses
   */
  @Override
  public void close() throws JMSException {
    session.close();
    Delivery delivery = decide();
    if (delivery != null) {
      Broker broker = session.broker();
      broker.release(List.of(delivery), ReleaseReason.NOT_ACKNOWLEDGED);
    }
  }
}

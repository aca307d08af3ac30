// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.client.BrokerXaResource;

/**
 * A handle on an embedded broker: as long as it is open, the broker runs. Handles and connections
 * with the same store, in the same class loader, share one broker. Thread-safe.
 */
public final class Sluice implements AutoCloseable {

  private final SluiceConfiguration configuration;
  private final SharedBroker shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Sluice(SluiceConfiguration configuration, SharedBroker shared) {
    this.configuration = configuration;
    this.shared = shared;
  }

  /**
   * Opens a handle; the first one on a store starts its broker.
   *
   * @param configuration the store and the settings
   * @return an open handle
   * @throws JMSException if the store cannot be used; the message says why and what to do, and what
   *     is stored is untouched
   */
  public static Sluice open(SluiceConfiguration configuration) throws JMSException {
    try {
      return new Sluice(configuration, SharedBroker.acquire(configuration));
    } catch (BrokerException e) {
      throw jmsException(e);
    }
  }

  static JMSException jmsException(BrokerException e) {
    String code = e.reason().name();
    JMSException failure =
        e.reason() == BrokerException.Reason.SECURITY
            ? new JMSSecurityException(e.getMessage(), code)
            : new JMSException(e.getMessage(), code);
    failure.initCause(e);
    return failure;
  }

  /**
   * A factory of connections to this broker. It may be used longer than the handle: it then starts
   * the broker again when it is needed.
   *
   * @return a new factory
   */
  public SluiceConnectionFactory connectionFactory() {
    return new SluiceConnectionFactory(configuration);
  }

  /**
   * The broker's resource for a transaction manager's recovery: it lists and decides all branches
   * in doubt, whichever connection prepared them.
   *
   * @return a resource that can be used until this handle is closed
   */
  public XAResource recoveryResource() {
    return BrokerXaResource.of(shared.broker());
  }

  /**
   * The branches of distributed transactions that wait for a decision, and those that an operator
   * has decided and whose transaction manager has not heard of it yet.
   *
   * @return a list, longest prepared first
   */
  public List<BranchInDoubt> branchesInDoubt() {
    return shared.broker().inDoubt().list().stream().map(BranchInDoubt::of).toList();
  }

  /**
   * Commits a branch in doubt in place of its transaction manager, which will be told {@code
   * XA_HEURCOM}: its messages sent become visible, those received are gone. Only for when that
   * manager will not come back, or cannot be waited for: the other resources of the transaction may
   * be decided otherwise. The decision is logged and durable when this returns.
   *
   * @param identity see {@link BranchInDoubt#identity}
   * @param by who decides, up to 200 characters; kept with the decision
   * @param reason why, up to 1000 characters; kept with the decision
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing
   * @throws JMSException if the decision could not be stored; the message says whether the branch
   *     is still in doubt
   */
  public void commitBranch(String identity, String by, String reason) throws JMSException {
    decide(identity, true, by, reason);
  }

  /**
   * Rolls a branch in doubt back in place of its transaction manager, which will be told {@code
   * XA_HEURRB}: its messages sent are gone, those received are delivered again. Otherwise like
   * {@link #commitBranch}.
   *
   * @param identity see {@link BranchInDoubt#identity}
   * @param by who decides, up to 200 characters; kept with the decision
   * @param reason why, up to 1000 characters; kept with the decision
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing
   * @throws JMSException if the decision could not be stored; the message says whether the branch
   *     is still in doubt
   */
  public void rollbackBranch(String identity, String by, String reason) throws JMSException {
    decide(identity, false, by, reason);
  }

  private void decide(String identity, boolean commit, String by, String reason)
      throws JMSException {
    try {
      shared.broker().inDoubt().decide(identity, commit, by, reason);
    } catch (BrokerException e) {
      throw jmsException(e);
    }
  }

  /**
   * Forgets what {@link #commitBranch} or {@link #rollbackBranch} decided. A transaction manager
   * that hears of the decision does so itself; this is for one that will never come. If it comes
   * nevertheless it will find no such branch, and may conclude that nothing was decided against its
   * log. Logged, and durable when this returns.
   *
   * @param identity see {@link BranchInDoubt#identity}
   * @param by who says so, up to 200 characters
   * @param reason why, up to 1000 characters
   * @throws IllegalArgumentException if no such branch was decided, or who or why is missing
   * @throws JMSException if it could not be stored
   */
  public void forgetBranch(String identity, String by, String reason) throws JMSException {
    try {
      shared.broker().inDoubt().forget(identity, by, reason);
    } catch (BrokerException e) {
      throw jmsException(e);
    }
  }

  /**
   * Copies the store into a directory that opens as a store, while senders and receivers go on: all
   * that was confirmed before this call is in it, each unit of work whole. Messages that are not
   * persistent are not. If the process ends before this returns, the directory is whole or not
   * there.
   *
   * @param target the directory, which must not exist; its parent must be on a disk with room for
   *     the store
   * @throws JMSException if the copy could not be made; the message says why, and the broker goes
   *     on
   */
  public void backup(Path target) throws JMSException {
    try {
      shared.backup(target);
    } catch (BrokerException e) {
      throw jmsException(e);
    }
  }

  /**
   * Closes the handle; the last user of the broker stops it. Closing again does nothing.
   *
   * @throws JMSException if the broker did not stop cleanly
   */
  @Override
  public void close() throws JMSException {
    if (closed.compareAndSet(false, true)) {
      try {
        shared.release();
      } catch (BrokerException e) {
        throw jmsException(e);
      }
    }
  }
}

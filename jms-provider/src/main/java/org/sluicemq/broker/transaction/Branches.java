// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The branches that transaction managers drive on one broker, by identifier: what {@code
 * XAResource} means, whichever session or connection a call comes through.
 *
 * <p>Safe for any thread. Every {@link XAException} carries the code that the XA specification
 * names for the case and a message that says which branch is concerned.
 */
public interface Branches {

  /**
   * Associates a session with a branch.
   *
   * @param xid the branch
   * @param flags {@code TMNOFLAGS} for a new branch, {@code TMJOIN} or {@code TMRESUME}
   * @param timeoutSeconds after so many a new branch that is not prepared is rolled back; 0 for the
   *     broker's default
   * @return the unit of work for what the session does from now on
   * @throws XAException {@code XAER_DUPID}, {@code XAER_NOTA}, {@code XAER_PROTO}, {@code
   *     XAER_INVAL}, {@code XA_RBROLLBACK}, {@code XA_RBTIMEOUT}, or {@code XAER_RMFAIL} when the
   *     broker has stopped
   */
  UnitOfWork start(Xid xid, int flags, int timeoutSeconds) throws XAException;

  /**
   * Associates a session with a branch; a new one has the broker's default timeout.
   *
   * @param xid the branch
   * @param flags as above
   * @return the unit of work for what the session does from now on
   * @throws XAException as above
   */
  default UnitOfWork start(Xid xid, int flags) throws XAException {
    return start(xid, flags, 0);
  }

  /**
   * The timeout of branches whose transaction manager sets none.
   *
   * @return seconds, at least 1
   */
  int defaultTimeoutSeconds();

  /**
   * Ends the association of a session that works for the branch.
   *
   * @param xid the branch
   * @param flags {@code TMSUCCESS}, {@code TMFAIL} (the branch can then only be rolled back) or
   *     {@code TMSUSPEND}
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO} or {@code XAER_INVAL}; {@code
   *     XA_RBTIMEOUT} when the branch was rolled back meanwhile, the association is ended then
   */
  void end(Xid xid, int flags) throws XAException;

  /**
   * Ends an association that was suspended, by whichever session.
   *
   * @param xid the branch
   * @param flags {@code TMSUCCESS} or {@code TMFAIL}
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XAER_INVAL} or {@code
   *     XA_RBTIMEOUT}
   */
  void endSuspended(Xid xid, int flags) throws XAException;

  /**
   * Prepares a branch: from now on it survives everything until it is decided.
   *
   * @param xid the branch
   * @return {@code XA_OK}, or {@code XA_RDONLY} when there was nothing to decide
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK}, {@code
   *     XA_RBTIMEOUT}, {@code XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when only a
   *     restart tells whether it is prepared
   */
  int prepare(Xid xid) throws XAException;

  /**
   * Commits a branch.
   *
   * @param xid the branch
   * @param onePhase whether it was not prepared before
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK}, {@code
   *     XA_RBTIMEOUT} or {@code XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when it
   *     stays prepared or when only a restart tells whether it is committed
   */
  void commit(Xid xid, boolean onePhase) throws XAException;

  /**
   * Rolls a branch back.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XAER_RMFAIL}, or {@code
   *     XA_HEURCOM} or {@code XA_HEURRB} when an operator has decided it
   */
  void rollback(Xid xid) throws XAException;

  /**
   * Lists the branches that are prepared, and those that an operator has decided and that were not
   * forgotten, whoever prepared them.
   *
   * @param flags any of {@link XAResource#TMSTARTRSCAN}, {@link XAResource#TMENDRSCAN}, {@link
   *     XAResource#TMNOFLAGS}; the scan is delivered whole at its start
   * @return the identifiers; empty when a scan goes on or ends
   * @throws XAException {@code XAER_INVAL} for other flags, {@code XAER_RMFAIL} when the broker has
   *     stopped
   */
  Xid[] recover(int flags) throws XAException;

  /**
   * Forgets a branch that an operator has decided.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA} for a branch that is not there, {@code XAER_PROTO} for
   *     one that was not decided heuristically, {@code XAER_RMFAIL} when that could not be stored
   */
  void forget(Xid xid) throws XAException;
}

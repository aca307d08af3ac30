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
   * @return the unit of work for what the session does from now on
   * @throws XAException {@code XAER_DUPID}, {@code XAER_NOTA}, {@code XAER_PROTO}, {@code
   *     XAER_INVAL} or {@code XA_RBROLLBACK}
   */
  UnitOfWork start(Xid xid, int flags) throws XAException;

  /**
   * Ends an association.
   *
   * @param xid the branch
   * @param flags {@code TMSUCCESS}, {@code TMFAIL} (the branch can then only be rolled back) or
   *     {@code TMSUSPEND}
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO} or {@code XAER_INVAL}
   */
  void end(Xid xid, int flags) throws XAException;

  /**
   * Prepares a branch: from now on it survives everything until it is decided.
   *
   * @param xid the branch
   * @return {@code XA_OK}, or {@code XA_RDONLY} when there was nothing to decide
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK}, {@code
   *     XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when only a restart tells whether
   *     it is prepared
   */
  int prepare(Xid xid) throws XAException;

  /**
   * Commits a branch.
   *
   * @param xid the branch
   * @param onePhase whether it was not prepared before
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK} or {@code
   *     XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when it stays prepared or when
   *     only a restart tells whether it is committed
   */
  void commit(Xid xid, boolean onePhase) throws XAException;

  /**
   * Rolls a branch back.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO} or {@code XAER_RMFAIL}
   */
  void rollback(Xid xid) throws XAException;

  /**
   * Lists the prepared branches, whoever prepared them.
   *
   * @param flags any of {@link XAResource#TMSTARTRSCAN}, {@link XAResource#TMENDRSCAN}, {@link
   *     XAResource#TMNOFLAGS}; the scan is delivered whole at its start
   * @return the identifiers; empty when a scan goes on or ends
   * @throws XAException {@code XAER_INVAL} for other flags
   */
  Xid[] recover(int flags) throws XAException;

  /**
   * Forgets a branch that was decided heuristically. No branch is, so there is none to forget.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA} for a branch that is not there, {@code XAER_PROTO} for
   *     one that was not decided heuristically
   */
  void forget(Xid xid) throws XAException;
}

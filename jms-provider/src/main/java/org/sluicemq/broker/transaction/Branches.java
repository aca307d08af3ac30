// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;

/**
 * The branches that transaction managers drive on one broker, by identifier: what {@code
 * XAResource} means, whichever session or connection a call comes through.
 *
 * <p>Safe for any thread. Every {@link XAException} carries the code that the XA specification
 * names for the case and a message that says which branch is concerned.
 */
public final class Branches {

  private final ConcurrentMap<BranchId, Branch> branches = new ConcurrentHashMap<>();
  private final MessageStore store;
  private final InstantSource clock;
  private final Consumer<StoreException> onStoreFailure;

  /**
   * Makes an empty table.
   *
   * @param store where prepared branches are kept
   * @param clock tells when a branch was prepared
   * @param onStoreFailure told when a branch could not be written because the store failed
   */
  public Branches(
      MessageStore store, InstantSource clock, Consumer<StoreException> onStoreFailure) {
    this.store = store;
    this.clock = clock;
    this.onStoreFailure = onStoreFailure;
  }

  /**
   * Takes back a branch that was found prepared in the store.
   *
   * @param branch as the store kept it
   * @param operations its work
   */
  public void recovered(BranchRecord branch, List<Operation> operations) {
    BranchId id = BranchId.of(branch);
    branches.put(id, Branch.recovered(id, operations));
  }

  /**
   * Associates a session with a branch.
   *
   * @param xid the branch
   * @param flags {@code TMNOFLAGS} for a new branch, {@code TMJOIN} or {@code TMRESUME}
   * @return the unit of work for what the session does from now on
   * @throws XAException {@code XAER_DUPID}, {@code XAER_NOTA}, {@code XAER_PROTO}, {@code
   *     XAER_INVAL} or {@code XA_RBROLLBACK}
   */
  public UnitOfWork start(Xid xid, int flags) throws XAException {
    BranchId id = BranchId.of(xid);
    switch (flags) {
      case XAResource.TMNOFLAGS -> {
        Branch branch = new Branch(id);
        if (branches.putIfAbsent(id, branch) != null) {
          throw failure(XAException.XAER_DUPID, id, "exists already");
        }
        return branch.join();
      }
      case XAResource.TMJOIN -> {
        return find(id).join();
      }
      case XAResource.TMRESUME -> {
        return find(id).resume();
      }
      default -> throw failure(XAException.XAER_INVAL, id, "cannot be started with flags " + flags);
    }
  }

  /**
   * Ends an association.
   *
   * @param xid the branch
   * @param flags {@code TMSUCCESS}, {@code TMFAIL} (the branch can then only be rolled back) or
   *     {@code TMSUSPEND}
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO} or {@code XAER_INVAL}
   */
  public void end(Xid xid, int flags) throws XAException {
    Branch branch = find(BranchId.of(xid));
    switch (flags) {
      case XAResource.TMSUCCESS -> branch.leave(false);
      case XAResource.TMFAIL -> branch.leave(true);
      case XAResource.TMSUSPEND -> branch.suspend();
      default ->
          throw failure(XAException.XAER_INVAL, branch.id(), "cannot be ended with flags " + flags);
    }
  }

  /**
   * Prepares a branch: from now on it survives everything until it is decided.
   *
   * @param xid the branch
   * @return {@code XA_OK}, or {@code XA_RDONLY} when there was nothing to decide
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK}, {@code
   *     XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when only a restart tells whether
   *     it is prepared
   */
  public int prepare(Xid xid) throws XAException {
    Branch branch = find(BranchId.of(xid));
    try {
      int vote = branch.prepare(store, clock.millis());
      if (vote == XAResource.XA_RDONLY) {
        branches.remove(branch.id(), branch);
      }
      return vote;
    } catch (XAException e) {
      throw reported(e);
    } finally {
      forgetIfDecided(branch);
    }
  }

  /**
   * Commits a branch.
   *
   * @param xid the branch
   * @param onePhase whether it was not prepared before
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO}, {@code XA_RBROLLBACK} or {@code
   *     XAER_RMERR} when it was rolled back, {@code XAER_RMFAIL} when it stays prepared or when
   *     only a restart tells whether it is committed
   */
  public void commit(Xid xid, boolean onePhase) throws XAException {
    Branch branch = find(BranchId.of(xid));
    try {
      branch.commit(store, onePhase);
    } catch (XAException e) {
      throw reported(e);
    } finally {
      forgetIfDecided(branch);
    }
  }

  /**
   * Rolls a branch back.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA}, {@code XAER_PROTO} or {@code XAER_RMFAIL}
   */
  public void rollback(Xid xid) throws XAException {
    Branch branch = find(BranchId.of(xid));
    try {
      branch.rollback(store);
    } catch (XAException e) {
      throw reported(e);
    } finally {
      forgetIfDecided(branch);
    }
  }

  /**
   * Lists the prepared branches, whoever prepared them.
   *
   * @param flags any of {@code TMSTARTRSCAN}, {@code TMENDRSCAN}, {@code TMNOFLAGS}; the scan is
   *     delivered whole at its start
   * @return the identifiers; empty when a scan goes on or ends
   * @throws XAException {@code XAER_INVAL} for other flags
   */
  public Xid[] recover(int flags) throws XAException {
    int known = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
    if ((flags & ~known) != 0) {
      throw failure(XAException.XAER_INVAL, null, "a scan cannot have flags " + flags);
    }
    if ((flags & XAResource.TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    return branches.values().stream()
        .filter(Branch::isPrepared)
        .map(Branch::id)
        .toArray(Xid[]::new);
  }

  /**
   * Forgets a branch that was decided heuristically. No branch is, so there is none to forget.
   *
   * @param xid the branch
   * @throws XAException {@code XAER_NOTA} for a branch that is not there, {@code XAER_PROTO} for
   *     one that was not decided heuristically
   */
  public void forget(Xid xid) throws XAException {
    Branch branch = find(BranchId.of(xid));
    throw failure(XAException.XAER_PROTO, branch.id(), "was not decided heuristically");
  }

  /**
   * How many branches wait for a decision.
   *
   * @return the number of prepared branches
   */
  public int prepared() {
    return (int) branches.values().stream().filter(Branch::isPrepared).count();
  }

  private Branch find(BranchId id) throws XAException {
    Branch branch = branches.get(id);
    if (branch == null) {
      throw failure(XAException.XAER_NOTA, id, "is not known");
    }
    return branch;
  }

  /** A store that refuses one branch goes on; one that failed does not. */
  private XAException reported(XAException e) {
    if (e.getCause() instanceof StoreException cause && !(cause instanceof RefusedBatchException)) {
      onStoreFailure.accept(cause);
    }
    return e;
  }

  private void forgetIfDecided(Branch branch) {
    if (branch.isDecided()) {
      branches.remove(branch.id(), branch);
    }
  }

  static XAException failure(int code, BranchId id, String what) {
    return failure(code, id, what, null);
  }

  static XAException failure(int code, BranchId id, String what, Throwable cause) {
    XAException e = new XAException(id == null ? what : "Branch " + id + " " + what);
    e.errorCode = code;
    e.initCause(cause);
    return e;
  }
}

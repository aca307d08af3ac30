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

/** The one table of the branches of a broker. Safe for any thread. */
public final class BranchTable implements Branches {

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
  public BranchTable(
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

  @Override
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

  @Override
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

  @Override
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

  @Override
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

  @Override
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

  @Override
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

  @Override
  public void forget(Xid xid) throws XAException {
    Branch branch = find(BranchId.of(xid));
    throw failure(XAException.XAER_PROTO, branch.id(), "was not decided heuristically");
  }

  /**
   * The work of a branch, by which one branch is told from a later one of the same identifier.
   *
   * @param xid the branch
   * @return its unit of work, or null when there is no such branch (any more)
   */
  public UnitOfWork unit(Xid xid) {
    Branch branch = branches.get(BranchId.of(xid));
    return branch == null ? null : branch.unit();
  }

  /**
   * How branches are called in messages.
   *
   * @param xid the branch
   * @return its identifier in text
   */
  public static String name(Xid xid) {
    return BranchId.of(xid).toString();
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

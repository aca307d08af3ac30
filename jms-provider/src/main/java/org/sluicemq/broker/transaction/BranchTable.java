// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;

/** The one table of the branches of a broker. Safe for any thread. */
public final class BranchTable implements Branches {

  private static final System.Logger LOG = System.getLogger(BranchTable.class.getName());

  private final ConcurrentMap<BranchId, Branch> branches = new ConcurrentHashMap<>();
  private final MessageStore store;
  private final TransactionPolicy policy;
  private final Timers timers;
  private final Watch watch;
  private final Decisions decisions;
  private final Supplier<Exception> stopped;
  private final Consumer<StoreException> onStoreFailure;

  /**
   * Makes an empty table.
   *
   * @param store where prepared branches are kept
   * @param policy how long branches may take
   * @param timers the broker's clock and thread
   * @param stopped why the broker takes no work; null while it does
   * @param onStoreFailure told when a branch could not be written because the store failed
   */
  public BranchTable(
      MessageStore store,
      TransactionPolicy policy,
      Timers timers,
      Supplier<Exception> stopped,
      Consumer<StoreException> onStoreFailure) {
    this.store = store;
    this.policy = policy;
    this.timers = timers;
    this.watch = new Watch(timers, this::look);
    this.stopped = stopped;
    this.onStoreFailure = onStoreFailure;
    this.decisions = new Decisions(branches.values(), store, policy, timers, onStoreFailure);
  }

  /**
   * Takes back a branch that was found prepared in the store, or decided and not forgotten.
   *
   * @param branch as the store kept it
   * @param operations its work
   */
  public void recovered(BranchRecord branch, List<Operation> operations) {
    Branch recovered = Branch.recovered(branch, operations);
    branches.put(recovered.id(), recovered);
    watch(recovered);
  }

  @Override
  public int defaultTimeoutSeconds() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, policy.timeout().toSeconds()));
  }

  @Override
  public UnitOfWork start(Xid xid, int flags, int timeoutSeconds) throws XAException {
    BranchId id = BranchId.checked(xid);
    requireRunning(id);
    return switch (flags) {
      case XAResource.TMNOFLAGS -> begin(id, timeoutSeconds);
      case XAResource.TMJOIN -> find(id).join();
      case XAResource.TMRESUME -> find(id).resume();
      default ->
          throw new Refusals(id)
              .of(XAException.XAER_INVAL, "cannot be started with flags " + flags);
    };
  }

  private UnitOfWork begin(BranchId id, int timeoutSeconds) throws XAException {
    long millis = timeoutSeconds == 0 ? policy.timeout().toMillis() : 1_000L * timeoutSeconds;
    Branch branch = Branch.begun(id, timers.millis() + millis);
    Branch there = branches.putIfAbsent(id, branch);
    if (there != null && there.isGone()) {
      // Decided at this moment by another thread, which has not cleared it away yet.
      there = branches.replace(id, there, branch) ? null : branches.putIfAbsent(id, branch);
    }
    if (there != null) {
      throw new Refusals(id).of(XAException.XAER_DUPID, "exists already");
    }
    watch(branch);
    return branch.unit();
  }

  private void watch(Branch branch) {
    watch.at(branch.dueAt(policy.orphanAge().toMillis()));
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    try {
      switch (flags) {
        case XAResource.TMSUCCESS -> branch.leave(false);
        case XAResource.TMFAIL -> branch.leave(true);
        case XAResource.TMSUSPEND -> branch.suspend();
        default -> throw badEnd(branch, flags);
      }
    } finally {
      clear(branch);
    }
  }

  @Override
  public void endSuspended(Xid xid, int flags) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    switch (flags) {
      case XAResource.TMSUCCESS -> branch.leaveSuspended(false);
      case XAResource.TMFAIL -> branch.leaveSuspended(true);
      case XAResource.TMSUSPEND -> branch.suspendAgain();
      default -> throw badEnd(branch, flags);
    }
  }

  private static XAException badEnd(Branch branch, int flags) {
    return new Refusals(branch.id())
        .of(XAException.XAER_INVAL, "cannot be ended with flags " + flags);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    try {
      int vote = branch.prepare(store, timers.millis());
      watch(branch);
      return vote;
    } catch (XAException e) {
      throw reported(e);
    } finally {
      clear(branch);
    }
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    try {
      if (onePhase) {
        branch.commitOnePhase(store);
      } else {
        branch.commitPrepared(store);
      }
    } catch (XAException e) {
      throw reported(e);
    } finally {
      clear(branch);
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    try {
      branch.rollback(store);
    } catch (XAException e) {
      throw reported(e);
    } finally {
      clear(branch);
    }
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    int known = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
    if ((flags & ~known) != 0) {
      throw new Refusals(null).of(XAException.XAER_INVAL, "a scan cannot have flags " + flags);
    }
    requireRunning(null);
    if ((flags & XAResource.TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    return branches.values().stream()
        .filter(Branch::isRecoverable)
        .map(Branch::id)
        .toArray(Xid[]::new);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    Branch branch = find(BranchId.checked(xid));
    try {
      branch.forget(store);
    } catch (XAException e) {
      throw reported(e);
    } finally {
      clear(branch);
    }
  }

  /**
   * The work of a branch, by which one branch is told from a later one of the same identifier.
   *
   * @param xid the branch
   * @return its unit of work, or null when there is no such branch (any more)
   * @throws XAException {@code XAER_INVAL} if that is no identifier
   */
  public UnitOfWork unit(Xid xid) throws XAException {
    Branch branch = branches.get(BranchId.checked(xid));
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
   * What an operator sees of these branches, and decides about them.
   *
   * @return always the same object
   */
  public Decisions decisions() {
    return decisions;
  }

  /** How many branches are known in any state. */
  int size() {
    return branches.size();
  }

  /** A branch in the state that it has at this moment, also if no timer has rung yet. */
  private Branch find(BranchId id) throws XAException {
    Branch branch = branches.get(id);
    if (branch == null) {
      throw notFound(id);
    }
    expire(branch, timers.millis());
    return branch;
  }

  /**
   * A broker that takes no work cannot tell that there is no such branch: a write that failed may
   * have stored it, and another broker may work on the store by now.
   */
  private XAException notFound(BranchId id) {
    Exception why = stopped.get();
    return why == null
        ? new Refusals(id).notKnown()
        : new Refusals(id)
            .of(
                XAException.XAER_RMFAIL,
                "may be in the store or not: "
                    + why.getMessage()
                    + ". Let the transaction manager recover when the broker has been restarted",
                why);
  }

  private void expire(Branch branch, long now) {
    if (branch.expire(now)) {
      LOG.log(
          Level.WARNING,
          "Branch {0} was rolled back: it was neither prepared nor decided before its timeout, and"
              + " {1} sessions still worked for it. The timeout is the transaction manager''s, or"
              + " the setting transactionTimeout where that sets none",
          branch.id(),
          branch.associations());
    }
  }

  /** Looks after branches that nobody calls for. */
  private long look(long now) {
    long next = Branch.NEVER;
    long orphanAge = policy.orphanAge().toMillis();
    for (Branch branch : branches.values()) {
      expire(branch, now);
      branch.giveUp(now);
      clear(branch);
      if (branch.isNewOrphan(now - orphanAge)) {
        reportOrphan(branch);
      }
      next = Math.min(next, branch.dueAt(orphanAge));
    }
    return next;
  }

  private void reportOrphan(Branch branch) {
    LOG.log(
        Level.WARNING,
        "Branch {0} has been prepared for longer than {1} (setting orphanAge) and nobody has decided"
            + " it: its messages stay locked until somebody does. See that the recovery of its"
            + " transaction manager runs and reaches this broker",
        branch.id(),
        policy.orphanAge());
  }

  private void requireRunning(BranchId id) throws XAException {
    Exception why = stopped.get();
    if (why != null) {
      throw new Refusals(id)
          .of(
              XAException.XAER_RMFAIL,
              (id == null ? "Branches cannot be listed: " : "cannot be worked for: ")
                  + why.getMessage()
                  + ". Connect again when the broker has been restarted",
              why);
    }
  }

  /** A store that refuses one branch goes on; one that failed does not. */
  private XAException reported(XAException e) {
    if (e.getCause() instanceof StoreException cause && !(cause instanceof RefusedBatchException)) {
      onStoreFailure.accept(cause);
    }
    return e;
  }

  private void clear(Branch branch) {
    if (branch.isGone()) {
      branches.remove(branch.id(), branch);
    }
  }
}

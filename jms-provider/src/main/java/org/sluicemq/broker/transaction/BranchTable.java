// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.store.BranchDecision;
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
  private final BooleanSupplier running;
  private final Consumer<StoreException> onStoreFailure;

  /**
   * Makes an empty table.
   *
   * @param store where prepared branches are kept
   * @param policy how long branches may take
   * @param timers the broker's clock and thread
   * @param running whether the broker still takes work
   * @param onStoreFailure told when a branch could not be written because the store failed
   */
  public BranchTable(
      MessageStore store,
      TransactionPolicy policy,
      Timers timers,
      BooleanSupplier running,
      Consumer<StoreException> onStoreFailure) {
    this.store = store;
    this.policy = policy;
    this.timers = timers;
    this.watch = new Watch(timers, this::look);
    this.running = running;
    this.onStoreFailure = onStoreFailure;
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
      default -> throw failure(XAException.XAER_INVAL, id, "cannot be started with flags " + flags);
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
      throw failure(XAException.XAER_DUPID, id, "exists already");
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
    return failure(XAException.XAER_INVAL, branch.id(), "cannot be ended with flags " + flags);
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
      throw failure(XAException.XAER_INVAL, null, "a scan cannot have flags " + flags);
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
   * How many branches wait for a decision.
   *
   * @return the number of prepared branches
   */
  public int prepared() {
    return (int) branches.values().stream().filter(Branch::isPrepared).count();
  }

  /**
   * How many branches have waited for a decision for longer than the policy says.
   *
   * @return the number of branches that their transaction manager seems to have forgotten
   */
  public int orphans() {
    long since = timers.millis() - policy.orphanAge().toMillis();
    return (int) branches.values().stream().filter(b -> b.isPreparedSince(since)).count();
  }

  /**
   * What waits for a decision, and what an operator has decided and nobody has forgotten.
   *
   * @return a list, longest prepared first
   */
  public List<BranchFigures> inDoubt() {
    return branches.values().stream()
        .filter(Branch::isRecoverable)
        .map(Branch::figures)
        .sorted(Comparator.comparingLong(BranchFigures::preparedAt))
        .toList();
  }

  /**
   * Decides a prepared branch in place of its transaction manager: a heuristic decision. It is
   * durable when this returns, and told to the transaction manager until that forgets the branch.
   *
   * @param identity see {@link BranchFigures#identity}
   * @param commit whether to commit; to roll back otherwise
   * @param by who decides; not blank, up to 200 characters
   * @param reason why; not blank, up to 1000 characters
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing
   * @throws StoreException if it could not be stored; unless that is an {@code
   *     UnknownOutcomeException} the branch is still in doubt
   */
  public void decide(String identity, boolean commit, String by, String reason)
      throws StoreException {
    String who = Text.checked("The name of who decides", by, BranchDecision.LONGEST_NAME);
    String why = Text.checked("The reason of the decision", reason, BranchDecision.LONGEST_REASON);
    Branch branch = prepared(identity);
    String contents = Text.of(branch.figures());
    try {
      branch.decide(new BranchDecision(commit, timers.millis(), who, why), store);
    } catch (RefusedBatchException e) {
      throw e;
    } catch (StoreException e) {
      onStoreFailure.accept(e);
      throw e;
    }
    LOG.log(
        Level.WARNING,
        "Branch {0} was {1} by {2} in place of its transaction manager: {3}. {4}. The other"
            + " resources of the transaction may have been decided otherwise",
        branch.id(),
        commit ? "committed" : "rolled back",
        who,
        why,
        contents);
  }

  private Branch prepared(String identity) {
    return branches.values().stream()
        .filter(branch -> branch.id().identity().equals(identity) && branch.isPrepared())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No branch '"
                        + Text.clean(identity)
                        + "' is in doubt. In doubt are "
                        + branches.values().stream()
                            .filter(Branch::isPrepared)
                            .map(branch -> branch.id().identity())
                            .toList()));
  }

  /** How many branches are known in any state. */
  int size() {
    return branches.size();
  }

  /** A branch in the state that it has at this moment, also if no timer has rung yet. */
  private Branch find(BranchId id) throws XAException {
    Branch branch = branches.get(id);
    if (branch == null) {
      throw failure(XAException.XAER_NOTA, id, "is not known");
    }
    expire(branch, timers.millis());
    return branch;
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
    if (!running.getAsBoolean()) {
      throw failure(
          XAException.XAER_RMFAIL,
          id,
          "cannot be worked for or recovered: the broker has stopped; connect to one that runs");
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

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.List;
import java.util.Locale;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;
import org.sluicemq.store.WriteBatch;

/**
 * One branch: a unit of work with the associations that a transaction manager makes and ends. What
 * each call does in each state is the table in the package's documentation; {@link #state} is the
 * one place that tells the state. Synchronized: a transaction manager may use several threads for
 * one branch.
 */
final class Branch {

  /** Never, as a time. */
  static final long NEVER = Long.MAX_VALUE;

  /** For so long it is known that a branch timed out, if its transaction manager does not ask. */
  private static final long KEPT_MILLIS = 3_600_000;

  /** Where a branch stands. */
  enum State {
    /** A session works for it. */
    ACTIVE,
    /** No session works for it; one has suspended its work. */
    SUSPENDED,
    /** All sessions have ended their work. */
    IDLE,
    /** It was rolled back since it was not prepared in time, and nobody who decides knows yet. */
    TIMED_OUT,
    /** It waits for the decision, and survives everything until then. */
    PREPARED,
    /** An operator has decided it, and its transaction manager has not forgotten it yet. */
    DECIDED,
    /** There is nothing (left) to decide: for everybody who comes now it does not exist. */
    GONE
  }

  private final BranchId id;
  private final Refusals refusals;
  private final UnitOfWork unit = new UnitOfWork();
  private final long deadline;
  private long preparedAt;
  private boolean reported;
  private BranchDecision decision;
  private boolean forgotten;

  /** What a decision may have done whose outcome only the next start shows; null for nothing. */
  private String unknown;

  private int associated;
  private int suspended;
  private boolean failed;
  private boolean timedOut;
  private boolean told;

  private Branch(BranchId id, long deadline) {
    this.id = id;
    this.refusals = new Refusals(id);
    this.deadline = deadline;
  }

  /** A branch that the session which begins it works for. */
  static Branch begun(BranchId id, long deadline) {
    Branch branch = new Branch(id, deadline);
    branch.associated = 1;
    return branch;
  }

  static Branch recovered(BranchRecord found, List<Operation> operations) {
    Branch branch = new Branch(BranchId.of(found), NEVER);
    branch.preparedAt = found.preparedAt();
    branch.decision = found.decision();
    operations.forEach(branch.unit::add);
    branch.unit.recovered();
    return branch;
  }

  BranchId id() {
    return id;
  }

  UnitOfWork unit() {
    return unit;
  }

  synchronized State state() {
    if (decision != null) {
      return forgotten ? State.GONE : State.DECIDED;
    }
    return switch (unit.state()) {
      case ACTIVE -> associated > 0 ? State.ACTIVE : suspended > 0 ? State.SUSPENDED : State.IDLE;
      case PREPARED -> State.PREPARED;
      case COMMITTED -> State.GONE;
      // A session that works for it still has to hear of it.
      case ROLLED_BACK -> timedOut && (!told || associated > 0) ? State.TIMED_OUT : State.GONE;
    };
  }

  boolean isPrepared() {
    return state() == State.PREPARED;
  }

  /** Whether a scan of the transaction manager's recovery finds the branch. */
  boolean isRecoverable() {
    State state = state();
    return state == State.PREPARED || state == State.DECIDED;
  }

  boolean isDecided() {
    return state() == State.DECIDED;
  }

  boolean isGone() {
    return state() == State.GONE;
  }

  synchronized UnitOfWork join() throws XAException {
    requireOpen("joined");
    associated++;
    return unit;
  }

  synchronized UnitOfWork resume() throws XAException {
    requireOpen("resumed");
    if (suspended == 0) {
      throw refusals.protocol("cannot be resumed: no session has suspended it");
    }
    suspended--;
    associated++;
    return unit;
  }

  private void requireOpen(String what) throws XAException {
    State state = state();
    refuseIfLost(state);
    if (state == State.PREPARED || state == State.DECIDED) {
      throw refusals.protocol("cannot be " + what + ": " + whyNotIdle(state));
    }
    if (failed) {
      throw refusals.of(XAException.XA_RBROLLBACK, "can only be rolled back: a session has failed");
    }
  }

  /** The session that works for the branch stops for a while. */
  synchronized void suspend() throws XAException {
    leaveAssociation();
    suspended++;
  }

  /** The session that works for the branch ends that. */
  synchronized void leave(boolean hasFailed) throws XAException {
    leaveAssociation();
    failed |= hasFailed;
  }

  private void leaveAssociation() throws XAException {
    if (associated == 0) {
      refuseIfLost(state());
      throw refusals.protocol("cannot be ended: no session works for it");
    }
    associated--;
    if (timedOut) {
      throw refusals.timedOut();
    }
  }

  /** Work that was suspended is ended, by whichever session. */
  synchronized void leaveSuspended(boolean hasFailed) throws XAException {
    refuseIfLost(state());
    if (suspended == 0) {
      throw refusals.protocol(
          "cannot be ended: this session does not work for it, and none has suspended");
    }
    suspended--;
    failed |= hasFailed;
  }

  /** Only the session that works for the branch can suspend that. */
  synchronized void suspendAgain() throws XAException {
    refuseIfLost(state());
    throw refusals.protocol("cannot be suspended by a session that does not work for it");
  }

  /** Gone or timed out: the answer is the same to whatever was asked. */
  private void refuseIfLost(State state) throws XAException {
    if (state == State.GONE) {
      throw refusals.notKnown();
    }
    if (state == State.TIMED_OUT) {
      throw refusals.timedOut();
    }
  }

  synchronized int prepare(MessageStore store, long now) throws XAException {
    requireIdle("prepared");
    if (unit.isEmpty()) {
      unit.rollback();
      return XAResource.XA_RDONLY;
    }
    try {
      unit.prepare(id, now, store);
      preparedAt = now;
    } catch (UnknownOutcomeException e) {
      throw refusals.unknown("prepared", e);
    } catch (StoreException e) {
      throw refusals.of(XAException.XAER_RMERR, "could not be prepared; rolled back", e);
    }
    return XAResource.XA_OK;
  }

  synchronized void commitOnePhase(MessageStore store) throws XAException {
    refuseIfDecided();
    requireIdle("committed in one phase");
    try {
      unit.commit(store, new WriteBatch());
    } catch (UnknownOutcomeException e) {
      throw refusals.unknown("committed", e);
    } catch (StoreException e) {
      throw refusals.of(XAException.XAER_RMERR, "could not be stored; rolled back", e);
    }
  }

  /** A branch that can only be rolled back is, and says so. */
  private void requireIdle(String what) throws XAException {
    State state = state();
    if (state == State.TIMED_OUT) {
      told = true;
    }
    refuseIfLost(state);
    if (state != State.IDLE) {
      throw refusals.protocol("cannot be " + what + ": " + whyNotIdle(state));
    }
    if (failed) {
      unit.rollback();
      throw refusals.of(XAException.XA_RBROLLBACK, "was rolled back: a session ended it as failed");
    }
  }

  private String whyNotIdle(State state) {
    return switch (state) {
      case ACTIVE -> associated + " sessions still work for it, end that first";
      case SUSPENDED -> "a session has suspended its work and not ended it";
      case DECIDED -> "an operator has decided it";
      default -> "it is " + state.name().toLowerCase(Locale.ROOT) + " already";
    };
  }

  synchronized void commitPrepared(MessageStore store) throws XAException {
    refuseIfDecided();
    State state = state();
    if (state == State.TIMED_OUT) {
      told = true;
    }
    refuseIfLost(state);
    if (state != State.PREPARED) {
      throw refusals.protocol("cannot be committed in two phases: it is not prepared");
    }
    try {
      unit.commit(store, new WriteBatch().resolve(id.identity()));
    } catch (StoreException e) {
      throw undecided("committed", e);
    }
  }

  /** A store that takes no more calls says of the next one that nothing is stored of it alone. */
  private XAException undecided(String what, StoreException cause) {
    if (cause instanceof UnknownOutcomeException) {
      unknown = what;
    }
    return unknown == null
        ? refusals.of(XAException.XAER_RMFAIL, "stays prepared: the store failed", cause)
        : refusals.unknown(unknown, cause);
  }

  synchronized void rollback(MessageStore store) throws XAException {
    refuseIfDecided();
    switch (state()) {
      case GONE -> throw refusals.notKnown();
      case ACTIVE -> throw refusals.protocol("cannot be rolled back: a session still works for it");
      case TIMED_OUT -> told = true;
      case SUSPENDED, IDLE -> unit.rollback();
      case PREPARED -> rollbackPrepared(store);
      default -> throw new AssertionError(state());
    }
  }

  private void rollbackPrepared(MessageStore store) throws XAException {
    try {
      unit.rollbackPrepared(store, new WriteBatch().resolve(id.identity()));
    } catch (StoreException e) {
      throw undecided("rolled back", e);
    }
  }

  /** Whoever comes to decide is told that an operator has done so. */
  private void refuseIfDecided() throws XAException {
    if (state() == State.DECIDED) {
      throw refusals.of(
          decision.committed() ? XAException.XA_HEURCOM : XAException.XA_HEURRB,
          "was "
              + (decision.committed() ? "committed" : "rolled back")
              + " by "
              + decision.by()
              + ": "
              + decision.reason());
    }
  }

  /**
   * An operator decides in place of the transaction manager.
   *
   * @throws IllegalArgumentException if it is not in doubt
   * @throws StoreException if that could not be stored; the branch stays prepared then
   */
  synchronized void decide(BranchDecision how, MessageStore store) throws StoreException {
    if (state() != State.PREPARED) {
      throw new IllegalArgumentException(
          "Branch " + id + " is not in doubt: it is " + state().name().replace('_', ' '));
    }
    WriteBatch batch = new WriteBatch().resolve(id.identity()).prepare(record().decided(how));
    try {
      if (how.committed()) {
        unit.commit(store, batch);
      } else {
        unit.rollbackPrepared(store, batch);
      }
    } catch (UnknownOutcomeException e) {
      unknown = how.committed() ? "committed" : "rolled back";
      throw e;
    }
    decision = how;
  }

  private BranchRecord record() {
    return new BranchRecord(
        id.getFormatId(),
        id.getGlobalTransactionId(),
        id.getBranchQualifier(),
        preparedAt,
        List.of(),
        List.of());
  }

  synchronized void forget(MessageStore store) throws XAException {
    State state = state();
    if (state == State.GONE) {
      throw refusals.notKnown();
    }
    if (state != State.DECIDED) {
      throw refusals.protocol("cannot be forgotten: it was not decided heuristically");
    }
    try {
      forgetDecision(store);
    } catch (StoreException e) {
      throw refusals.of(XAException.XAER_RMFAIL, "is not forgotten: the store failed", e);
    }
  }

  /** Forgets what an operator has decided, which must be the case. */
  synchronized void forgetDecision(MessageStore store) throws StoreException {
    if (state() != State.DECIDED) {
      throw new IllegalArgumentException(
          "Branch " + id + " has no decision: it is " + state().name().replace('_', ' '));
    }
    store.write(new WriteBatch().resolve(BranchRecord.decidedIdentity(id.identity())));
    forgotten = true;
  }

  /** What an operator sees of a branch that is prepared or that one has decided. */
  synchronized BranchFigures figures(long now) {
    return decision == null
        ? BranchFigures.of(id, preparedAt, now, unit.contents(), null)
        : BranchFigures.of(
            id,
            preparedAt,
            now,
            new BranchContents(),
            new BranchFigures.Decision(
                decision.committed(), decision.decidedAt(), decision.by(), decision.reason()));
  }

  /**
   * Rolls the branch back if it should have been prepared by now.
   *
   * @return whether this call did so
   */
  synchronized boolean expire(long now) {
    if (now < deadline || unit.state() != UnitOfWork.State.ACTIVE) {
      return false;
    }
    timedOut = true;
    suspended = 0;
    unit.rollback();
    return true;
  }

  /**
   * When the branch must be looked at without being called; {@link #NEVER} for not.
   *
   * @param orphanAge for so long a branch may be prepared
   */
  synchronized long dueAt(long orphanAge) {
    return switch (state()) {
      case ACTIVE, SUSPENDED, IDLE -> deadline;
      case TIMED_OUT -> deadline + KEPT_MILLIS;
      case PREPARED -> reported ? NEVER : preparedAt + orphanAge;
      case DECIDED, GONE -> NEVER;
    };
  }

  /** Whether the branch has been prepared since this time. */
  synchronized boolean isPreparedSince(long time) {
    return state() == State.PREPARED && preparedAt <= time;
  }

  /** Whether the branch has been prepared since this time, and this was not told before. */
  synchronized boolean isNewOrphan(long time) {
    boolean first = !reported && isPreparedSince(time);
    reported |= first;
    return first;
  }

  /**
   * Nobody is going to ask any more whether the branch timed out, if it did so long ago: a session
   * that still works for it was closed, or will hear that there is no such branch.
   */
  synchronized void giveUp(long now) {
    if (timedOut && now >= deadline + KEPT_MILLIS) {
      told = true;
      associated = 0;
    }
  }

  /** How many sessions work for the branch. */
  synchronized int associations() {
    return associated;
  }
}

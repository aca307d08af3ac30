// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;

/**
 * The sends and acknowledgements that become true together.
 *
 * <p>States: ACTIVE → (PREPARED →) COMMITTED | ROLLED_BACK; {@link #moveTo} is the one place that
 * changes it. All methods are synchronized: a branch may be moved between sessions and threads.
 */
public final class UnitOfWork {

  /** Where a unit stands. */
  public enum State {
    /** Takes operations. */
    ACTIVE,
    /** Durable in the store and waiting for the decision. */
    PREPARED,
    /** All of it is true. */
    COMMITTED,
    /** None of it is true. */
    ROLLED_BACK
  }

  private List<Operation> operations = new ArrayList<>();
  private State state = State.ACTIVE;

  /**
   * Takes part of the unit.
   *
   * @param operation a send or an acknowledgement
   * @throws IllegalStateException if the unit is not active any more
   */
  public synchronized void add(Operation operation) {
    require(State.ACTIVE);
    operations.add(operation);
  }

  /**
   * Where the unit stands.
   *
   * @return the state
   */
  public synchronized State state() {
    return state;
  }

  /**
   * Whether there is nothing to commit.
   *
   * @return true if nothing was sent or received
   */
  public synchronized boolean isEmpty() {
    return operations.isEmpty();
  }

  /**
   * Makes the unit durable without making it true.
   *
   * @param xid the branch
   * @param preparedAt the time, in milliseconds since the epoch
   * @param store where to keep it
   * @throws StoreException if it is not durable; the unit is then rolled back
   */
  synchronized void prepare(BranchId xid, long preparedAt, MessageStore store)
      throws StoreException {
    require(State.ACTIVE);
    try {
      store.write(new WriteBatch().prepare(record(xid, preparedAt)));
    } catch (StoreException | RuntimeException | Error e) {
      undo();
      throw e;
    }
    moveTo(State.PREPARED);
  }

  private BranchRecord record(BranchId xid, long preparedAt) {
    List<Envelope> sends = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    operations.forEach(operation -> operation.prepare(sends, acknowledged));
    return new BranchRecord(
        xid.getFormatId(),
        xid.getGlobalTransactionId(),
        xid.getBranchQualifier(),
        preparedAt,
        sends,
        acknowledged);
  }

  /** What was sent and received in this unit. */
  synchronized BranchContents contents() {
    BranchContents contents = new BranchContents();
    operations.forEach(operation -> operation.tell(contents));
    return contents;
  }

  /** A unit found prepared when the store was opened. */
  synchronized void recovered() {
    moveTo(State.PREPARED);
  }

  /**
   * Commits the unit as one batch.
   *
   * @param store where it becomes durable
   * @param batch what becomes durable with it: for a prepared branch that it is resolved
   * @throws StoreException if it is not known to be durable; an active unit is then rolled back in
   *     memory, a prepared one stays prepared. The same holds for what else is thrown.
   */
  public synchronized void commit(MessageStore store, WriteBatch batch) throws StoreException {
    if (state != State.PREPARED) {
      require(State.ACTIVE);
    }
    try {
      operations.forEach(operation -> operation.commit(batch));
      if (!batch.isEmpty()) {
        store.write(batch);
      }
    } catch (StoreException | RuntimeException | Error e) {
      notCommitted();
      throw e;
    }
    moveTo(State.COMMITTED);
    operations.forEach(Operation::committed);
    settle();
  }

  /** Keeps nothing of what was done: who remembers the unit must not keep its messages with it. */
  private void settle() {
    operations.forEach(Operation::settled);
    operations = List.of();
  }

  private void notCommitted() {
    if (state == State.ACTIVE) {
      undo();
    } else {
      operations.forEach(Operation::notCommitted);
    }
  }

  /**
   * Rolls an active unit back.
   *
   * @throws IllegalStateException if the unit is not active
   */
  public synchronized void rollback() {
    require(State.ACTIVE);
    undo();
  }

  /**
   * Rolls a prepared unit back.
   *
   * @param store where its branch is resolved
   * @param batch resolves the branch
   * @throws StoreException if the branch could not be resolved; it stays prepared
   */
  synchronized void rollbackPrepared(MessageStore store, WriteBatch batch) throws StoreException {
    require(State.PREPARED);
    operations.forEach(operation -> operation.rollBackPrepared(batch));
    store.write(batch);
    undo();
  }

  private void undo() {
    moveTo(State.ROLLED_BACK);
    // First received goes back first: who takes messages meanwhile gets them in their order.
    operations.forEach(Operation::rolledBack);
    settle();
  }

  private void require(State expected) {
    if (state != expected) {
      throw new IllegalStateException("The unit of work is " + state + ", not " + expected);
    }
  }

  private void moveTo(State next) {
    boolean legal =
        switch (state) {
          case ACTIVE -> next != State.ACTIVE;
          case PREPARED -> next == State.COMMITTED || next == State.ROLLED_BACK;
          case COMMITTED, ROLLED_BACK -> false;
        };
    if (!legal) {
      throw new IllegalStateException("A unit of work cannot go from " + state + " to " + next);
    }
    state = next;
  }
}

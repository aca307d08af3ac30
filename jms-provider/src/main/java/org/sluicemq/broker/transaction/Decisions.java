// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;

/**
 * What an operator sees of the branches in doubt, and decides in place of their transaction
 * manager. Safe for any thread.
 */
public final class Decisions {

  private static final System.Logger LOG = System.getLogger(Decisions.class.getName());

  private final Collection<Branch> branches;
  private final MessageStore store;
  private final TransactionPolicy policy;
  private final Timers timers;
  private final Consumer<StoreException> onStoreFailure;

  /**
   * Looks at a table's branches.
   *
   * @param branches all that the table has at any time; may be read while it changes, and what is
   *     removed is removed from the table
   */
  Decisions(
      Collection<Branch> branches,
      MessageStore store,
      TransactionPolicy policy,
      Timers timers,
      Consumer<StoreException> onStoreFailure) {
    this.branches = branches;
    this.store = store;
    this.policy = policy;
    this.timers = timers;
    this.onStoreFailure = onStoreFailure;
  }

  /**
   * How many branches wait for a decision.
   *
   * @return the number of prepared branches
   */
  public int prepared() {
    return (int) branches.stream().filter(Branch::isPrepared).count();
  }

  /**
   * How many branches have waited for a decision for longer than the policy says.
   *
   * @return the number of branches that their transaction manager seems to have forgotten
   */
  public int orphans() {
    long since = timers.millis() - policy.orphanAge().toMillis();
    return (int) branches.stream().filter(branch -> branch.isPreparedSince(since)).count();
  }

  /**
   * What waits for a decision, and what an operator has decided and nobody has forgotten.
   *
   * @return a list, longest prepared first
   */
  public List<BranchFigures> inDoubt() {
    long now = timers.millis();
    return branches.stream()
        .filter(Branch::isRecoverable)
        .map(branch -> branch.figures(now))
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
    Branch branch = find(identity, Branch::isPrepared, "is in doubt. In doubt are");
    String contents = Text.of(branch.figures(timers.millis()));
    write(() -> branch.decide(new BranchDecision(commit, timers.millis(), who, why), store));
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

  /**
   * Forgets a decision of an operator in place of the transaction manager, which will find no such
   * branch any more.
   *
   * @param identity see {@link BranchFigures#identity}
   * @param by who says so; not blank, up to 200 characters
   * @param reason why; not blank, up to 1000 characters
   * @throws IllegalArgumentException if no such branch was decided, or who or why is missing
   * @throws StoreException if it could not be stored
   */
  public void forget(String identity, String by, String reason) throws StoreException {
    String who = Text.checked("The name of who forgets", by, BranchDecision.LONGEST_NAME);
    String why = Text.checked("The reason to forget", reason, BranchDecision.LONGEST_REASON);
    Branch branch =
        find(identity, Branch::isDecided, "was decided and is remembered. Remembered are");
    BranchFigures.Decision decision = branch.figures(timers.millis()).decision();
    write(() -> branch.forgetDecision(store));
    branches.remove(branch);
    LOG.log(
        Level.WARNING,
        "Branch {0} was forgotten by {1} in place of its transaction manager: {2}. It had been {3}"
            + " by {4}: {5}",
        branch.id(),
        who,
        why,
        decision.committed() ? "committed" : "rolled back",
        decision.by(),
        decision.reason());
  }

  /** A write of a branch's. */
  @FunctionalInterface
  private interface Write {
    void run() throws StoreException;
  }

  private void write(Write write) throws StoreException {
    try {
      write.run();
    } catch (RefusedBatchException e) {
      throw e;
    } catch (StoreException e) {
      onStoreFailure.accept(e);
      throw e;
    }
  }

  private Branch find(String identity, Predicate<Branch> kind, String otherwise) {
    return branches.stream()
        .filter(branch -> kind.test(branch) && branch.id().identity().equals(identity))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No branch '"
                        + Text.clean(identity)
                        + "' "
                        + otherwise
                        + " "
                        + branches.stream()
                            .filter(kind)
                            .map(branch -> branch.id().identity())
                            .toList()));
  }
}

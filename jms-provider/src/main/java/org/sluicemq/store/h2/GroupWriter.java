// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.sluicemq.message.Body;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;

/**
 * Writes groups: one transaction and one {@code CHECKPOINT SYNC} for each. Used by the writing
 * thread only, on a connection of its own.
 */
final class GroupWriter {

  private final Connection connection;
  private final KnownBacklogs known;
  private final String store;
  private final MessageTable messages;
  private final BacklogFigures figures;
  private final BodyTable bodies;
  private final TopicWriter topics;
  private final JournalPositionTable positions;
  private final PreparedStatement saveBacklog;
  private final PreparedStatement dropBacklog;
  private final PreparedStatement markBacklog;
  private final PreparedStatement addBranch;
  private final PreparedStatement removeBranch;
  private final PreparedStatement branchWork;
  private final PreparedStatement sync;

  /**
   * Prepares the statements.
   *
   * @param connection used by nobody else
   * @param messages the messages, on the same connection
   * @param figures what is known about the backlogs without counting, on the same connection
   * @param bodies the bodies in pieces, on the same connection
   * @param topics the subscriptions of topics, on the same connection
   * @param positions the position of the journal in front, on the same connection
   */
  GroupWriter(
      Connection connection,
      MessageTable messages,
      BacklogFigures figures,
      BodyTable bodies,
      TopicWriter topics,
      JournalPositionTable positions,
      KnownBacklogs known,
      String store)
      throws SQLException {
    this.connection = connection;
    this.messages = messages;
    this.figures = figures;
    this.bodies = bodies;
    this.topics = topics;
    this.positions = positions;
    this.known = known;
    this.store = store;
    this.saveBacklog =
        connection.prepareStatement(
            "MERGE INTO backlog"
                + " (id, kind, name, delivered_mark, dropped, messages, highest_arrival) KEY (id)"
                + " VALUES (?, ?, ?, 0, FALSE, 0, 0)");
    this.dropBacklog =
        connection.prepareStatement("UPDATE backlog SET dropped = TRUE WHERE id = ?");
    this.markBacklog =
        connection.prepareStatement("UPDATE backlog SET delivered_mark = ? WHERE id = ?");
    this.addBranch =
        connection.prepareStatement(
            "INSERT INTO branch (identity, format_id, global_transaction_id, branch_qualifier,"
                + " prepared_at, operations, checksum, committed, decided_at, decided_by, reason)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.removeBranch = connection.prepareStatement("DELETE FROM branch WHERE identity = ?");
    this.branchWork =
        connection.prepareStatement("SELECT operations FROM branch WHERE identity = ?");
    this.sync = connection.prepareStatement("CHECKPOINT SYNC");
  }

  /**
   * Makes a group durable.
   *
   * @throws RefusedBatchException if a batch contradicts the store; nothing was applied
   * @throws StoreException if the database failed; it must not be used any more
   */
  void write(List<EncodedBatch> group) throws StoreException {
    GroupChanges changes = new GroupChanges(known);
    for (EncodedBatch batch : group) {
      changes.absorb(batch);
    }
    apply(group, changes);
    commit();
    figures.committed();
    bodies.committed(group);
    changes.committed();
  }

  private void apply(List<EncodedBatch> group, GroupChanges changes) throws StoreException {
    try {
      connection.setAutoCommit(false);
      changes.created.keySet().forEach(figures::created);
      topics.apply(group, changes);
      messages.apply(changes);
      writeBacklogs(changes);
      figures.write();
      writeBranches(changes);
      if (changes.journalPosition != null) {
        positions.write(changes.journalPosition);
      }
    } catch (SQLException e) {
      bodies.rolledBack();
      figures.rolledBack();
      throw rolledBack(e);
    }
  }

  private StoreException rolledBack(SQLException e) {
    try {
      connection.rollback();
      topics.rolledBack();
    } catch (SQLException afterwards) {
      e.addSuppressed(afterwards);
      return new StoreException(failed("nothing of the group is applied", e), e);
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    // 22: a value does not fit its column; 23: a constraint is violated.
    return state.startsWith("22") || state.startsWith("23")
        ? new RefusedBatchException(
            "The store "
                + store
                + " refuses the batch, nothing of it is applied: "
                + e.getMessage(),
            e)
        : new StoreException(failed("nothing of the group is applied", e), e);
  }

  private void commit() throws StoreException {
    try {
      connection.commit();
      sync.execute();
    } catch (SQLException e) {
      throw new UnknownOutcomeException(
          failed("whether the group is stored is unknown until the store is opened again", e), e);
    }
  }

  private String failed(String outcome, SQLException e) {
    return "A write to the store "
        + store
        + " failed: "
        + outcome
        + ". The store takes no more calls; mend the disk and restart, what was acknowledged"
        + " before is there then. Cause: "
        + inWords(e);
  }

  /** H2 says which statement failed; what the disk said is at the end of the causes. */
  private static String inWords(SQLException e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first == e ? e.getMessage() : e.getMessage() + ", since " + first.getMessage();
  }

  private void writeBacklogs(GroupChanges changes) throws SQLException {
    for (int id : changes.dropped) {
      dropBacklog.setInt(1, id);
      dropBacklog.executeUpdate();
    }
    for (BacklogRecord backlog : changes.created.values()) {
      saveBacklog.setInt(1, backlog.id());
      saveBacklog.setString(2, Recovery.kind(backlog));
      saveBacklog.setString(3, backlog.address().name());
      saveBacklog.executeUpdate();
    }
    for (Map.Entry<Integer, Long> mark : changes.deliveredMarks.entrySet()) {
      markBacklog.setLong(1, mark.getValue());
      markBacklog.setInt(2, mark.getKey());
      markBacklog.executeUpdate();
    }
  }

  private void writeBranches(GroupChanges changes) throws SQLException {
    for (String identity : changes.resolved) {
      loosenBodies(identity);
      removeBranch.setString(1, identity);
      removeBranch.executeUpdate();
    }
    for (BranchCodec.Row row : changes.prepared.values()) {
      addBranch.setString(1, row.branch().identity());
      addBranch.setInt(2, row.branch().formatId());
      addBranch.setBytes(3, row.branch().globalTransactionId());
      addBranch.setBytes(4, row.branch().branchQualifier());
      addBranch.setLong(5, row.branch().preparedAt());
      addBranch.setBytes(6, row.work());
      addBranch.setInt(7, MessageRow.checksum(row.work(), Body.EMPTY));
      setDecision(row.branch().decision());
      addBranch.executeUpdate();
      for (NumberedBody body : row.bodies()) {
        bodies.refer(body);
      }
    }
  }

  private void setDecision(BranchDecision decision) throws SQLException {
    addBranch.setObject(8, decision == null ? null : decision.committed(), Types.BOOLEAN);
    addBranch.setObject(9, decision == null ? null : decision.decidedAt(), Types.BIGINT);
    addBranch.setString(10, decision == null ? null : decision.by());
    addBranch.setString(11, decision == null ? null : decision.reason());
  }

  private void loosenBodies(String branch) throws SQLException {
    if (bodies.isEmpty()) {
      return;
    }
    branchWork.setString(1, branch);
    try (ResultSet row = branchWork.executeQuery()) {
      if (row.next()) {
        for (long number : BranchCodec.bodies(row.getBytes(1))) {
          bodies.loosen(number);
        }
      }
    }
  }

  /**
   * Takes away one more part of the messages of a dropped backlog, in a transaction of its own that
   * need not be durable.
   *
   * @return whether there is more to do for it
   */
  boolean sweep(int backlog) throws SQLException {
    connection.setAutoCommit(false);
    boolean more = topics.sweepPart(backlog);
    figures.write();
    more |= messages.sweep(MessageKey.before(backlog), MessageKey.after(backlog));
    connection.commit();
    figures.committed();
    bodies.committed(List.of());
    connection.setAutoCommit(true);
    if (more) {
      return true;
    }
    try (PreparedStatement forget =
        connection.prepareStatement("DELETE FROM backlog WHERE id = ? AND dropped")) {
      forget.setInt(1, backlog);
      forget.executeUpdate();
    }
    figures.swept(backlog);
    known.swept(backlog);
    return false;
  }
}

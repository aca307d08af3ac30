// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bodies that are too large for a row: {@code message_piece} holds their pieces under a number,
 * and {@code loose_body} the numbers that nothing refers to, because the body is still being
 * written or because its message has gone. So neither writing nor removing a large body takes a
 * large transaction, and what a crash leaves behind is found without looking at any message.
 *
 * <p>Numbers are negative; a body from before there were numbers has its message's key. Used by the
 * writing thread only, but for {@link #newNumber}.
 */
final class BodyTable {

  /** About four mebibytes: what a transaction writes or removes at most. */
  static final int PIECES_AT_ONCE = 64;

  private final Connection connection;
  private final PreparedStatement addPiece;
  private final PreparedStatement addLoose;
  private final PreparedStatement removeLoose;
  private final PreparedStatement removePieces;
  private final PreparedStatement numbers;
  private final PreparedStatement sync;
  private final AtomicLong lastNumber;
  private final Deque<Long> leftovers = new ArrayDeque<>();

  /** What the transaction under way loosens, refers to, and how many pieces there are after it. */
  private final List<Long> loosened = new ArrayList<>();

  private final Set<Long> referred = new HashSet<>();

  private long pieces;
  private long committedPieces;

  BodyTable(Connection connection) throws SQLException {
    this.connection = connection;
    addPiece =
        connection.prepareStatement(
            "INSERT INTO message_piece (message, piece, bytes) VALUES (?, ?, ?)");
    addLoose = connection.prepareStatement("INSERT INTO loose_body (number) VALUES (?)");
    removeLoose = connection.prepareStatement("DELETE FROM loose_body WHERE number = ?");
    removePieces =
        connection.prepareStatement(
            "DELETE FROM message_piece WHERE message = ? FETCH FIRST "
                + PIECES_AT_ONCE
                + " ROWS ONLY");
    numbers =
        connection.prepareStatement(
            "SELECT body_number FROM message WHERE id = ANY(?) AND body_number IS NOT NULL");
    sync = connection.prepareStatement("CHECKPOINT SYNC");
    committedPieces = number("SELECT COUNT(*) FROM message_piece");
    pieces = committedPieces;
    lastNumber = new AtomicLong(Math.min(0, number("SELECT MIN(message) FROM message_piece")));
    findLeftovers();
  }

  private long number(String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private void findLeftovers() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT number FROM loose_body");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        leftovers.add(rows.getLong(1));
        lastNumber.accumulateAndGet(rows.getLong(1), Math::min);
      }
    }
  }

  /** Gives out a number that no other body has; safe for any thread. */
  long newNumber() {
    return lastNumber.decrementAndGet();
  }

  /** Whether there are no pieces: nobody has to look for them then. */
  boolean isEmpty() {
    return pieces == 0;
  }

  // ---- before the transaction that refers to a body

  /**
   * Writes some pieces in a transaction of their own and forces it, so that a large body never
   * waits in memory for a force.
   *
   * @param from the first piece, 0 to begin
   * @return the piece to go on with; all are written when there is none
   */
  int writeAhead(NumberedBody body, int from) throws SQLException {
    int to = Math.min(body.body().chunks(), from + PIECES_AT_ONCE);
    connection.setAutoCommit(false);
    if (from == 0) {
      update(addLoose, body.number());
    }
    addPieces(body, from, to);
    connection.commit();
    committed();
    sync.execute();
    return to;
  }

  /** Gives up a body that was written ahead, or begun to be. */
  void abandon(long number) {
    leftovers.add(number);
  }

  // ---- within it

  /** A message or branch is written that refers to the body. */
  void refer(NumberedBody body) throws SQLException {
    if (body.isAhead()) {
      update(removeLoose, body.number());
      referred.add(body.number());
    } else {
      addPieces(body, 0, body.body().chunks());
    }
  }

  private void addPieces(NumberedBody body, int from, int to) throws SQLException {
    for (int piece = from; piece < to; piece++) {
      addPiece.setLong(1, body.number());
      addPiece.setInt(2, piece);
      addPiece.setBytes(3, body.body().chunk(piece));
      addPiece.executeUpdate();
    }
    pieces += to - from;
  }

  /** The messages with these keys are removed, and their bodies with them. */
  void loosenThoseOf(java.sql.Array keys) throws SQLException {
    if (isEmpty()) {
      return;
    }
    List<Long> found = new ArrayList<>();
    numbers.setArray(1, keys);
    try (ResultSet rows = numbers.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    for (long number : found) {
      loosen(number);
    }
  }

  /** Nothing refers to the body any more. */
  void loosen(long number) throws SQLException {
    update(addLoose, number);
    loosened.add(number);
  }

  private static int update(PreparedStatement statement, long number) throws SQLException {
    statement.setLong(1, number);
    return statement.executeUpdate();
  }

  /** A group is committed; a body that vanished within it, with its message, is left over. */
  void committed(List<EncodedBatch> group) {
    for (EncodedBatch batch : group) {
      for (NumberedBody body : batch.ahead()) {
        if (!referred.remove(body.number())) {
          abandon(body.number());
        }
      }
    }
    committed();
  }

  private void committed() {
    leftovers.addAll(loosened);
    loosened.clear();
    committedPieces = pieces;
  }

  void rolledBack() {
    loosened.clear();
    referred.clear();
    pieces = committedPieces;
  }

  // ---- after it

  /** Whether there are bodies to sweep away. */
  boolean hasLeftovers() {
    return !leftovers.isEmpty();
  }

  /**
   * Takes away one more part of what nothing refers to, in a transaction that need not be durable.
   */
  void sweep() throws SQLException {
    long number = leftovers.getFirst();
    connection.setAutoCommit(false);
    int removed = update(removePieces, number);
    pieces -= removed;
    if (removed < PIECES_AT_ONCE) {
      update(removeLoose, number);
      leftovers.removeFirst();
    }
    connection.commit();
    committed();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.sluicemq.store.MessageKey;

/**
 * The statements that change {@code message}, in the forms that measured best: many rows in one
 * {@code VALUES}, many keys in one array. Used by the writing thread only.
 */
final class MessageTable {

  private static final int ROWS_AT_ONCE = 16;
  private static final int KEYS_AT_ONCE = 1024;
  private static final int SWEPT_AT_ONCE = 1000;
  private static final int COLUMNS = 9;

  private final Connection connection;
  private final BacklogFigures figures;
  private final BodyTable bodies;
  private final PreparedStatement addOne;
  private final PreparedStatement addMany;
  private final PreparedStatement remove;
  private final PreparedStatement count;
  private final PreparedStatement lowest;

  MessageTable(Connection connection, BacklogFigures figures, BodyTable bodies)
      throws SQLException {
    this.connection = connection;
    this.figures = figures;
    this.bodies = bodies;
    String insert =
        "INSERT INTO message (id, head, body, body_length, checksum, size, persistent,"
            + " delivery_count, body_number) VALUES ";
    String row = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
    addOne = connection.prepareStatement(insert + row);
    addMany = connection.prepareStatement(insert + (row + ",").repeat(ROWS_AT_ONCE - 1) + row);
    remove = connection.prepareStatement("DELETE FROM message WHERE id = ANY(?)");
    count = connection.prepareStatement("UPDATE message SET delivery_count = ? WHERE id = ?");
    lowest =
        connection.prepareStatement(
            "SELECT id FROM message WHERE id > ? AND id < ? ORDER BY id FETCH FIRST "
                + SWEPT_AT_ONCE
                + " ROWS ONLY");
  }

  void apply(GroupChanges changes) throws SQLException {
    for (int backlog : changes.reused) {
      boolean more;
      do {
        // The messages of the old backlog must be gone before the new one is there.
        more = sweep(MessageKey.before(backlog), MessageKey.after(backlog));
      } while (more);
    }
    remove(changes.removed);
    add(List.copyOf(changes.added.values()));
    for (Map.Entry<Long, Integer> entry : changes.deliveryCounts.entrySet()) {
      count.setInt(1, entry.getValue());
      count.setLong(2, entry.getKey());
      count.addBatch();
    }
    if (!changes.deliveryCounts.isEmpty()) {
      count.executeBatch();
    }
  }

  /** Removes the messages with these keys, those of them that are there. */
  void remove(SortedSet<Long> removed) throws SQLException {
    Long[] keys = removed.toArray(Long[]::new);
    int to;
    for (int from = 0; from < keys.length; from = to) {
      to = endOfPart(keys, from);
      Object[] some = Arrays.copyOfRange(keys, from, to);
      java.sql.Array array = connection.createArrayOf("BIGINT", some);
      bodies.loosenThoseOf(array);
      remove.setArray(1, array);
      figures.removed(MessageKey.backlog(keys[from]), remove.executeUpdate());
    }
  }

  /** How many rows a statement has removed is told in sum: each is for one backlog. */
  private static int endOfPart(Long[] keys, int from) {
    int backlog = MessageKey.backlog(keys[from]);
    int end = Math.min(keys.length, from + KEYS_AT_ONCE);
    int to = from + 1;
    while (to < end && MessageKey.backlog(keys[to]) == backlog) {
      to++;
    }
    return to;
  }

  private void add(List<MessageRow> rows) throws SQLException {
    int blocks = rows.size() / ROWS_AT_ONCE;
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < ROWS_AT_ONCE; i++) {
        set(addMany, i, rows.get(block * ROWS_AT_ONCE + i));
      }
      addMany.addBatch();
    }
    if (blocks > 0) {
      addMany.executeBatch();
    }
    for (int i = blocks * ROWS_AT_ONCE; i < rows.size(); i++) {
      set(addOne, 0, rows.get(i));
      addOne.addBatch();
    }
    if (rows.size() % ROWS_AT_ONCE > 0) {
      addOne.executeBatch();
    }
    for (MessageRow row : rows) {
      figures.added(MessageKey.backlog(row.key()), MessageKey.arrival(row.key()));
      if (row.isInPieces()) {
        bodies.refer(row.pieces());
      }
    }
  }

  private static void set(PreparedStatement insert, int place, MessageRow row) throws SQLException {
    int column = place * COLUMNS;
    insert.setLong(++column, row.key());
    insert.setBytes(++column, row.head());
    if (row.isInPieces()) {
      insert.setNull(++column, Types.VARBINARY);
    } else {
      insert.setBytes(++column, row.body().chunk(0));
    }
    insert.setInt(++column, row.body().length());
    insert.setInt(++column, row.checksum());
    insert.setLong(++column, row.size());
    insert.setBoolean(++column, row.persistent());
    insert.setInt(++column, row.deliveryCount());
    if (row.isInPieces()) {
      insert.setLong(++column, row.bodyNumber());
    } else {
      insert.setNull(++column, Types.BIGINT);
    }
  }

  /**
   * Removes a part of a range of messages.
   *
   * @return whether there may be more
   */
  boolean sweep(long after, long before) throws SQLException {
    List<Long> keys = new ArrayList<>();
    lowest.setLong(1, after);
    lowest.setLong(2, before);
    try (ResultSet rows = lowest.executeQuery()) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    if (keys.isEmpty()) {
      return false;
    }
    java.sql.Array array = connection.createArrayOf("BIGINT", keys.toArray());
    bodies.loosenThoseOf(array);
    remove.setArray(1, array);
    remove.executeUpdate();
    return true;
  }
}

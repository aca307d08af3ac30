// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Plain SQL work whose outcome is known: rows with checksummed bodies come and go in groups, and
 * the ledger beside them says which must be there after a loss of power. Those of the last durable
 * group must; the group after it may be there as well, but only whole.
 */
final class RowLedger {

  private final Random random;
  private TreeMap<Long, Long> durable = new TreeMap<>();
  private TreeMap<Long, Long> attempted;
  private long nextId = 1;

  RowLedger(Random random) {
    this.random = random;
  }

  /** One group: some rows inserted, some deleted, committed, made durable. */
  void writeGroup(Connection connection) throws SQLException {
    attempted = new TreeMap<>(durable);
    connection.setAutoCommit(false);
    insert(connection, 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 6));
    delete(connection, random.nextInt(4) == 0 ? attempted.size() / 2 : random.nextInt(6));
    connection.commit();
    checkpoint(connection);
    durable = attempted;
    attempted = null;
  }

  private void insert(Connection connection, int count) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ROWS VALUES (?, ?, ?)")) {
      for (int i = 0; i < count; i++) {
        byte[] body =
            new byte[random.nextInt(16) == 0 ? random.nextInt(40_000) : random.nextInt(2_000)];
        random.nextBytes(body);
        long id = nextId++;
        insert.setLong(1, id);
        insert.setLong(2, checksum(body));
        insert.setBytes(3, body);
        insert.addBatch();
        attempted.put(id, checksum(body));
      }
      insert.executeBatch();
    }
  }

  private void delete(Connection connection, int count) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM ROWS WHERE ID = ?")) {
      for (int i = 0; i < count && !attempted.isEmpty(); i++) {
        List<Long> oldest =
            new ArrayList<>(attempted.keySet()).subList(0, Math.min(10, attempted.size()));
        long id =
            random.nextInt(10) == 0
                ? attempted.lastKey()
                : oldest.get(random.nextInt(oldest.size()));
        delete.setLong(1, id);
        delete.executeUpdate();
        attempted.remove(id);
      }
    }
  }

  static void checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  /** How many rows were confirmed and must be there. */
  int durableRows() {
    return durable.size();
  }

  /**
   * Holds a database found after a loss of power against the ledger, and goes on from what is
   * there.
   */
  void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS ROWS(ID BIGINT PRIMARY KEY, CHECKSUM BIGINT, BODY VARBINARY)");
    }
    connection.commit();
    checkpoint(connection);
    TreeMap<Long, Long> found = read(connection);
    if (!found.equals(durable) && !found.equals(attempted)) {
      throw new AssertionError(
          "durable rows "
              + durable.keySet()
              + ", attempted "
              + (attempted == null ? "none" : attempted.keySet())
              + ", found "
              + found.keySet());
    }
    durable = found;
    attempted = null;
  }

  private static TreeMap<Long, Long> read(Connection connection) throws SQLException {
    TreeMap<Long, Long> found = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ID, CHECKSUM, BODY FROM ROWS")) {
      while (rows.next()) {
        if (checksum(rows.getBytes(3)) != rows.getLong(2)) {
          throw new AssertionError("the body of row " + rows.getLong(1) + " is damaged");
        }
        found.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return found;
  }

  private static long checksum(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return crc.getValue();
  }
}

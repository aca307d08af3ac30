// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;

/** Writes a store with the statements of the first version of the tables. */
public final class OlderStore {

  /** A queue of every such store. */
  public static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));

  private static final long JOURNAL = 256 * 1024;
  private static final String MARKER = "version=1\nh2=2.4\n";

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE backlog (
            id INTEGER PRIMARY KEY,
            kind VARCHAR(20) NOT NULL,
            name VARCHAR(200) NOT NULL,
            delivered_mark BIGINT DEFAULT 0 NOT NULL,
            dropped BOOLEAN DEFAULT FALSE NOT NULL)""",
          """
          CREATE TABLE message (
            id BIGINT PRIMARY KEY,
            head VARBINARY NOT NULL,
            body VARBINARY,
            body_length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            size BIGINT NOT NULL,
            persistent BOOLEAN NOT NULL,
            delivery_count INTEGER NOT NULL)""",
          """
          CREATE TABLE message_piece (
            message BIGINT NOT NULL,
            piece INTEGER NOT NULL,
            bytes VARBINARY NOT NULL,
            PRIMARY KEY (message, piece))""",
          """
          CREATE TABLE branch (
            identity VARCHAR(300) PRIMARY KEY,
            format_id INTEGER NOT NULL,
            global_transaction_id VARBINARY(64) NOT NULL,
            branch_qualifier VARBINARY(64) NOT NULL,
            prepared_at BIGINT NOT NULL,
            operations VARBINARY NOT NULL,
            checksum INTEGER NOT NULL)""",
          "CREATE VIEW sluice_message AS SELECT m.id AS message_key, b.name"
              + " FROM message m JOIN backlog b ON b.id = RSHIFT(m.id, 45)",
          "CREATE VIEW sluice_backlog AS SELECT b.id AS backlog_number, b.name FROM backlog b",
          "CREATE VIEW sluice_branch AS SELECT identity FROM branch",
          "INSERT INTO backlog VALUES (1, 'QUEUE', 'orders', 0, FALSE),"
              + " (2, 'TOPIC', 'news', 70, FALSE), (3, 'QUEUE', 'gone', 0, TRUE)",
          "CREATE TABLE store_info AS"
              + " SELECT 1 AS schema_version, CURRENT_TIMESTAMP AS created");

  private OlderStore() {}

  /** Writes a store with the backlogs 1, 2 and, dropped, 3, and with messages of theirs. */
  public static void write(Disk disk, Path directory, List<StoredMessage> messages)
      throws IOException, SQLException {
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, directory, JOURNAL, Runnable::run);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      for (StoredMessage message : messages) {
        insert(connection, MessageRow.of(message, () -> message.key()));
      }
    }
    byte[] marker = MARKER.getBytes(StandardCharsets.ISO_8859_1);
    try (DiskFile file = disk.open(directory.resolve(TableMarker.FILE))) {
      file.write(0, marker, 0, marker.length);
      file.force();
    }
    disk.forceDirectory(directory);
  }

  /** Whether a store is there that was not brought to this version yet. */
  public static boolean isAt(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(TableMarker.FILE);
    if (!disk.exists(path)) {
      return false;
    }
    byte[] text = new byte[MARKER.length()];
    try (DiskFile file = disk.open(path)) {
      int length = file.read(0, text, 0, text.length);
      return length == text.length && MARKER.equals(new String(text, StandardCharsets.ISO_8859_1));
    }
  }

  private static void insert(Connection connection, MessageRow row) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, 0)")) {
      insert.setLong(1, row.key());
      insert.setBytes(2, row.head());
      insert.setBytes(3, row.isInPieces() ? null : row.body().toBytes());
      insert.setInt(4, row.body().length());
      insert.setInt(5, row.checksum());
      insert.setLong(6, row.size());
      insert.setBoolean(7, row.persistent());
      insert.executeUpdate();
    }
    if (row.isInPieces()) {
      insertPieces(connection, row);
    }
  }

  private static void insertPieces(Connection connection, MessageRow row) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO message_piece VALUES (?, ?, ?)")) {
      for (int i = 0; i < row.body().chunks(); i++) {
        insert.setLong(1, row.key());
        insert.setInt(2, i);
        insert.setBytes(3, row.body().chunk(i));
        insert.executeUpdate();
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.StoreLockedException;

class JournalledDatabaseTest {

  private static final long JOURNAL = 1 << 20;

  @TempDir Path directory;

  @Test
  void rowsAreThereAfterReopening() throws Exception {
    try (JournalledDatabase database = open()) {
      insert(database, 1, 100);
    }
    try (JournalledDatabase database = open()) {
      assertEquals(100, count(database));
    }
  }

  @Test
  void manyTimesTheJournalPassesThroughIt() throws Exception {
    try (JournalledDatabase database = open();
        Connection connection = database.connect()) {
      for (int round = 0; round < 40; round++) {
        insert(database, round * 100, 100);
        try (Statement statement = connection.createStatement()) {
          statement.execute("CHECKPOINT SYNC");
          if (round > 0) {
            statement.execute("DELETE FROM T WHERE ID < " + round * 100);
          }
        }
      }
      assertEquals(100, count(database));
    }
    try (JournalledDatabase database = open()) {
      assertEquals(100, count(database));
    }
  }

  @Test
  void transactionLargerThanTheJournalIsKept() throws Exception {
    try (JournalledDatabase database =
        JournalledDatabase.open(new LocalDisk(), directory, 64 * 1024)) {
      insert(database, 1, 1);
      try (Connection connection = database.connect();
          PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?, ?)")) {
        insert.setLong(1, 1000);
        insert.setBytes(2, new byte[900_000]);
        insert.execute();
      }
    }
    try (JournalledDatabase database =
        JournalledDatabase.open(new LocalDisk(), directory, 64 * 1024)) {
      assertEquals(2, count(database));
    }
  }

  @Test
  void fullCompactionKeepsTheRowsAndShrinksTheFile() throws Exception {
    try (JournalledDatabase database = open()) {
      insert(database, 1, 5000);
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM T WHERE ID > 10");
      }
      database.compactFully();
      assertEquals(10, count(database));
      assertTrue(Files.size(directory.resolve("messages.mv.db")) < 100_000);
    }
    try (JournalledDatabase database = open()) {
      assertEquals(10, count(database));
    }
  }

  @Test
  void interruptDoesNotCloseTheDatabase() throws Exception {
    try (JournalledDatabase database = open()) {
      insert(database, 1, 10);
      Thread.currentThread().interrupt();
      insert(database, 11, 10);
      assertTrue(Thread.interrupted());
      assertEquals(20, count(database));
    }
  }

  @Test
  void secondBrokerOnTheDirectoryIsRefused() throws Exception {
    try (JournalledDatabase database = open()) {
      StoreLockedException refused = assertThrows(StoreLockedException.class, this::open);
      assertTrue(refused.getMessage().contains("process " + ProcessHandle.current().pid()));
      insert(database, 1, 1);
    }
    open().close();
  }

  @Test
  void plainH2OpensTheFileOfAClosedStore() throws Exception {
    try (JournalledDatabase database = open()) {
      insert(database, 1, 7);
    }
    Properties user = new Properties();
    user.setProperty("user", "SLUICE");
    try (Connection connection =
            new org.h2.Driver().connect("jdbc:h2:" + directory.resolve("messages"), user);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM T")) {
      assertTrue(count.next());
      assertEquals(7, count.getInt(1));
    }
  }

  @Test
  void lostJournalIsReportedAndNothingTouched() throws Exception {
    try (JournalledDatabase database = open()) {
      insert(database, 1, 7);
    }
    Path journal = directory.resolve("messages.journal");
    Path aside = directory.resolve("aside");
    Files.move(journal, aside);
    IOException refused = assertThrows(UnusableStoreException.class, this::open);
    assertTrue(refused.getMessage().contains("messages.journal"));
    Files.move(aside, journal);
    try (JournalledDatabase database = open()) {
      assertEquals(7, count(database));
    }
  }

  @Test
  void storeOfANewerFormatIsRefused() throws Exception {
    open().close();
    Files.writeString(directory.resolve("store.id"), "format=2\nid=x\n");
    IOException refused = assertThrows(UnusableStoreException.class, this::open);
    assertTrue(refused.getMessage().contains("format 2"));
  }

  @Test
  void directoryThatCannotBeCreatedIsNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    IOException refused =
        assertThrows(
            UnusableStoreException.class,
            () -> JournalledDatabase.open(new LocalDisk(), file.resolve("store"), JOURNAL));
    assertTrue(refused.getMessage().contains(file.resolve("store").toString()));
  }

  private JournalledDatabase open() throws IOException {
    return JournalledDatabase.open(new LocalDisk(), directory, JOURNAL);
  }

  private static void insert(JournalledDatabase database, long first, int count)
      throws SQLException {
    try (Connection connection = database.connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE IF NOT EXISTS T(ID BIGINT PRIMARY KEY, BODY VARBINARY)");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?, ?)")) {
        for (int i = 0; i < count; i++) {
          insert.setLong(1, first + i);
          insert.setBytes(2, new byte[1024]);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private static int count(JournalledDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM T")) {
      assertTrue(count.next());
      return count.getInt(1);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;

/** What is in the tables: the views over them, what is swept away, how the file stays small. */
class H2StoreTablesTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final BacklogRecord NEWS = new BacklogRecord(2, Address.queue("news"));

  @TempDir Path directory;

  private H2MessageStore open() throws StoreException {
    return H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
  }

  private static StoredMessage message(BacklogRecord backlog, int priority, long arrival) {
    return MessageStoreContract.message(backlog, priority, arrival, new byte[100]);
  }

  private static StoredMessage transientMessage(long arrival) {
    Envelope envelope =
        Envelope.builder(MessageType.TEXT, ORDERS.address()).persistent(false).build();
    return new StoredMessage(MessageKey.of(1, 4, arrival), envelope, 0);
  }

  @Test
  void viewsShowBacklogsMessagesAndBranches() throws Exception {
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(
          new WriteBatch()
              .create(ORDERS)
              .create(NEWS)
              .add(message(ORDERS, 4, 7))
              .add(message(ORDERS, 9, 8))
              .add(transientMessage(9))
              .deliveryCount(MessageKey.of(1, 9, 8), 2)
              .prepare(new BranchRecord(3, new byte[] {1}, new byte[] {2}, 0, List.of(), List.of()))
              .prepare(
                  new BranchRecord(4, new byte[] {1}, new byte[] {2}, 0, List.of(), List.of())
                      .decided(new BranchDecision(false, 0, "ada", "the node is gone"))));
    }
    assertEquals(
        List.of("1 QUEUE orders 3 2 1", "2 QUEUE news 0 0 0"),
        Sql.query(
            directory,
            "SELECT backlog_number, kind, name, messages, persistent_messages,"
                + " redelivered_messages FROM sluice_backlog ORDER BY 1"));
    assertEquals(
        List.of("orders 9 8 100 TRUE 2", "orders 4 7 100 TRUE 0", "orders 4 9 0 FALSE 0"),
        Sql.query(
            directory,
            "SELECT name, priority, arrival, body_length, persistent, delivery_count"
                + " FROM sluice_message ORDER BY message_key"));
    assertEquals(
        List.of("3:01:02 1970"),
        Sql.query(directory, "SELECT identity, EXTRACT(YEAR FROM prepared_at) FROM sluice_branch"));
    assertEquals(
        List.of("4:01:02 FALSE 1970 ada the node is gone"),
        Sql.query(
            directory,
            "SELECT identity, committed, EXTRACT(YEAR FROM decided_at), decided_by, reason"
                + " FROM sluice_decided_branch"));
  }

  @Test
  void droppedBacklogIsSweptAwayInStepsAcrossARestart() throws Exception {
    try (H2MessageStore store = open()) {
      store.recover();
      WriteBatch batch = new WriteBatch().create(ORDERS).create(NEWS).add(message(NEWS, 4, 1));
      LongStream.rangeClosed(1, 2500).forEach(i -> batch.add(message(ORDERS, 4, i)));
      batch.add(MessageStoreContract.message(ORDERS, 4, 9999, new byte[10_000_000]));
      store.write(batch);
    }
    Sql.execute(directory, "UPDATE backlog SET dropped = TRUE WHERE id = 1");
    try (JournalledDatabase database =
            JournalledDatabase.open(
                new LocalDisk(), directory, JournalledDatabase.DEFAULT_JOURNAL_BYTES);
        Connection connection = database.connect()) {
      KnownBacklogs known = new KnownBacklogs();
      Recovery.load(connection, known);
      assertTrue(known.isDropped(1));
      BacklogFigures figures = new BacklogFigures(connection);
      BodyTable bodies = new BodyTable(connection);
      MessageTable messages = new MessageTable(connection, figures, bodies);
      GroupWriter writer =
          new GroupWriter(
              connection,
              messages,
              figures,
              bodies,
              new TopicWriter(connection, messages, known),
              new JournalPositionTable(connection),
              known,
              "test");
      int steps = 1;
      while (writer.sweep(1)) {
        steps++;
      }
      assertEquals(4, steps, "a thousand messages a step");
      steps = 0;
      while (bodies.hasLeftovers()) {
        bodies.sweep();
        steps++;
      }
      assertEquals(3, steps, "153 pieces, 64 a step");
      assertFalse(known.isDropped(1));
    }
    assertEquals(List.of("1"), Sql.query(directory, "SELECT COUNT(*) FROM message"));
    assertEquals(List.of("0"), Sql.query(directory, "SELECT COUNT(*) FROM message_piece"));
    assertEquals(List.of("2"), Sql.query(directory, "SELECT id FROM backlog"));
  }

  @Test
  void fileStaysSmallThoughAFewOldMessagesRemain() throws Exception {
    int groups = 600;
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int group = 0; group < groups; group++) {
        WriteBatch batch = new WriteBatch();
        for (int i = 1; i <= 32; i++) {
          long arrival = group * 32L + i;
          batch.add(MessageStoreContract.message(ORDERS, 4, arrival, new byte[4096]));
          if (i > 1 && group > 5) {
            batch.remove(MessageKey.of(1, 4, arrival - 5 * 32));
          }
        }
        store.write(batch);
      }
    }
    long written = groups * 32 * 4096L;
    long size = Files.size(directory.resolve("messages.mv.db"));
    assertTrue(size < written / 3, size + " bytes after " + written + " were written");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;

/** Damage of every kind is found and told with its place; looking for it changes nothing. */
class StoreCheckTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final BacklogRecord LARGE = new BacklogRecord(2, Address.queue("large"));
  private static final long LARGE_KEY = MessageKey.of(2, 4, 1);

  @TempDir Path directory;

  @BeforeEach
  void makeStore() throws StoreException {
    try (H2MessageStore store = open()) {
      store.recover();
      WriteBatch batch = new WriteBatch().create(ORDERS).create(LARGE);
      LongStream.rangeClosed(1, 200)
          .forEach(i -> batch.add(MessageStoreContract.message(ORDERS, (int) i % 10, i)));
      batch.add(MessageStoreContract.message(LARGE, 4, 1, new byte[300_000]));
      batch.prepare(
          new BranchRecord(7, new byte[] {1}, new byte[] {2}, 5, List.of(), List.of(LARGE_KEY)));
      store.write(batch);
    }
  }

  private H2MessageStore open() throws StoreException {
    return H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
  }

  private StoreCheck.Report check() throws Exception {
    Map<String, byte[]> before = files();
    StoreCheck.Report report = StoreCheck.run(directory, new LocalDisk());
    Map<String, byte[]> after = files();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
    return report;
  }

  /** All but the name of the last holder of the lock. */
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : paths.filter(p -> !p.endsWith("store.owner")).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private void assertFound(String where, String what) throws Exception {
    StoreCheck.Report report = check();
    assertEquals(1, report.findings().size(), report.findings().toString());
    StoreCheck.Finding finding = report.findings().get(0);
    assertTrue(finding.where().contains(where), finding.toString());
    assertTrue(finding.what().contains(what), finding.toString());
    assertTrue(finding.advice().length() > 10, finding.toString());
  }

  @Test
  void soundStoreIsSound() throws Exception {
    assertEquals(new StoreCheck.Report(2, 201, 1, List.of(), List.of()), check());
  }

  @Test
  void storeKilledInTheMidstOfItsWorkIsCheckedAsItWillBe() throws Exception {
    Path copy = Files.createDirectories(directory.resolve("copy"));
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().remove(MessageKey.of(1, 1, 1)));
      try (Stream<Path> paths = Files.list(directory).filter(Files::isRegularFile)) {
        for (Path path : paths.toList()) {
          Files.copy(path, copy.resolve(path.getFileName()));
        }
      }
    }
    StoreCheck.Report report = StoreCheck.run(copy, new LocalDisk());
    assertEquals(new StoreCheck.Report(2, 200, 1, List.of(), List.of()), report);
  }

  @Test
  void wrongCountIsFound() throws Exception {
    Sql.execute(directory, "UPDATE backlog SET messages = 7 WHERE id = 1");
    assertFound("QUEUE 'orders'", "said to hold 7 messages and holds 200");
  }

  @Test
  void arrivalBeyondTheHighestIsFound() throws Exception {
    Sql.execute(directory, "UPDATE backlog SET highest_arrival = 199 WHERE id = 1");
    assertFound("QUEUE 'orders'", "end at 199");
  }

  @Test
  void lostMessageIsFoundByItsCount() throws Exception {
    Sql.execute(directory, "DELETE FROM message WHERE id = ?", MessageKey.of(1, 5, 5));
    assertFound("Backlog 1", "holds 199");
  }

  @Test
  void changedBodyIsFound() throws Exception {
    long key = MessageKey.of(1, 5, 5);
    Sql.execute(directory, "UPDATE message SET body = X'626F64792036' WHERE id = ?", key);
    assertFound("key " + key + " (backlog 1, priority 5, arrival 5)", "checksum");
  }

  @Test
  void changedHeadIsFound() throws Exception {
    Sql.execute(directory, "UPDATE message SET head = X'01' WHERE id = ?", LARGE_KEY);
    assertFound("key " + LARGE_KEY, "checksum");
  }

  @Test
  void lostPieceIsFound() throws Exception {
    Sql.execute(directory, "DELETE FROM message_piece WHERE piece = 2");
    assertFound("key " + LARGE_KEY, "of 300000");
  }

  @Test
  void piecesWithoutAMessageAreFound() throws Exception {
    Sql.execute(
        directory,
        "INSERT INTO message_piece (message, piece, bytes) VALUES (?, 0, X'00'), (?, 1, X'00')",
        -999,
        -999);
    assertFound("message_piece, body -999", "2 pieces");
    Sql.execute(directory, "INSERT INTO loose_body (number) VALUES (-999)");
    assertTrue(check().isSound(), "they will be swept away");
  }

  @Test
  void bodyInUseThatIsToBeSweptAwayIsFound() throws Exception {
    Sql.execute(
        directory,
        "INSERT INTO loose_body (number)"
            + " SELECT body_number FROM message WHERE body_number IS NOT NULL");
    assertFound("loose_body, body ", "in use");
  }

  @Test
  void messagesOfAnUnknownBacklogAreFound() throws Exception {
    Sql.execute(directory, "DELETE FROM backlog WHERE id = 1");
    assertFound("Backlog 1", "200 messages belong to no backlog");
  }

  @Test
  void whatADroppedBacklogLeftIsNoDamage() throws Exception {
    Sql.execute(directory, "UPDATE backlog SET dropped = TRUE WHERE id = 1");
    assertTrue(check().isSound());
  }

  @Test
  void messageThatABranchReceivedAndIsGoneIsFound() throws Exception {
    Sql.execute(directory, "DELETE FROM message WHERE id = ?", LARGE_KEY);
    Sql.execute(directory, "DELETE FROM message_piece");
    Sql.execute(directory, "UPDATE backlog SET messages = 0 WHERE id = 2");
    assertFound("branch 7:01:02", "key " + LARGE_KEY);
  }

  @Test
  void damagedBranchIsFound() throws Exception {
    Sql.execute(directory, "UPDATE branch SET checksum = checksum + 1");
    assertFound("branch 7:01:02", "checksum");
  }

  @Test
  void allDamageIsToldAtOnce() throws Exception {
    Sql.execute(directory, "UPDATE message SET checksum = checksum + 1 WHERE id < ?", LARGE_KEY);
    Sql.execute(directory, "UPDATE backlog SET messages = 3");
    assertEquals(202, check().findings().size());
  }

  @Test
  void journalThatHoldsMoreIsNoted() throws Exception {
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().journalPosition(new JournalPosition(5, false)));
    }
    StoreCheck.Report report = check();
    assertTrue(report.isSound());
    assertEquals(1, report.notes().size());
    assertTrue(report.notes().get(0).contains("stop it cleanly"), report.notes().get(0));
  }

  @Test
  void storeInUseIsNotChecked() throws Exception {
    try (H2MessageStore store = open()) {
      store.recover();
      StoreException refusal =
          assertThrows(StoreException.class, () -> StoreCheck.run(directory, new LocalDisk()));
      assertTrue(refusal.getMessage().contains("process"), refusal.getMessage());
    }
  }

  @Test
  void placeWithoutAStoreIsNotMadeOne() throws Exception {
    Path empty = directory.resolve("empty");
    StoreException refusal =
        assertThrows(StoreException.class, () -> StoreCheck.run(empty, new LocalDisk()));
    assertTrue(refusal.getMessage().contains("holds no store"), refusal.getMessage());
    assertTrue(Files.notExists(empty));
  }

  @Test
  void databaseThatCannotBeOpenedIsReported() throws Exception {
    Path file = directory.resolve("messages.mv.db");
    try (RandomAccessFile damage = new RandomAccessFile(file.toFile(), "rw")) {
      damage.write(new byte[(int) damage.length()]);
    }
    StoreException refusal =
        assertThrows(StoreException.class, () -> StoreCheck.run(directory, new LocalDisk()));
    assertTrue(refusal.getMessage().contains("backup"), refusal.getMessage());
  }
}

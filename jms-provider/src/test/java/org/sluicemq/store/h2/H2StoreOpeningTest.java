// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.LocalDisk;

/** A store that cannot be used is refused with a word on what to do, and left as it is. */
class H2StoreOpeningTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void makeStore() throws StoreException {
    directory = parent.resolve("missing/store");
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int i = 1; i <= 50; i++) {
        store.write(
            new WriteBatch().add(MessageStoreContract.message(ORDERS, 4, i, new byte[1000])));
      }
    }
  }

  private H2MessageStore open() throws StoreException {
    return H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
  }

  private void assertHoldsItsMessages() throws StoreException {
    try (H2MessageStore store = open()) {
      assertEquals(50, store.recover().backlogs().get(0).messages());
    }
  }

  private String refusal() {
    return assertThrows(StoreException.class, this::open).getMessage();
  }

  private static void assertNames(String message, Object... words) {
    for (Object word : words) {
      assertTrue(message.contains(word.toString()), message);
    }
  }

  @Test
  void storeInUseIsRefusedAndItsHolderNamed() throws Exception {
    try (H2MessageStore first = open()) {
      first.recover();
      assertNames(refusal(), directory, "process " + ProcessHandle.current().pid(), "Stop");
      first.write(new WriteBatch().remove(1));
    }
    assertHoldsItsMessages();
  }

  @Test
  void tablesOfANewerVersionAreRefusedAndLeftAsTheyAre() throws Exception {
    Sql.execute(directory, "UPDATE store_info SET schema_version = 7");
    assertNames(refusal(), directory, "version 7", "to " + Schema.VERSION, "Start it with");
    Sql.execute(directory, "UPDATE store_info SET schema_version = " + Schema.VERSION);
    assertHoldsItsMessages();
  }

  @Test
  void filesOfANewerFormatAreRefusedAndLeftAsTheyAre() throws Exception {
    Path marker = directory.resolve(StoreMarker.FILE);
    String text = Files.readString(marker);
    Files.writeString(marker, text.replace("format=1", "format=7"));
    byte[] before = Files.readAllBytes(directory.resolve("messages.mv.db"));
    assertNames(refusal(), directory, "format 7", "Start it with");
    assertArrayEquals(before, Files.readAllBytes(directory.resolve("messages.mv.db")));
    Files.writeString(marker, text);
    assertHoldsItsMessages();
  }

  @Test
  void damagedDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    Path file = directory.resolve("messages.mv.db");
    byte[] well = Files.readAllBytes(file);
    try (RandomAccessFile damage = new RandomAccessFile(file.toFile(), "rw")) {
      damage.write(new byte[(int) damage.length()]);
    }
    assertNames(refusal(), directory, "damaged", "backup", "nothing was changed");
    Files.write(file, well);
    assertHoldsItsMessages();
  }

  @Test
  void storeThatLostItsTablesIsNotTakenForANewOne() throws Exception {
    Sql.execute(directory, "DROP ALL OBJECTS");
    assertNames(refusal(), directory, "has lost its tables", "backup");
    assertEquals(
        List.of("0"),
        Sql.query(
            directory,
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'PUBLIC'"));
  }

  @Test
  void databaseOfAnotherH2IsRefusedBeforeItIsOpened() throws Exception {
    Path marker = directory.resolve(TableMarker.FILE);
    String text = Files.readString(marker);
    Files.writeString(marker, text.replace("h2=2.4", "h2=2.9"));
    assertNames(refusal(), directory, "H2 2.9", "H2 2.4", "SCRIPT");
    Files.writeString(marker, text.replace("version=" + Schema.VERSION, "version=9"));
    assertNames(refusal(), directory, "version 9", "to " + Schema.VERSION);
    Files.writeString(marker, text);
    assertHoldsItsMessages();
  }

  @Test
  void markerLostInACrashDuringCreationIsWrittenAgain() throws Exception {
    Files.delete(directory.resolve(TableMarker.FILE));
    assertHoldsItsMessages();
    assertTrue(Files.exists(directory.resolve(TableMarker.FILE)));
  }

  @Test
  void placeThatCannotBeADirectoryIsRefused() throws Exception {
    Path file = Files.createFile(parent.resolve("a-file"));
    directory = file.resolve("store");
    assertNames(refusal(), directory, "choose another directory");
    assertEquals(0, Files.size(file));
  }

  @Test
  void directoryThatCannotBeWrittenToIsRefusedAndLeftAsItIs() throws Exception {
    byte[] before = Files.readAllBytes(directory.resolve("messages.mv.db"));
    StoreException refusal =
        assertThrows(
            StoreException.class,
            () -> H2MessageStore.open(directory, H2StoreSettings.defaults(), unwritable()));
    assertNames(refusal.getMessage(), directory, "Allow the user", "choose another directory");
    assertArrayEquals(before, Files.readAllBytes(directory.resolve("messages.mv.db")));
    assertHoldsItsMessages();
  }

  /** Says no as an operating system does; taking a right away would not stop a test run by root. */
  private static Disk unwritable() {
    Disk local = new LocalDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("tryLock")) {
                throw new AccessDeniedException(arguments[0].toString());
              }
              return method.invoke(local, arguments);
            });
  }

  @Test
  void damagedMessageIsReportedAndItsNeighboursAreServed() throws Exception {
    long damaged = MessageKey.of(ORDERS.id(), 4, 10);
    byte[] body = new byte[1000];
    body[500] = 1;
    assertEquals(
        1, Sql.execute(directory, "UPDATE message SET body = ? WHERE id = ?", body, damaged));
    try (H2MessageStore store = open()) {
      assertEquals(50, store.recover().backlogs().get(0).messages());
      assertEquals(9, page(store, MessageKey.before(1)).size());
      UnreadableMessageException report =
          assertThrows(UnreadableMessageException.class, () -> page(store, damaged - 1));
      assertEquals(damaged, report.key());
      assertNames(report.getMessage(), "key " + damaged, "queue 'orders'", directory, "damaged");
      assertEquals(40, page(store, damaged).size());
      store.write(new WriteBatch().remove(damaged));
      assertEquals(49, page(store, MessageKey.before(1)).size());
    }
  }

  @Test
  void messageWhoseBodyLostAPieceIsReported() throws Exception {
    long large = MessageKey.of(ORDERS.id(), 4, 99);
    try (H2MessageStore store = open()) {
      store.write(
          new WriteBatch().add(MessageStoreContract.message(ORDERS, 4, 99, new byte[200_000])));
    }
    Sql.execute(
        directory,
        "DELETE FROM message_piece WHERE piece = 2"
            + " AND message = (SELECT body_number FROM message WHERE id = ?)",
        large);
    try (H2MessageStore store = open()) {
      assertEquals(
          large,
          assertThrows(UnreadableMessageException.class, () -> page(store, large - 1)).key());
    }
  }

  private static List<StoredMessage> page(H2MessageStore store, long after) throws StoreException {
    return store.read(after, MessageKey.after(ORDERS.id()), 100, Long.MAX_VALUE);
  }
}

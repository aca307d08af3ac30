// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** A store of an older version is brought to this one, whenever the power is lost on the way. */
class SchemaUpgradeTest {

  private static final BacklogRecord ORDERS = OlderStore.ORDERS;
  private static final BacklogRecord NEWS = new BacklogRecord(2, Address.topic("news"));
  private static final BacklogRecord GONE = new BacklogRecord(3, Address.queue("gone"));
  private static final List<StoreState.Backlog> EXPECTED =
      List.of(new StoreState.Backlog(ORDERS, 40, 40, 0), new StoreState.Backlog(NEWS, 0, 70, 70));

  /** Held, as the logging would forget its setting otherwise. */
  private static final Logger LOG = Logger.getLogger(SchemaUpgrade.class.getName());

  @TempDir Path directory;

  @BeforeAll
  static void keepTheLogShort() {
    LOG.setUseParentHandlers(false);
  }

  @AfterAll
  static void speak() {
    LOG.setUseParentHandlers(true);
  }

  private static List<StoredMessage> messages() {
    List<StoredMessage> messages = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      messages.add(MessageStoreContract.message(ORDERS, i % 10, i, new byte[500]));
    }
    Envelope transientOne =
        Envelope.builder(MessageType.TEXT, ORDERS.address()).persistent(false).build();
    messages.add(new StoredMessage(MessageKey.of(1, 4, 99), transientOne, 0));
    messages.add(MessageStoreContract.message(GONE, 4, 7));
    return messages;
  }

  private H2MessageStore open() throws StoreException {
    return H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
  }

  @Test
  void storeOfTheFirstVersionKeepsItsMessagesAndGetsItsFigures() throws Exception {
    OlderStore.write(new LocalDisk(), directory, messages());
    for (int round = 0; round < 2; round++) {
      try (H2MessageStore store = open()) {
        assertEquals(EXPECTED, store.recover().backlogs());
        assertEquals(
            40, store.read(MessageKey.before(1), MessageKey.after(1), 100, Long.MAX_VALUE).size());
      }
    }
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().remove(MessageKey.of(1, 1, 1)).remove(MessageKey.of(1, 1, 2)));
    }
    assertEquals(
        List.of("orders 39", "news 0"),
        Sql.query(directory, "SELECT name, messages FROM sluice_backlog ORDER BY backlog_number"));
    assertTrue(Files.readString(directory.resolve(TableMarker.FILE)).contains("version=3\n"));
  }

  @Test
  void branchInAStoreOfTheSecondVersionStaysInDoubt() throws Exception {
    BranchRecord branch =
        new BranchRecord(
            7, new byte[] {1}, new byte[] {2}, 99, List.of(), List.of(MessageKey.of(1, 4, 1)));
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS).prepare(branch));
    }
    for (String undone :
        List.of(
            "DROP VIEW sluice_decided_branch",
            "DROP VIEW sluice_branch",
            "ALTER TABLE branch DROP COLUMN committed, decided_at, decided_by, reason",
            "CREATE VIEW sluice_branch AS SELECT identity FROM branch",
            "UPDATE store_info SET schema_version = 2")) {
      Sql.execute(directory, undone);
    }
    Path marker = directory.resolve(TableMarker.FILE);
    Files.writeString(marker, Files.readString(marker).replace("version=3", "version=2"));
    for (int round = 0; round < 2; round++) {
      try (H2MessageStore store = open()) {
        BranchRecord found = store.recover().branches().get(0);
        assertEquals(branch.identity(), found.identity());
        assertEquals(branch.acknowledged(), found.acknowledged());
      }
    }
    try (H2MessageStore store = open()) {
      store.recover();
      BranchDecision decision = new BranchDecision(true, 5, "ada", "as the bank says");
      store.write(new WriteBatch().resolve(branch.identity()).prepare(branch.decided(decision)));
    }
    assertEquals(
        List.of("7:01:02 ada"),
        Sql.query(directory, "SELECT identity, decided_by FROM sluice_decided_branch"));
    assertEquals(List.of(), Sql.query(directory, "SELECT identity FROM sluice_branch"));
  }

  @Test
  void upgradeIsToldInTheLogOnce() throws Exception {
    OlderStore.write(new LocalDisk(), directory, messages());
    List<String> told = new ArrayList<>();
    Handler handler = new Gathering(told);
    LOG.addHandler(handler);
    try {
      open().close();
      open().close();
    } finally {
      LOG.removeHandler(handler);
    }
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.get(0).contains(directory + " are of version 1"), told.get(0));
    assertTrue(told.get(1).contains("version 3"), told.get(1));
  }

  @Test
  void checkOfAnOlderStoreSaysThatNothingIsChanged() throws Exception {
    OlderStore.write(new LocalDisk(), directory, messages());
    List<String> told = new ArrayList<>();
    Handler handler = new Gathering(told);
    LOG.addHandler(handler);
    try {
      assertTrue(StoreCheck.run(directory, new LocalDisk()).isSound());
      assertTrue(StoreCheck.run(directory, new LocalDisk()).isSound());
    } finally {
      LOG.removeHandler(handler);
    }
    assertEquals(2, told.size(), told.toString());
    for (String text : told) {
      assertTrue(text.contains(directory + " are of version 1"), text);
      assertTrue(text.contains("the store is not changed"), text);
      assertFalse(text.contains("older Sluice"), text);
    }
  }

  private static final class Gathering extends Handler {
    private final List<String> told;

    Gathering(List<String> told) {
      this.told = told;
    }

    @Override
    public void publish(LogRecord record) {
      told.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void upgradeCutOffAtAnyOperationIsDoneAtTheNextStart() throws Exception {
    Path place = Path.of("/store");
    Random random = new Random(11);
    SimulatedDisk prepared = new SimulatedDisk();
    OlderStore.write(prepared, place, messages());
    boolean finished = false;
    int cuts = 0;
    for (; !finished; cuts++) {
      SimulatedDisk dying = prepared.afterPowerLoss(PowerLoss.NONE_LOST, random);
      finished = upgradeFinishes(dying, place, cuts);
      Disk afterwards = dying.afterPowerLoss(PowerLoss.any(random), random);
      try (H2MessageStore store = InlineH2.open(afterwards, place, 256 * 1024)) {
        assertEquals(EXPECTED, store.recover().backlogs());
      }
      try (JournalledDatabase database =
              JournalledDatabase.open(afterwards, place, 256 * 1024, Runnable::run);
          Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        assertTrue(statement.executeQuery("SELECT * FROM sluice_backlog").next());
      }
    }
    assertTrue(cuts > 20, "only " + cuts + " moments were tried");
  }

  private static boolean upgradeFinishes(SimulatedDisk disk, Path place, int operations) {
    disk.losePowerAfter(operations);
    try {
      InlineH2.open(disk, place, 256 * 1024).close();
    } catch (StoreException e) {
      assertTrue(disk.hasLostPower(), () -> "failed without cause: " + e);
    }
    return !disk.hasLostPower();
  }
}

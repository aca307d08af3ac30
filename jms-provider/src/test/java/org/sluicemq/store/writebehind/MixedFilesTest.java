// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** Puts one file of an older copy of a store beside the newer others, as a hasty restore does. */
class MixedFilesTest {

  private static final int ROUNDS = Integer.getInteger("sluice.mixed.rounds", 6);
  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  private final InlineStore stores = new InlineStore(Fixture.DIRECTORY, 256 * 1024, 128 * 1024);
  private final Map<Long, StoredMessage> present = new HashMap<>();
  private long arrival;

  @BeforeAll
  static void silence() {
    ALL.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ALL.setLevel(null);
  }

  @Test
  void olderFileBesideNewerOnesIsRefusedOrHarmless() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      present.clear();
      SimulatedDisk older = new SimulatedDisk();
      work(older, random, random.nextBoolean());
      older = older.afterPowerLoss(PowerLoss.NONE_LOST, random);
      SimulatedDisk newer = older.afterPowerLoss(PowerLoss.NONE_LOST, random);
      boolean cleanly = random.nextBoolean();
      work(newer, random, cleanly);
      newer = newer.afterPowerLoss(PowerLoss.NONE_LOST, random);
      for (Path file : newer.files()) {
        if (older.exists(file)) {
          SimulatedDisk mixed = newer.afterPowerLoss(PowerLoss.NONE_LOST, random);
          copy(older, mixed, file);
          String outcome = look(mixed);
          outcomes.merge(
              file.getFileName() + (cleanly ? ", clean: " : ", cut off: ") + outcome,
              1,
              Integer::sum);
        }
      }
    }
    System.out.println("MixedFilesTest: " + outcomes);
    assertTrue(
        outcomes.keySet().stream().noneMatch(outcome -> outcome.contains("WRONG")),
        outcomes.toString());
  }

  private void work(SimulatedDisk disk, Random random, boolean cleanly) throws StoreException {
    WriteBehindStore store = stores.open(disk);
    if (store.recover().backlogs().isEmpty()) {
      store.write(new WriteBatch().create(Fixture.ORDERS));
    }
    for (int i = 20 + random.nextInt(300); i > 0; i--) {
      WriteBatch batch = new WriteBatch();
      byte[] body = new byte[random.nextInt(4000)];
      random.nextBytes(body);
      StoredMessage message = MessageStoreContract.message(Fixture.ORDERS, 4, ++arrival, body);
      batch.add(message);
      if (random.nextInt(3) > 0 && !present.isEmpty()) {
        long gone = present.keySet().stream().sorted().findFirst().orElseThrow();
        present.remove(gone);
        batch.remove(gone);
      }
      present.put(message.key(), message);
      store.write(batch);
      stores.merge();
    }
    if (!cleanly) {
      disk.losePowerAfter(0);
    }
    try {
      store.close();
    } catch (StoreException ofADeadDisk) {
      assertTrue(!cleanly, ofADeadDisk.toString());
    }
  }

  private static void copy(SimulatedDisk from, SimulatedDisk to, Path path) throws IOException {
    try (DiskFile source = from.open(path);
        DiskFile target = to.open(path)) {
      byte[] bytes = new byte[(int) source.size()];
      source.read(0, bytes, 0, bytes.length);
      target.setLength(bytes.length);
      target.write(0, bytes, 0, bytes.length);
      target.force();
    }
  }

  private String look(SimulatedDisk disk) {
    Map<Long, StoredMessage> found = new HashMap<>();
    try (WriteBehindStore store = stores.open(disk)) {
      store.recover();
      List<StoredMessage> all =
          store.read(
              MessageKey.before(Fixture.ORDERS.id()),
              MessageKey.after(Fixture.ORDERS.id()),
              100_000,
              Long.MAX_VALUE);
      all.forEach(message -> found.put(message.key(), message));
    } catch (StoreException e) {
      String said = e.getMessage();
      return said.contains("backup") || said.contains("nothing was changed")
          ? "refused"
          : "WRONG advice: " + said;
    }
    if (found.equals(present)) {
      return "harmless";
    }
    Set<Long> lost = new HashSet<>(present.keySet());
    lost.removeAll(found.keySet());
    Set<Long> back = new HashSet<>(found.keySet());
    back.removeAll(present.keySet());
    return "WRONG: lost "
        + (lost.isEmpty() ? "none" : "some")
        + ", back "
        + (back.isEmpty() ? "none" : "some");
  }
}

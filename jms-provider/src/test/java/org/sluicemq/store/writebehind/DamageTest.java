// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Damages files of a store, bit by bit and sector by sector: a store that opens serves no message
 * that is not exactly what was sent, and one that does not open says why. Only the last group that
 * the journal in front forced may be missing, if it was itself damaged there: nothing was written
 * after it that tells a damaged record from one that was torn when the power went.
 */
class DamageTest {

  private static final int MESSAGES = 120;
  private static final int MERGED = 40;
  private static final int ROUNDS = Integer.getInteger("sluice.damage.rounds", 40);
  private static final long SEED = Long.getLong("sluice.crash.seed", 20_26);
  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  private final InlineStore stores = new InlineStore(Fixture.DIRECTORY, 512 * 1024, 512 * 1024);
  private final Map<Long, StoredMessage> sent = new HashMap<>();

  /** What came of a damage. */
  private enum Outcome {
    UNHARMED,
    REFUSED,
    REPORTED,
    LAST_MISSING,
    MISSING
  }

  @BeforeAll
  static void silence() {
    ALL.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ALL.setLevel(null);
  }

  /** A store that was stopped by the loss of power; some messages are merged, most are not. */
  private SimulatedDisk makeStore(Random random) throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    WriteBehindStore store = stores.open(disk);
    store.recover();
    store.write(new WriteBatch().create(Fixture.ORDERS));
    for (int i = 1; i <= MESSAGES; i++) {
      byte[] body = new byte[random.nextInt(i % 10 == 0 ? 20_000 : 2_000)];
      random.nextBytes(body);
      StoredMessage message = MessageStoreContract.message(Fixture.ORDERS, 4, i, body);
      sent.put(message.key(), message);
      store.write(new WriteBatch().add(message));
      if (i == MERGED) {
        store.flush();
      }
    }
    SimulatedDisk image = disk.afterPowerLoss(PowerLoss.NONE_LOST, random);
    store.close();
    return image;
  }

  @Test
  void damagedStoreNeverServesAWrongMessage() throws Exception {
    Random random = new Random(SEED);
    SimulatedDisk whole = makeStore(random);
    Map<String, Map<Outcome, Integer>> counts = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedDisk disk = whole.afterPowerLoss(PowerLoss.NONE_LOST, random);
      List<Path> files = disk.files();
      Path file = files.get(round % files.size());
      String damage = damage(disk, file, random);
      Outcome outcome;
      try {
        outcome = look(disk);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ": " + damage, e);
      }
      assertTrue(
          outcome != Outcome.MISSING
              && (outcome != Outcome.LAST_MISSING || file.endsWith(FrontJournal.FILE)),
          () -> "messages are missing, seed " + SEED + ": " + damage);
      counts
          .computeIfAbsent(file.getFileName().toString(), name -> new HashMap<>())
          .merge(outcome, 1, Integer::sum);
    }
    System.out.println("DamageTest: seed " + SEED + " " + counts);
  }

  private static String damage(SimulatedDisk disk, Path path, Random random) throws IOException {
    try (DiskFile file = disk.open(path)) {
      int size = (int) Math.max(1, file.size());
      // Half of the damages near the beginning, where the headers are.
      int position = random.nextInt(random.nextBoolean() ? Math.min(size, 16_384) : size);
      byte[] bytes = new byte[random.nextBoolean() ? 1 : 512];
      int from = position / bytes.length * bytes.length;
      file.read(from, bytes, 0, bytes.length);
      if (bytes.length == 1) {
        bytes[0] ^= (byte) (1 << random.nextInt(8));
      } else {
        bytes = new byte[512];
      }
      file.write(from, bytes, 0, Math.min(bytes.length, size - from));
      file.force();
      return path + ": " + bytes.length + " bytes at " + from + " of " + size;
    }
  }

  private Outcome look(SimulatedDisk disk) {
    try (WriteBehindStore store = stores.open(disk)) {
      store.recover();
      return compare(store);
    } catch (StoreException e) {
      assertTrue(
          e.getMessage().contains("backup")
              || e.getMessage().contains("restart")
              || e.getMessage().contains("nothing was changed"),
          () -> "no advice: " + e.getMessage());
      return Outcome.REFUSED;
    }
  }

  private Outcome compare(MessageStore store) throws StoreException {
    Set<Long> reported = new TreeSet<>();
    List<StoredMessage> found = new ArrayList<>();
    long position = MessageKey.before(Fixture.ORDERS.id());
    long end = MessageKey.after(Fixture.ORDERS.id());
    boolean more = true;
    while (more) {
      try {
        List<StoredMessage> page = store.read(position, end, 50, Long.MAX_VALUE);
        more = !page.isEmpty();
        found.addAll(page);
        position = more ? page.get(page.size() - 1).key() : position;
      } catch (UnreadableMessageException e) {
        reported.add(e.key());
        position = e.key();
      }
    }
    for (StoredMessage message : found) {
      if (!message.equals(sent.get(message.key()))) {
        throw new AssertionError("message " + message.key() + " is not what was sent");
      }
    }
    Set<Long> missing = new TreeSet<>(sent.keySet());
    missing.removeAll(reported);
    found.forEach(message -> missing.remove(message.key()));
    if (!missing.isEmpty()) {
      boolean last = missing.equals(Set.of(Collections.max(sent.keySet())));
      return last ? Outcome.LAST_MISSING : Outcome.MISSING;
    }
    return reported.isEmpty() ? Outcome.UNHARMED : Outcome.REPORTED;
  }
}

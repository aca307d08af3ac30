// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loses the power of one journal many times over, each session going on with what the last one
 * left, and holds what is replayed against what was promised.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class JournalPowerLossTest {

  private static final Path FILE = Path.of("/store/test.journal");
  private static final UUID STORE = new UUID(1, 2);
  private static final int RING = 64 * 1024;
  // Few sizes, so that records of different sessions come to lie at the same places.
  private static final int[] SIZES = {1_000, 1_000, 1_000, 1_000, 8, 12_000};
  private static final int SESSIONS = 25;

  @Test
  void everyForcedRecordIsReplayedAndNoneThatWasNotThere() {
    PowerLosses.repeat("Journal, sessions", 200, random -> new Story(random).run());
  }

  /** The life of one journal and what it must remember. */
  private static final class Story {
    private final Random random;
    private SimulatedDisk disk = new SimulatedDisk();
    private final List<Long> appended = new ArrayList<>();
    private long forced;
    private long released;

    Story(Random random) {
      this.random = random;
    }

    int run() throws IOException {
      Journal.create(disk, FILE, STORE, RING).close();
      for (int session = 0; session < SESSIONS; session++) {
        disk.losePowerAfter(random.nextInt(40));
        try {
          work();
        } catch (PowerLostException expected) {
          // The end of this session; the next one finds what is left.
        }
        disk = disk.afterPowerLoss(PowerLoss.any(random), random);
      }
      return SESSIONS;
    }

    private void work() throws IOException {
      Journal journal = Journal.open(disk, FILE, STORE);
      check(journal);
      while (true) {
        step(journal);
      }
    }

    private void check(Journal journal) throws IOException {
      List<Long> sequences = new ArrayList<>();
      journal.replay(
          (sequence, payload) -> {
            assertEquals(appended.get((int) sequence - 1), payload.getLong(), "record " + sequence);
            assertEquals(
                0, sequences.isEmpty() ? 0 : sequence - 1 - sequences.get(sequences.size() - 1));
            sequences.add(sequence);
          });
      long last = journal.lastSequence();
      assertTrue(last >= forced, "record " + forced + " was forced, the last one found is " + last);
      assertTrue(sequences.isEmpty() ? released >= last : sequences.get(0) <= released + 1);
      // What was never forced and is gone does not come back.
      appended.subList((int) last, appended.size()).clear();
      forced = last;
      released = Math.min(released, last);
    }

    private void step(Journal journal) throws IOException {
      switch (random.nextInt(8)) {
        case 0 ->
            release(
                journal, released + random.nextInt((int) (journal.lastSequence() - released) + 1));
        case 1 -> {
          if (random.nextInt(4) == 0) {
            resize(journal);
          }
        }
        case 2, 3 -> force(journal);
        default -> append(journal);
      }
    }

    private void append(Journal journal) throws IOException {
      int size = SIZES[random.nextInt(SIZES.length)];
      if (!journal.fits(size)) {
        release(journal, journal.lastSequence());
      }
      long content = random.nextLong();
      appended.add(content);
      ByteBuffer payload = ByteBuffer.allocate(size).putLong(0, content);
      assertEquals(appended.size(), journal.append(payload));
    }

    private void force(Journal journal) throws IOException {
      journal.force();
      forced = journal.lastSequence();
    }

    private void release(Journal journal, long sequence) throws IOException {
      // Set before, because a release that is cut off may or may not have become durable.
      released = Math.max(released, sequence);
      journal.release(sequence);
    }

    private void resize(Journal journal) throws IOException {
      release(journal, journal.lastSequence());
      journal.resize(RING + 4096L * random.nextInt(8));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.GatedDisk;
import org.sluicemq.store.journal.Journal;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;
import org.sluicemq.store.journal.UnusableJournalException;

class JournalledFileTest {

  private static final Path FILE = Path.of("/store/data");
  private static final Path JOURNAL = Path.of("/store/journal");
  private static final UUID STORE = new UUID(1, 2);
  private static final int RING = 64 * 1024;
  private static final int HEADER = 8192;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Random random = new Random(42);

  @Test
  void randomWorkReadsAsFromAnOrdinaryFile() throws IOException {
    byte[] model = new byte[0];
    for (int session = 0; session < 5; session++) {
      try (JournalledFile file = open(disk, Runnable::run)) {
        for (int i = 0; i < 400; i++) {
          model = change(file, model);
          assertEquals(model.length, file.size());
          assertRandomRangeEquals(model, file);
        }
        file.force();
        assertArrayEquals(model, content(file));
      }
    }
  }

  private byte[] change(JournalledFile file, byte[] model) throws IOException {
    int position = random.nextInt(model.length + 2000);
    switch (random.nextInt(12)) {
      case 0 -> {
        int length = random.nextInt(model.length + 1);
        file.truncate(length);
        return Arrays.copyOf(model, length);
      }
      case 1, 2 -> file.force();
      default -> {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 30_000 : 300)];
        random.nextBytes(bytes);
        file.write(ByteBuffer.wrap(bytes), position);
        if (bytes.length == 0) {
          return model;
        }
        byte[] changed = Arrays.copyOf(model, Math.max(model.length, position + bytes.length));
        System.arraycopy(bytes, 0, changed, position, bytes.length);
        return changed;
      }
    }
    return model;
  }

  private void assertRandomRangeEquals(byte[] model, JournalledFile file) throws IOException {
    int from = random.nextInt(model.length + 1);
    ByteBuffer found =
        random.nextBoolean() ? ByteBuffer.allocate(500) : ByteBuffer.allocateDirect(500);
    int length = file.read(found, from);
    int expected = Math.min(500, model.length - from);
    assertEquals(expected == 0 ? -1 : expected, length);
    byte[] bytes = new byte[Math.max(0, length)];
    found.flip().get(bytes);
    assertArrayEquals(Arrays.copyOfRange(model, from, from + expected), bytes);
  }

  @Test
  void onlyWhatWasForcedIsThereAfterALossOfPower() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    file.write(filled(100, 1), 0);
    file.force();
    file.write(filled(100, 2), 50);
    file.truncate(120);
    for (PowerLoss loss : PowerLoss.values()) {
      byte[] found = contentAfter(loss);
      assertArrayEquals(filled(100, 1).array(), found, loss.name());
    }
  }

  @Test
  void closingWithoutForceForgetsWhatWasWritten() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    file.write(filled(100, 1), 0);
    file.force();
    file.write(filled(100, 2), 0);
    new JournalledChannel("data", file, false).close();
    assertArrayEquals(filled(100, 1).array(), content(file));
  }

  @Test
  void memoryIsSpilledOnlyWhenAChunkBegins() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    file.write(filled(40_000, 1), HEADER);
    file.write(filled(HEADER, 1), 0);
    assertEquals(0, contentAfter(PowerLoss.NONE_LOST).length);
    file.write(filled(40_000, 2), 50_000);
    byte[] spilled = new byte[HEADER + 40_000];
    Arrays.fill(spilled, (byte) 1);
    assertArrayEquals(spilled, contentAfter(PowerLoss.ALL_LOST));
    assertEquals(90_000, file.size());
  }

  @Test
  void memoryBetweenForcesIsBoundedHoweverMuchIsWritten() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    int chunk = 6_000;
    for (int i = 0; i < 100; i++) {
      file.write(filled(chunk, i), HEADER + (long) i * chunk);
      file.write(filled(HEADER, i), 0);
      byte[] durable = contentAfter(PowerLoss.ALL_LOST);
      int inMemory = HEADER + (i + 1) * chunk - durable.length;
      assertTrue(inMemory <= RING / 2 + HEADER, inMemory + " bytes after " + i);
      assertEndsWithAWholeChunkAndItsHeader(durable, chunk);
    }
    assertTrue(contentAfter(PowerLoss.ALL_LOST).length > 90 * chunk);
  }

  private static void assertEndsWithAWholeChunkAndItsHeader(byte[] durable, int chunk) {
    if (durable.length > 0) {
      int chunks = (durable.length - HEADER) / chunk;
      assertEquals(HEADER + chunks * chunk, durable.length);
      byte last = (byte) (chunks - 1);
      assertEquals(last, durable[0]);
      assertEquals(last, durable[HEADER - 1]);
      assertEquals(last, durable[durable.length - chunk]);
      assertEquals(last, durable[durable.length - 1]);
    }
  }

  @Test
  void damagedRecordThatWasForcedIsReportedAndTheFileIsLeftAsItWas() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    for (int i = 1; i <= 3; i++) {
      file.write(filled(1000, i), HEADER);
      file.force();
    }
    SimulatedDisk damaged = disk.afterPowerLoss(PowerLoss.ALL_LOST, random);
    try (DiskFile journal = damaged.open(JOURNAL)) {
      journal.write(2 * 4096 + 500, new byte[512], 0, 512);
    }
    long before = damaged.operations();
    UnusableJournalException refused =
        assertThrows(UnusableJournalException.class, () -> open(damaged, Runnable::run));
    assertTrue(refused.getMessage().contains("Record 1 of the journal " + JOURNAL));
    assertEquals(before, damaged.operations());
  }

  @Test
  void recordLargerThanTheRingIsWholeOrNotThereAndTheRingShrinksAgain() throws IOException {
    JournalledFile file = open(disk, Runnable::run);
    file.write(filled(1000, 1), 0);
    file.force();
    file.write(filled(5 * RING, 2), HEADER);
    file.write(filled(HEADER, 2), 0);
    file.force();
    assertArrayEquals(filled(5 * RING + HEADER, 2).array(), contentAfter(PowerLoss.ALL_LOST));
    file.close();
    open(disk, Runnable::run).close();
    assertEquals(RING, Journal.open(disk, JOURNAL, STORE).capacity());
  }

  @Test
  void largeRecordCutOffAtAnyOperationIsWholeOrNotThere() throws IOException {
    try (JournalledFile file = open(disk, Runnable::run)) {
      file.write(filled(1000, 1), 0);
      file.force();
    }
    boolean finished = false;
    for (int operations = 0; !finished; operations++) {
      SimulatedDisk dying = disk.afterPowerLoss(PowerLoss.NONE_LOST, random);
      JournalledFile file = open(dying, Runnable::run);
      file.write(filled(3 * RING, 2), 0);
      dying.losePowerAfter(operations);
      try {
        file.force();
        finished = true;
      } catch (IOException expected) {
        assertTrue(dying.hasLostPower());
      }
      for (PowerLoss loss : PowerLoss.values()) {
        byte[] found = content(open(dying.afterPowerLoss(loss, random), Runnable::run));
        boolean whole = Arrays.equals(filled(3 * RING, 2).array(), found);
        boolean absent = Arrays.equals(filled(1000, 1).array(), found);
        assertTrue(whole || absent && !finished, operations + " operations, " + loss);
      }
    }
  }

  @Test
  void fileIsForcedInTheBackgroundWhenHalfOfTheRingIsTaken() throws IOException {
    Deque<Runnable> background = new ArrayDeque<>();
    JournalledFile file = open(disk, background::add);
    for (int i = 0; i < 6; i++) {
      file.write(filled(6_000, i), HEADER);
      file.force();
    }
    assertEquals(1, background.size());
    background.remove().run();
    for (int i = 6; i < 100; i++) {
      file.write(filled(6_000, i), HEADER);
      file.force();
      while (!background.isEmpty()) {
        background.remove().run();
      }
    }
    assertArrayEquals(
        filled(6_000, 99).array(),
        Arrays.copyOfRange(contentAfter(PowerLoss.ALL_LOST), HEADER, HEADER + 6_000));
  }

  @Test
  void writerThatFindsTheRingFullWaitsForTheForcing() throws IOException {
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (JournalledFile file = open(disk, background)) {
      for (int i = 0; i < 500; i++) {
        file.write(filled(20_000, i), HEADER);
        file.force();
      }
      assertArrayEquals(
          filled(20_000, 499).array(),
          Arrays.copyOfRange(contentAfter(PowerLoss.ALL_LOST), HEADER, HEADER + 20_000));
    } finally {
      background.shutdown();
    }
  }

  /** Two write and force, while the database file cannot be forced until it is allowed. */
  @Test
  void writersWaitWhileTheBackgroundIsHeldBackAndTheRingIsFull() throws Exception {
    GatedDisk gated = new GatedDisk(disk, FILE.toString());
    ExecutorService background = Executors.newSingleThreadExecutor();
    CountDownLatch allowed = new CountDownLatch(1);
    try (JournalledFile file = open(gated, background);
        Closeable first = allowed::countDown) {
      int length = 3_000;
      file.write(filled(2 * length, 0), HEADER);
      file.force();
      gated.set(new HeldForce(allowed));
      AtomicIntegerArray confirmed = new AtomicIntegerArray(2);
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int writer = i;
        writers.add(new Thread(() -> writeAndForce(file, writer, length, confirmed)));
      }
      writers.forEach(Thread::start);
      awaitStandstill(writers);
      int bytes = (confirmed.get(0) + confirmed.get(1)) * length;
      assertTrue(RING / 4 <= bytes && bytes <= RING, bytes + " bytes went into the ring");
      assertEquals(RING, capacityAfterALoss());
      for (int writer = 0; writer < 2; writer++) {
        requireConfirmed(file, writer, length, confirmed.get(writer));
      }
      first.close();
      for (Thread writer : writers) {
        writer.join();
      }
      assertEquals(List.of(100, 100), List.of(confirmed.get(0), confirmed.get(1)));
      assertEquals(RING, capacityAfterALoss());
    } finally {
      background.shutdown();
    }
  }

  /** Lets nobody force until it is allowed. */
  private record HeldForce(CountDownLatch allowed) implements GatedDisk.Gate {
    @Override
    public void beforeForce() {
      try {
        allowed.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void writeAndForce(
      JournalledFile file, int writer, int length, AtomicIntegerArray confirmed) {
    try {
      for (int i = 1; i <= 100; i++) {
        file.write(filled(length, i), HEADER + (long) writer * length);
        file.force();
        confirmed.set(writer, i);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Until one waits for the forcing, with the lock, and the other for the lock. */
  private static void awaitStandstill(List<Thread> writers) {
    while (writers.stream().noneMatch(JournalledFileTest::waitsForTheForcing)
        || writers.stream().anyMatch(writer -> LockSupport.getBlocker(writer) == null)) {
      writers.forEach(writer -> assertNotEquals(Thread.State.TERMINATED, writer.getState()));
      Thread.onSpinWait();
    }
  }

  private static boolean waitsForTheForcing(Thread writer) {
    Object blocker = LockSupport.getBlocker(writer);
    return blocker != null && !(blocker instanceof AbstractOwnableSynchronizer);
  }

  /** Readers do not wait, and what was confirmed is durable; a later write may be seen already. */
  private void requireConfirmed(JournalledFile file, int writer, int length, int confirmed)
      throws IOException {
    int at = HEADER + writer * length;
    ByteBuffer read = ByteBuffer.allocate(1);
    assertEquals(1, file.read(read, at));
    int seen = read.get(0);
    assertTrue(seen == confirmed || seen == confirmed + 1, seen + " after " + confirmed);
    assertTrue(contentAfter(PowerLoss.ALL_LOST)[at] >= confirmed);
  }

  private long capacityAfterALoss() throws IOException {
    SimulatedDisk found = disk.afterPowerLoss(PowerLoss.NONE_LOST, random);
    try (Journal journal = Journal.open(found, JOURNAL, STORE)) {
      return journal.capacity();
    }
  }

  @Test
  void anyFailureOfTheDiskIsFinal() throws IOException {
    for (boolean write : new boolean[] {true, false}) {
      int number = 1;
      while (failureIsFinal(number, write)) {
        number++;
      }
      assertTrue(number > 20, "only " + number + " operations were tried");
    }
  }

  /** Lets the n-th operation of some work fail; false if there are not so many. */
  private boolean failureIsFinal(int number, boolean write) throws IOException {
    SimulatedDisk simulated = new SimulatedDisk();
    open(simulated, Runnable::run).close();
    FaultyDisk faulty = new FaultyDisk(simulated);
    JournalledFile file = open(faulty, Runnable::run);
    if (write) {
      faulty.failWrite(number);
    } else {
      faulty.failForce(number);
    }
    int forced = 0;
    try {
      for (int i = 1; i <= 20; i++) {
        file.write(filled(6_000, i), HEADER);
        file.force();
        forced = i;
      }
    } catch (IOException e) {
      assertTrue(faulty.hasFailed());
    }
    if (!faulty.hasFailed()) {
      return false;
    }
    if (forced < 20) {
      assertEverythingIsRefused(file);
    }
    byte[] found =
        content(open(simulated.afterPowerLoss(PowerLoss.ALL_LOST, random), Runnable::run));
    int last = found.length == 0 ? 0 : found[HEADER];
    assertTrue(last == forced || last == forced + 1, forced + " were forced, found " + last);
    return true;
  }

  private static void assertEverythingIsRefused(JournalledFile file) throws IOException {
    IOException refused = assertThrows(IOException.class, file::force);
    assertTrue(refused.getMessage().contains("injected"));
    assertThrows(IOException.class, () -> file.write(filled(1, 1), 0));
    assertThrows(IOException.class, () -> file.read(ByteBuffer.allocate(1), 0));
    assertThrows(IOException.class, () -> file.truncate(0));
    assertThrows(IOException.class, file::size);
    file.close();
  }

  private byte[] contentAfter(PowerLoss loss) throws IOException {
    return content(open(disk.afterPowerLoss(loss, random), Runnable::run));
  }

  private static byte[] content(JournalledFile file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) file.size());
    file.read(content, 0);
    return content.array();
  }

  private static ByteBuffer filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static JournalledFile open(Disk disk, Executor background) throws IOException {
    Journal journal =
        disk.exists(JOURNAL)
            ? Journal.open(disk, JOURNAL, STORE)
            : Journal.create(disk, JOURNAL, STORE, RING);
    boolean created = !disk.exists(FILE);
    DiskFile file = disk.open(FILE);
    if (created) {
      disk.forceDirectory(FILE.getParent());
    }
    return JournalledFile.open(file, journal, RING, background);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final Path FILE = Path.of("/store/test.journal");
  private static final UUID STORE = new UUID(1, 2);
  private static final int RING = 64 * 1024;

  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void forcedRecordsAreReplayedInOrder() throws IOException {
    try (Journal journal = create()) {
      assertEquals(1, journal.append(bytes("one")));
      assertEquals(2, journal.append(bytes("t"), bytes(""), bytes("wo")));
      journal.force();
    }
    assertEquals(List.of("1:one", "2:two"), contents(disk));
  }

  @Test
  void unforcedRecordsAreLostWithThePower() throws IOException {
    Journal journal = create();
    journal.append(bytes("one"));
    journal.force();
    journal.append(bytes("two"));
    assertEquals(
        List.of("1:one"), contents(disk.afterPowerLoss(PowerLoss.ALL_LOST, new Random(1))));
  }

  @Test
  void releasedRecordsAreNotReplayed() throws IOException {
    try (Journal journal = create()) {
      journal.append(bytes("one"));
      journal.append(bytes("two"));
      journal.append(bytes("three"));
      journal.force();
      journal.release(2);
      journal.release(1);
    }
    assertEquals(List.of("3:three"), contents(disk));
  }

  @Test
  void recordThatWasNeverAppendedCannotBeReleased() throws IOException {
    Journal journal = create();
    journal.append(bytes("one"));
    assertThrows(IllegalArgumentException.class, () -> journal.release(2));
  }

  @Test
  void recordTornAtAnyByteIsDroppedAndTheOnesBeforeItStay() throws IOException {
    Journal journal = create();
    journal.append(bytes("first"));
    journal.force();
    long start = JournalHeader.RING_START + journal.used();
    journal.append(bytes("second, to be torn"));
    journal.force();
    long end = JournalHeader.RING_START + journal.used();
    for (long torn = start; torn < end; torn++) {
      SimulatedDisk copy = disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
      try (DiskFile file = copy.open(FILE)) {
        file.write(torn, new byte[(int) (end - torn)], 0, (int) (end - torn));
      }
      assertEquals(List.of("1:first"), contents(copy), "torn at byte " + (torn - start));
    }
  }

  @Test
  void anyDamagedByteInTheLastForcedGroupEndsTheReplayBeforeIt() throws IOException {
    Journal journal = create();
    journal.append(bytes("first"));
    long start = JournalHeader.RING_START + journal.used();
    journal.append(bytes("second"));
    long end = JournalHeader.RING_START + journal.used();
    journal.append(bytes("third"));
    journal.force();
    for (long damaged = start; damaged < end; damaged++) {
      SimulatedDisk copy = damagedAt(damaged);
      assertEquals(List.of("1:first"), contents(copy), "damaged at byte " + (damaged - start));
    }
  }

  @Test
  void anyDamagedByteOfARecordThatALaterOneKnowsForcedIsReportedAndNothingIsChanged()
      throws IOException {
    Journal journal = create();
    journal.append(bytes("first"));
    long start = JournalHeader.RING_START + journal.used();
    journal.append(bytes("second"));
    long end = JournalHeader.RING_START + journal.used();
    journal.append(bytes("third, of the same group"));
    journal.force();
    journal.append(bytes("fourth"));
    journal.force();
    for (long damaged = start; damaged < end; damaged++) {
      SimulatedDisk copy = damagedAt(damaged);
      long before = copy.operations();
      String message = assertRefused(copy);
      assertTrue(message.startsWith("Record 2 of the journal " + FILE), message);
      assertTrue(message.contains("record 4") && message.contains("backup"), message);
      assertEquals(before, copy.operations());
    }
  }

  @Test
  void zeroedSectorsAreReportedWhereverTheyLieInARingPassedSeveralTimes() throws IOException {
    Random random = new Random(11);
    Journal journal = create();
    for (int i = 1; i <= 400; i++) {
      byte[] payload = new byte[300 + random.nextInt(1500)];
      random.nextBytes(payload);
      journal.append(ByteBuffer.wrap(payload));
      journal.force();
      if (i > 20) {
        journal.release(i - 20);
      }
    }
    journal.force();
    long last = journal.used() - 4096;
    JournalHeader header = JournalHeader.readFrom(disk.open(FILE));
    for (long position = header.base(); position < header.base() + last; position += 512) {
      SimulatedDisk copy = disk.afterPowerLoss(PowerLoss.NONE_LOST, random);
      try (DiskFile file = copy.open(FILE)) {
        new Ring(file, header.capacity()).write(position, new byte[512], 512);
      }
      assertRefused(copy);
    }
  }

  @Test
  void recordThatASessionFoundIsMissedByTheNextEvenIfNothingWasWrittenSince() throws IOException {
    Journal journal = create();
    journal.append(bytes("first"));
    long second = JournalHeader.RING_START + journal.used();
    journal.append(bytes("second"));
    journal.force();
    assertEquals(List.of("1:first", "2:second"), contents(disk));
    String message = assertRefused(damagedAt(second + 1));
    assertTrue(message.startsWith("Record 2 "), message);
  }

  @Test
  void recordThatWasNeverForcedIsTornHoweverMuchOfWhatFollowedItIsLeft() throws IOException {
    Journal journal = create();
    journal.append(bytes("first"));
    journal.force();
    long second = JournalHeader.RING_START + journal.used();
    journal.append(bytes("second"));
    journal.append(bytes("third"));
    journal.append(ByteBuffer.allocate(20_000));
    journal.force();
    SimulatedDisk found = damagedAt(second + 1);
    try (Journal next = Journal.open(found, FILE, STORE)) {
      assertEquals(1, next.lastSequence());
      next.append(bytes("anew"));
    }
    assertEquals(List.of("1:first", "2:anew"), contents(found));
  }

  @Test
  void recordsSentAsAPayloadVouchForNothing() throws IOException {
    Journal other = Journal.create(disk, Path.of("/store/other"), STORE, RING);
    for (int i = 0; i < 20; i++) {
      other.append(bytes("record " + i));
      other.force();
    }
    byte[] copied = new byte[2_000];
    disk.open(Path.of("/store/other")).read(JournalHeader.RING_START, copied, 0, copied.length);
    Journal journal = create();
    journal.append(bytes("first"));
    journal.force();
    long second = JournalHeader.RING_START + journal.used();
    journal.append(ByteBuffer.wrap(copied));
    journal.force();
    assertEquals(List.of("1:first"), contents(damagedAt(second + 1)));
  }

  @Test
  void shortenedFileIsReported() throws IOException {
    create().close();
    try (DiskFile file = disk.open(FILE)) {
      file.setLength(JournalHeader.RING_START + RING - 1);
    }
    assertTrue(assertRefused(disk).contains("missing"));
  }

  @Test
  void recordsOfTheFormerFormatAreReplayedAndFollowedByNewOnes() throws IOException {
    create().close();
    try (DiskFile file = disk.open(FILE)) {
      setFormat(file, 1);
      ByteBuffer record = ByteBuffer.allocate(28 + 6);
      record.putInt(0x534c5243).putInt(0).putInt(6).putLong(1).putLong(1).put(bytes("former"));
      CRC32C crc = new CRC32C();
      crc.update(record.array(), 8, record.capacity() - 8);
      record.putInt(4, (int) crc.getValue());
      file.write(JournalHeader.RING_START, record.array(), 0, record.capacity());
    }
    try (Journal journal = Journal.open(disk, FILE, STORE)) {
      assertEquals(2, journal.append(bytes("new")));
    }
    assertEquals(List.of("1:former", "2:new"), contents(disk));
    assertRefused(damagedAt(JournalHeader.RING_START + 30));
  }

  private SimulatedDisk damagedAt(long position) throws IOException {
    SimulatedDisk copy = disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    try (DiskFile file = copy.open(FILE)) {
      byte[] one = new byte[1];
      file.read(position, one, 0, 1);
      one[0] ^= 0x10;
      file.write(position, one, 0, 1);
    }
    return copy;
  }

  private static String assertRefused(SimulatedDisk damaged) {
    return assertThrows(UnusableJournalException.class, () -> Journal.open(damaged, FILE, STORE))
        .getMessage();
  }

  @Test
  void ringIsPassedManyTimesAndKeepsItsRecords() throws IOException {
    Random random = new Random(7);
    try (Journal journal = create()) {
      List<String> expected = new ArrayList<>();
      for (int i = 1; i <= 3000; i++) {
        String text = "x".repeat(random.nextInt(2000));
        expected.add(i + ":" + text);
        journal.append(bytes(text));
        if (i % 7 == 0) {
          journal.force();
        }
        if (i % 10 == 0) {
          journal.release(i - 5);
          expected = new ArrayList<>(expected.subList(expected.size() - 5, expected.size()));
        }
        if (i % 200 == 0) {
          journal.force();
          assertEquals(expected, contents(disk.afterPowerLoss(PowerLoss.ALL_LOST, random)));
        }
      }
    }
  }

  @Test
  void sequencesGoOnAndGenerationsRiseOverRestarts() throws IOException {
    create().close();
    long generation = 0;
    for (int session = 1; session <= 50; session++) {
      try (Journal journal = Journal.open(disk, FILE, STORE)) {
        assertTrue(journal.generation() > generation);
        generation = journal.generation();
        assertEquals(session - 1, journal.lastSequence());
        assertEquals(session, journal.append(bytes("s" + session)));
      }
    }
    assertEquals(50, contents(disk).size());
  }

  @Test
  void generationIsDurableBeforeTheFirstRecordOfASession() throws IOException {
    create().close();
    Journal journal = Journal.open(disk, FILE, STORE);
    long generation = journal.generation();
    SimulatedDisk found = disk.afterPowerLoss(PowerLoss.ALL_LOST, new Random(1));
    assertTrue(Journal.open(found, FILE, STORE).generation() > generation);
  }

  @Test
  void recordOfADeadSessionDoesNotFollowARecordWrittenOverItsPredecessor() throws IOException {
    Journal dead = create();
    dead.append(bytes("lost"));
    long second = JournalHeader.RING_START + dead.used();
    dead.append(bytes("stale"));
    dead.force();
    SimulatedDisk found = disk.afterPowerLoss(PowerLoss.ALL_LOST, new Random(1));
    try (DiskFile file = found.open(FILE)) {
      file.write(second - 1, new byte[1], 0, 1);
    }
    try (Journal next = Journal.open(found, FILE, STORE)) {
      assertEquals(0, next.lastSequence());
      next.append(bytes("kept"));
    }
    assertEquals(List.of("1:kept"), contents(found));
    try (Journal next = Journal.open(found, FILE, STORE)) {
      next.release(1);
    }
    assertEquals(List.of(), contents(found));
  }

  @Test
  void recordFoundMissingDoesNotComeBackWhenItsGapIsFilled() throws IOException {
    Journal dead = create();
    dead.append(bytes("kept"));
    dead.force();
    long second = JournalHeader.RING_START + dead.used();
    dead.append(bytes("lost"), ByteBuffer.allocate(1000));
    dead.force();
    SimulatedDisk found = disk.afterPowerLoss(PowerLoss.ALL_LOST, new Random(1));
    DiskFile file = found.open(FILE);
    file.write(second + 900, new byte[] {1}, 0, 1);
    assertEquals(List.of("1:kept"), contents(found));
    // What a later session wrote there and lost again, but for this byte.
    file.write(second + 900, new byte[] {0}, 0, 1);
    assertEquals(List.of("1:kept"), contents(found));
  }

  @Test
  void journalOfAnotherStoreIsRefusedAndNotChanged() throws IOException {
    try (Journal journal = create()) {
      journal.append(bytes("one"));
    }
    UUID other = new UUID(3, 4);
    long before = disk.operations();
    IOException refused =
        assertThrows(UnusableJournalException.class, () -> Journal.open(disk, FILE, other));
    assertTrue(refused.getMessage().contains(STORE.toString()));
    assertTrue(refused.getMessage().contains(other.toString()));
    assertEquals(before, disk.operations());
    assertEquals(List.of("1:one"), contents(disk));
  }

  @Test
  void damagedHeaderIsSurvivedTwoAreReported() throws IOException {
    try (Journal journal = create()) {
      journal.append(bytes("one"));
    }
    DiskFile file = disk.open(FILE);
    JournalHeader newest = JournalHeader.readFrom(file);
    file.write(newest.edition() % 2 * 4096 + 20, new byte[] {77}, 0, 1);
    assertEquals(List.of("1:one"), contents(disk));
    file.write(20, new byte[] {78}, 0, 1);
    file.write(4096 + 20, new byte[] {78}, 0, 1);
    assertThrows(UnusableJournalException.class, () -> Journal.open(disk, FILE, STORE));
  }

  @Test
  void newerFormatIsRefused() throws IOException {
    create().close();
    try (DiskFile file = disk.open(FILE)) {
      setFormat(file, 3);
    }
    IOException refused =
        assertThrows(UnusableJournalException.class, () -> Journal.open(disk, FILE, STORE));
    assertTrue(refused.getMessage().contains("format 3"));
  }

  private static void setFormat(DiskFile file, int format) throws IOException {
    for (int slot = 0; slot < 2; slot++) {
      byte[] header = new byte[80];
      file.read(slot * 4096L, header, 0, header.length);
      CRC32C crc = new CRC32C();
      ByteBuffer.wrap(header).putInt(8, format);
      crc.update(header, 0, 76);
      ByteBuffer.wrap(header).putInt(76, (int) crc.getValue());
      file.write(slot * 4096L, header, 0, header.length);
    }
  }

  @Test
  void recordWithoutRoomIsRefusedAndTheJournalWorksOn() throws IOException {
    try (Journal journal = create()) {
      journal.append(ByteBuffer.allocate(40_000));
      assertFalse(journal.fits(40_000));
      JournalFullException full =
          assertThrows(
              JournalFullException.class, () -> journal.append(ByteBuffer.allocate(40_000)));
      assertFalse(full.isLargerThanRing());
      JournalFullException never =
          assertThrows(JournalFullException.class, () -> journal.append(ByteBuffer.allocate(RING)));
      assertTrue(never.isLargerThanRing());
      journal.release(1);
      assertEquals(2, journal.append(ByteBuffer.allocate(RING - RecordFormat.HEADER_BYTES)));
      assertEquals(RING, journal.used());
    }
    assertEquals(1, contents(disk).size());
  }

  @Test
  void recordLargerThanTheStageIsKeptWhole() throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(3).nextBytes(content);
    ByteBuffer direct = ByteBuffer.allocateDirect(1_000_000).put(content, 0, 1_000_000).flip();
    try (Journal journal = Journal.create(disk, FILE, STORE, 8 << 20)) {
      journal.append(bytes("small"));
      journal.append(direct, ByteBuffer.wrap(content, 1_000_000, 2_000_000));
      journal.append(bytes("after"));
    }
    List<byte[]> found = new ArrayList<>();
    try (Journal journal = Journal.open(disk, FILE, STORE)) {
      journal.replay((sequence, payload) -> found.add(copy(payload)));
    }
    assertEquals(3, found.size());
    assertArrayEquals(content, found.get(1));
  }

  @Test
  void ringIsResizedOnlyWhenEmptyAndKeepsItsSequences() throws IOException {
    try (Journal journal = create()) {
      journal.append(bytes("one"));
      assertThrows(IllegalStateException.class, () -> journal.resize(2 * RING));
      journal.release(1);
      journal.resize(2 * RING);
      assertEquals(2 * RING, journal.capacity());
      assertEquals(2, journal.append(ByteBuffer.allocate(RING)));
      journal.release(2);
      journal.resize(RING);
      assertEquals(3, journal.append(bytes("three")));
    }
    assertEquals(List.of("3:three"), contents(disk));
  }

  @Test
  void unfinishedCreationLeavesNoJournal() throws IOException {
    for (int operations = 0; ; operations++) {
      SimulatedDisk dying = new SimulatedDisk();
      dying.losePowerAfter(operations);
      boolean created = true;
      try {
        Journal.create(dying, FILE, STORE, RING);
      } catch (PowerLostException e) {
        created = false;
      }
      for (PowerLoss loss : PowerLoss.values()) {
        SimulatedDisk found = dying.afterPowerLoss(loss, new Random(operations));
        if (found.exists(FILE)) {
          assertEquals(List.of(), contents(found));
        } else {
          Journal.create(found, FILE, STORE, RING).close();
        }
      }
      if (created) {
        return;
      }
    }
  }

  @Test
  void anyFailedWriteClosesTheJournalForGood() throws IOException {
    int number = 1;
    while (failsForGood(number, true)) {
      number++;
    }
    assertTrue(number > 5, "only " + number + " writes were tried");
  }

  @Test
  void anyFailedForceClosesTheJournalForGood() throws IOException {
    int number = 1;
    while (failsForGood(number, false)) {
      number++;
    }
    assertTrue(number > 5, "only " + number + " forces were tried");
  }

  /** Lets the n-th operation of some work fail; false if there are not so many. */
  private static boolean failsForGood(int number, boolean write) throws IOException {
    SimulatedDisk simulated = new SimulatedDisk();
    Journal.create(simulated, FILE, STORE, RING).close();
    FaultyDisk faulty = new FaultyDisk(simulated);
    Journal journal = Journal.open(faulty, FILE, STORE);
    if (write) {
      faulty.failWrite(number);
    } else {
      faulty.failForce(number);
    }
    int durable = 0;
    try {
      for (int i = 1; i <= 6; i++) {
        journal.append(bytes("record " + i));
        journal.force();
        durable = i;
        if (i == 3) {
          journal.release(1);
        }
      }
      return false;
    } catch (JournalFailedException e) {
      throw new AssertionError("the first failure must be told as it is", e);
    } catch (IOException e) {
      assertEveryCallNames(e, journal);
    }
    List<String> found = contents(simulated.afterPowerLoss(PowerLoss.ALL_LOST, new Random(1)));
    int last = durable;
    assertTrue(last == 0 || found.stream().anyMatch(record -> record.startsWith(last + ":")));
    return true;
  }

  private static void assertEveryCallNames(IOException first, Journal journal) throws IOException {
    List<JournalFailedException> refusals =
        List.of(
            assertThrows(JournalFailedException.class, () -> journal.append(bytes("more"))),
            assertThrows(JournalFailedException.class, journal::force),
            assertThrows(JournalFailedException.class, () -> journal.release(1)),
            assertThrows(JournalFailedException.class, () -> journal.resize(RING)),
            assertThrows(JournalFailedException.class, () -> journal.replay((s, p) -> {})));
    for (JournalFailedException refusal : refusals) {
      assertSame(first, refusal.getCause());
      assertTrue(refusal.getMessage().contains("injected"));
    }
    journal.close();
  }

  @Test
  void closedJournalRefusesWork() throws IOException {
    Journal journal = create();
    journal.close();
    journal.close();
    assertThrows(IllegalStateException.class, () -> journal.append(bytes("late")));
  }

  private Journal create() throws IOException {
    return Journal.create(disk, FILE, STORE, RING);
  }

  private static List<String> contents(SimulatedDisk disk) throws IOException {
    List<String> found = new ArrayList<>();
    try (Journal journal = Journal.open(disk, FILE, STORE)) {
      journal.replay(
          (sequence, payload) -> found.add(sequence + ":" + new String(copy(payload), UTF_8)));
    }
    return found;
  }

  private static byte[] copy(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.SimulatedDisk;

/** The contract, on the store that leaves nothing behind; reopening it would be to begin anew. */
class OverflowStoreTest extends MessageStoreContract {

  private static final Logger LOG = Logger.getLogger(H2MessageStore.class.getName());

  @TempDir Path directory;
  private int stores;

  @Override
  protected MessageStore create() throws Exception {
    Path place = Files.createDirectories(directory.resolve("store-" + ++stores));
    return H2MessageStore.openOverflow(place, new LocalDisk());
  }

  @Override
  protected MessageStore reopen(MessageStore open) {
    return open;
  }

  @Test
  void beginsEmptyBesideAStoreAndLeavesNothingBehind() throws Exception {
    Path place = directory.resolve("pair");
    Path file = place.resolve("overflow.mv.db");
    Disk disk = new LocalDisk();
    try (H2MessageStore durable = H2MessageStore.open(place, H2StoreSettings.defaults(), disk)) {
      durable.recover();
      Files.write(file, "left by a killed process".getBytes());
      try (H2MessageStore overflow = H2MessageStore.openOverflow(place, disk)) {
        assertEquals(List.of(), overflow.recover().backlogs());
        overflow.write(new WriteBatch().create(ORDERS).add(message(ORDERS, 4, 1)));
        assertTrue(Files.size(file) > 0);
        assertEquals(List.of(), durable.backlogs());
      }
      assertFalse(Files.exists(file));
      durable.write(new WriteBatch().create(ORDERS));
    }
  }

  @Test
  void forcesNothing() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    RecordingDisk recording = new RecordingDisk(disk);
    try (H2MessageStore overflow = H2MessageStore.openOverflow(Path.of("/store"), recording)) {
      overflow.recover();
      overflow.write(new WriteBatch().create(ORDERS).add(message(ORDERS, 4, 1)));
    }
    List<RecordingDisk.Event> events = recording.take();
    assertFalse(events.isEmpty());
    assertTrue(events.stream().noneMatch(RecordingDisk.Event::isForce));
  }

  @Test
  void fullDiskEndsItButNotTheStoreBesideIt() throws Exception {
    Level before = LOG.getLevel();
    LOG.setLevel(Level.OFF);
    FaultyDisk disk = new FaultyDisk(new SimulatedDisk());
    Path place = Path.of("/store");
    try (H2MessageStore durable = InlineH2.open(disk, place, 256 * 1024)) {
      durable.recover();
      H2MessageStore overflow = H2MessageStore.openOverflow(place, disk);
      overflow.recover();
      disk.failWrite(1);
      StoreException failed =
          assertThrows(StoreException.class, () -> overflow.write(new WriteBatch().create(ORDERS)));
      assertTrue(failed.getMessage().contains("overflow of " + place), failed.getMessage());
      assertThrows(StoreException.class, () -> overflow.read(0, 1, 1, 1));
      overflow.close();
      assertFalse(disk.exists(place.resolve("overflow.mv.db")));
      durable.write(new WriteBatch().create(ORDERS));
      assertEquals(List.of(ORDERS), durable.backlogs());
    } finally {
      LOG.setLevel(before);
    }
  }
}

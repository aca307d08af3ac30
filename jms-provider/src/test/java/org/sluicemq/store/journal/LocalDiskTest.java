// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

  private final LocalDisk disk = new LocalDisk();

  @TempDir Path directory;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void writtenBytesAreReadBackUpToTheEnd() throws IOException {
    try (DiskFile file = disk.open(directory.resolve("file"))) {
      file.write(3, new byte[] {0, 1, 2, 3}, 1, 3);
      assertEquals(6, file.size());
      byte[] found = new byte[10];
      assertEquals(6, file.read(0, found, 2, 8));
      assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 1, 2, 3, 0, 0}, found);
      assertEquals(0, file.read(6, found, 0, 1));
      file.setLength(4);
      assertEquals(4, file.size());
    }
  }

  @Test
  void renameReplacesAndDeleteOfNothingIsFine() throws IOException {
    Files.writeString(directory.resolve("old"), "old");
    Files.writeString(directory.resolve("new"), "new");
    disk.rename(directory.resolve("new"), directory.resolve("old"));
    disk.forceDirectory(directory);
    assertEquals("new", Files.readString(directory.resolve("old")));
    assertFalse(disk.exists(directory.resolve("new")));
    disk.delete(directory.resolve("new"));
    disk.delete(directory.resolve("old"));
    assertFalse(disk.exists(directory.resolve("old")));
  }

  @Test
  void missingDirectoriesAreCreated() throws IOException {
    Path deep = directory.resolve("a/b/c");
    disk.createDirectories(deep);
    disk.createDirectories(deep);
    assertTrue(Files.isDirectory(deep));
  }

  @Test
  void interruptDisturbsNeitherTheJournalNorItsCreation() throws IOException {
    Thread.currentThread().interrupt();
    disk.createDirectories(directory.resolve("store"));
    Path path = directory.resolve("store/test.journal");
    UUID store = UUID.randomUUID();
    try (Journal journal = Journal.create(disk, path, store, 64 * 1024)) {
      for (int i = 0; i < 100; i++) {
        journal.append(ByteBuffer.allocate(2000));
        journal.force();
        journal.release(journal.lastSequence());
      }
    }
    assertTrue(Thread.currentThread().isInterrupted());
    try (Journal journal = Journal.open(disk, path, store)) {
      assertEquals(100, journal.lastSequence());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run begins with. */
class TckPreparationTest {
  @TempDir private Path directory;

  private Path jar(String... entries) throws IOException {
    Path jar = directory.resolve("tck.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  @Test
  void aRunBeginsWithTheTckAndNothingOfTheRunBefore() throws IOException {
    Path run = Files.createDirectories(directory.resolve("run/results"));
    Path old = Files.writeString(run.resolve("TEST-old.xml"), "old");
    Path jar = jar("com/", "com/sun/AnIT.class");
    TckPreparation.prepare(jar, run.getParent(), Instant.EPOCH);
    assertFalse(Files.exists(old));
    Path unpacked = directory.resolve("run/classes/com/sun/AnIT.class");
    assertEquals("com/sun/AnIT.class", Files.readString(unpacked));
    String note = Files.readString(directory.resolve("run/run.properties"));
    assertTrue(note.contains("jar=tck.jar"), note);
    assertTrue(note.lines().anyMatch(line -> line.matches("sha256=[0-9a-f]{64}")), note);
    assertTrue(note.contains("1970-01-01"), note);
  }

  @Test
  void anEntryThatWouldLeaveTheDirectoryIsRefused() throws IOException {
    Path jar = jar("../outside");
    Path run = directory.resolve("run");
    IOException refusal = assertThrows(IOException.class, () -> DirectoryTree.unpack(jar, run));
    assertTrue(refusal.getMessage().contains("../outside"), refusal.getMessage());
    assertFalse(Files.exists(directory.resolve("outside")));
  }

  @Test
  void whatIsNotThereIsDeletedAlready() throws IOException {
    Path never = directory.resolve("never");
    DirectoryTree.delete(never);
    assertFalse(Files.exists(never));
  }
}

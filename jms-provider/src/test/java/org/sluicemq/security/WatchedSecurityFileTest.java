// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedSecurityFileTest {

  private static final Logger LOG = Logger.getLogger(WatchedSecurityFile.class.getName());

  @TempDir private Path directory;
  private final List<LogRecord> errors = new ArrayList<>();
  private final Handler handler = new Keeping();
  private Path path;
  private WatchedSecurityFile file;

  private final class Keeping extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel() == Level.SEVERE) {
        errors.add(entry);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws IOException {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
    path = SecurityFiles.write(directory.resolve("security"), 1, "queue.a = send: clerk");
    file = WatchedSecurityFile.open(path, KeyDerivation.PBKDF2);
  }

  @AfterEach
  void quiet() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void fileIsNotReadAgainWhileItIsTheSame() {
    assertSame(file.current(), file.current());
  }

  @Test
  void changeIsReadWhenSomebodyAsks() throws IOException {
    SecurityFile before = file.current();
    SecurityFiles.write(path, 2, "queue.b = send: clerk", "queue.c = send: clerk");

    assertNotSame(before, file.current());
    assertEquals(2, file.current().rules().size());
    assertSame(file.current(), file.current());
  }

  @Test
  void changeWithTheSameTimeIsNoticedByItsSize() throws IOException {
    SecurityFiles.write(path, 1, "queue.b = send: clerk", "queue.c = send: clerk");

    assertEquals(2, file.current().rules().size());
  }

  @Test
  void fileThatMakesNoSenseAnyMoreChangesNothingAndIsToldOnce() throws IOException {
    SecurityFile before = file.current();
    SecurityFiles.write(path, 2, "nonsense");

    assertSame(before, file.current());
    assertSame(before, file.current());
    assertEquals(1, errors.size());
    assertTrue(errors.get(0).getThrown().getMessage().contains("Line 1"));

    SecurityFiles.write(path, 3, "queue.a = send: clerk");
    assertNotSame(before, file.current());
    assertEquals(1, errors.size());
  }

  @Test
  void fileThatHasLostItsRulesIsNotTakenForPermissionOfEverything() throws IOException {
    SecurityFile before = file.current();
    SecurityFiles.write(path, 2, "");

    assertSame(before, file.current());
    assertEquals(1, errors.size());
    assertTrue(errors.get(0).getThrown().getMessage().contains("restart"));
  }

  @Test
  void fileThatIsGoneChangesNothingAndIsToldOnce() throws IOException {
    SecurityFile before = file.current();
    Files.delete(path);

    assertSame(before, file.current());
    assertSame(before, file.current());
    assertEquals(1, errors.size());
  }

  @Test
  void fileThatIsNotThereAtFirstIsRefused() {
    assertThrows(
        IOException.class,
        () -> WatchedSecurityFile.open(directory.resolve("none"), KeyDerivation.PBKDF2));
  }
}

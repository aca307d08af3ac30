// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {

  private static final int LOCKED = 7;

  @TempDir Path directory;

  @Test
  void secondHolderOfThisProcessIsRefusedByName() throws IOException {
    try (StoreLock held = StoreLock.acquire(new LocalDisk(), directory)) {
      StoreLockedException refused =
          assertThrows(
              StoreLockedException.class, () -> StoreLock.acquire(new LocalDisk(), directory));
      assertTrue(refused.getMessage().contains("process " + ProcessHandle.current().pid()));
      assertTrue(refused.getMessage().contains(directory.toString()));
      assertTrue(Files.exists(directory.resolve("store.lock")));
    }
  }

  @Test
  void closedLockCanBeTakenAgain() throws IOException {
    for (int i = 0; i < 3; i++) {
      StoreLock lock = StoreLock.acquire(new LocalDisk(), directory);
      lock.close();
      lock.close();
    }
    assertTrue(Files.readString(directory.resolve("store.owner")).contains("process"));
  }

  @Test
  void sameDirectoryUnderAnotherNameIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (StoreLock held = StoreLock.acquire(new LocalDisk(), directory)) {
      assertThrows(StoreLockedException.class, () -> StoreLock.acquire(new LocalDisk(), link));
    }
  }

  @Test
  void holderInAnotherClassLoaderIsRespected() throws Exception {
    URL[] classPath = {LocalDisk.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader other =
            new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
        StoreLock held = StoreLock.acquire(new LocalDisk(), directory)) {
      InvocationTargetException refused =
          assertThrows(InvocationTargetException.class, () -> acquireIn(other));
      assertEquals(StoreLockedException.class.getName(), refused.getCause().getClass().getName());
    }
  }

  private Object acquireIn(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> disk = loader.loadClass(Disk.class.getName());
    Object localDisk = loader.loadClass(LocalDisk.class.getName()).getConstructor().newInstance();
    return loader
        .loadClass(StoreLock.class.getName())
        .getMethod("acquire", disk, Path.class)
        .invoke(null, localDisk, directory);
  }

  @Test
  void holderInAnotherProcessIsRespectedAlsoAfterARefusedAttemptInTheHolder() throws Exception {
    try (StoreLock held = StoreLock.acquire(new LocalDisk(), directory)) {
      assertThrows(StoreLockedException.class, () -> StoreLock.acquire(new LocalDisk(), directory));
      assertEquals(LOCKED, exitOfAnotherProcess());
    }
    assertEquals(0, exitOfAnotherProcess());
  }

  private int exitOfAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(50, TimeUnit.SECONDS));
    return process.exitValue();
  }

  /** Tries to take the lock in a process of its own and ends with what came of it. */
  static final class Another {
    private Another() {}

    public static void main(String[] arguments) throws IOException {
      try {
        StoreLock.acquire(new LocalDisk(), Path.of(arguments[0])).close();
      } catch (StoreLockedException e) {
        System.exit(LOCKED);
      }
    }
  }

  @Test
  void lockFileThatCannotBeWrittenIsReportedAsSuch() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    IOException refused =
        assertThrows(IOException.class, () -> StoreLock.acquire(new LocalDisk(), file));
    assertInstanceOf(IOException.class, refused);
    assertTrue(refused.getMessage().contains("file"));
  }
}

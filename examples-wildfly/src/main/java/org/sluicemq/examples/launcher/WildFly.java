// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A WildFly distribution on disk. It is only read: each server has a directory of its own beside
 * it.
 *
 * @param home the distribution's directory
 */
public record WildFly(Path home) {

  /** Unpacks a distribution below a directory, unless it is there already. */
  public static WildFly unpacked(Path zip, Path below) throws IOException {
    String file = zip.getFileName().toString();
    Path home = below.resolve(file.substring(0, file.length() - ".zip".length()));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(below);
      Path partial = Files.createTempDirectory(below, "unpacking");
      unpack(zip, partial);
      Files.move(onlyChild(partial), home, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(partial);
    }
    return new WildFly(home);
  }

  /** Makes a server's directory with the distribution's stock configuration, unless it exists. */
  public void prepareServer(Path base) throws IOException {
    Path configuration = base.resolve("configuration");
    if (Files.isDirectory(configuration)) {
      return;
    }
    Files.createDirectories(base);
    Path partial = Files.createTempDirectory(base, "configuration");
    Path stock = home.resolve("standalone").resolve("configuration");
    try (Stream<Path> files = Files.list(stock)) {
      for (Path file : files.toList()) {
        Files.copy(file, partial.resolve(file.getFileName()));
      }
    }
    Files.move(partial, configuration, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a directory with all that is in it. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static void unpack(Path zip, Path into) throws IOException {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        unpack(archive, entries.nextElement(), into);
      }
    }
  }

  private static void unpack(ZipFile archive, ZipEntry entry, Path into) throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException(archive.getName() + " holds a path outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    try (InputStream content = archive.getInputStream(entry)) {
      Files.copy(content, target);
    }
  }

  private static Path onlyChild(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findFirst().orElseThrow();
    }
  }
}

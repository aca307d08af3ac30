// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How a life is started: as a process, with an archive of loaded classes, which an earlier life has
 * left, to save a third of what a life costs. Such archives hold what comes out of jars only, so
 * directories of the class path are packed first. Where there is no archive, all goes slower.
 */
final class Launch {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static Path directory;
  private static String classPath;

  private Launch() {}

  /** The command of a life; the first one leaves the archive when it ends well. */
  static synchronized List<String> command(Script script) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(JAVA.toString(), "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (directory == null) {
      prepare();
      command.add("-XX:ArchiveClassesAtExit=" + archive());
      command.add("-Xlog:cds=off");
      command.add("-Xlog:cds+dynamic=off");
    } else if (Files.exists(archive())) {
      command.add("-XX:SharedArchiveFile=" + archive());
    }
    command.addAll(List.of("-cp", classPath, Life.class.getName()));
    command.addAll(List.of(script.arguments()));
    return command;
  }

  private static Path archive() {
    return directory.resolve("life.jsa");
  }

  private static void prepare() throws IOException {
    directory = Files.createTempDirectory("sluice-launch");
    Runtime.getRuntime().addShutdownHook(new Thread(Launch::clean));
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      jars.add(
          Files.isDirectory(path)
              ? pack(path, directory.resolve(jars.size() + ".jar")).toString()
              : entry);
    }
    classPath = String.join(File.pathSeparator, jars);
  }

  private static Path pack(Path from, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(file);
        Stream<Path> found = Files.walk(from)) {
      for (Path path : found.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(
            new JarEntry(from.relativize(path).toString().replace(File.separatorChar, '/')));
        Files.copy(path, packed);
        packed.closeEntry();
      }
    }
    return jar;
  }

  private static void clean() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Before a run: finds the TCK, unpacks it for the run, and notes what is run and when it began.
 * Ends with 1, and an explanation, when there is no TCK.
 */
public final class TckPreparation {
  /** The note for the report, in the directory of the run. */
  static final String NOTE = "run.properties";

  /** The unpacked TCK, in the directory of the run. */
  static final String CLASSES = "classes";

  private TckPreparation() {}

  /**
   * Prepares a run, by the system properties {@code tck.directory}, {@code tck.version}, {@code
   * tck.jar}, {@code tck.repository}, {@code tck.maven}, {@code tck.offline} and {@code
   * tck.download}.
   *
   * @param arguments none
   * @throws IOException when the TCK cannot be read or unpacked
   * @throws InterruptedException when interrupted while Maven looks for it
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path repository = Path.of(System.getProperty("tck.repository"));
    MavenDownload download =
        new MavenDownload(
            Path.of(System.getProperty("tck.maven")),
            repository,
            Boolean.getBoolean("tck.offline"),
            System.getProperty("tck.download"));
    TckArtifact artifact = new TckArtifact(System.getProperty("tck.version"), repository, download);
    try {
      Path jar = artifact.find(System.getProperty("tck.jar", ""));
      prepare(jar, Path.of(System.getProperty("tck.directory")), Instant.now());
      System.out.println("TCK of Jakarta Messaging: " + jar.toAbsolutePath());
    } catch (MissingTckException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Empties the directory of the run and fills it for the next one. */
  static void prepare(Path jar, Path directory, Instant now) throws IOException {
    DirectoryTree.delete(directory);
    DirectoryTree.unpack(jar, directory.resolve(CLASSES));
    Properties note = new Properties();
    note.setProperty("jar", jar.getFileName().toString());
    note.setProperty("sha256", sha256(jar));
    note.setProperty("began", now.toString());
    try (OutputStream out = Files.newOutputStream(directory.resolve(NOTE))) {
      note.store(out, null);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

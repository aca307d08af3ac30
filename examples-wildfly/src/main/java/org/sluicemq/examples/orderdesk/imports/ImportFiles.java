// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps the files of imports under the server's data directory, so that a restart can go on. */
@ApplicationScoped
public class ImportFiles {

  private final Path folder =
      Path.of(System.getProperty("jboss.server.data.dir"), "orderdesk", "imports");

  /** Keeps a file, forced to disk, and returns the digest of its content. */
  String keep(byte[] content) {
    String digest = digest(content);
    Path file = file(digest);
    try {
      Files.createDirectories(folder);
      Path partial = Files.createTempFile(folder, digest, ".partial");
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return digest;
    } catch (IOException unwritable) {
      throw new IllegalStateException(
          "The file could not be kept in " + folder + ": " + unwritable.getMessage(), unwritable);
    }
  }

  byte[] content(String digest) {
    try {
      return Files.readAllBytes(file(digest));
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "The kept file " + file(digest) + " cannot be read", unreadable);
    }
  }

  private Path file(String digest) {
    return folder.resolve(digest + ".csv");
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Writes security files whose passwords are quick to check. */
public final class SecurityFiles {

  private static final Map<String, String> HASHES = new HashMap<>();

  private SecurityFiles() {}

  /** The stored form of a password, with as few iterations as are allowed. */
  public static synchronized String hash(String password) {
    return HASHES.computeIfAbsent(
        password,
        p -> {
          byte[] salt = new byte[16];
          salt[0] = (byte) HASHES.size();
          Base64.Encoder base64 = Base64.getEncoder();
          return "pbkdf2-sha512:10000:"
              + base64.encodeToString(salt)
              + ":"
              + base64.encodeToString(KeyDerivation.PBKDF2.derive(p, salt, 10_000));
        });
  }

  /** The line of a user. */
  public static String user(String name, String password) {
    return "user." + name + " = " + hash(password);
  }

  /**
   * Writes a file, and gives it a time of its own, so that a change is one however quickly it
   * comes.
   *
   * @param second by which the times of two versions differ
   */
  public static Path write(Path file, int second, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + 1_000L * second));
    return file;
  }
}

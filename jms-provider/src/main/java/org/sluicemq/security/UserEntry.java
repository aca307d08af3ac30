// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a user into a security file: what stands there of others stays as it is, comments included.
 */
public final class UserEntry {

  private final String name;
  private final PasswordHash password;
  private final String roles;

  private UserEntry(String name, PasswordHash password, String roles) {
    this.name = name;
    this.password = password;
    this.roles = roles;
  }

  /**
   * Hashes a user's password.
   *
   * @param name the user's name
   * @param password not empty
   * @param roles separated by commas; null to leave those that the user has
   * @return the entry
   * @throws IllegalArgumentException if the password is empty, or a name cannot be used
   */
  public static UserEntry of(String name, String password, String roles) {
    return new UserEntry(
        Names.check(name),
        PasswordHash.of(password),
        roles == null ? null : String.join(", ", Names.list(roles).stream().sorted().toList()));
  }

  /**
   * Writes the user's lines into a file, in place of those that are there. The file is replaced
   * whole, so that a broker that reads it meanwhile sees one or the other; a new one can be read by
   * its owner only. A symbolic link stays one, and the file that it leads to is replaced.
   *
   * @param file the security file; made if it is not there, unless it is a link
   * @return whether the user was there before
   * @throws IOException if it cannot be read or written; it is then as it was
   * @throws IllegalArgumentException if what the file holds makes no sense; it is then as it was
   */
  public boolean putInto(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean link = Files.isSymbolicLink(file);
    if (link || Files.exists(file)) {
      SecurityFile.read(file, KeyDerivation.PBKDF2);
      lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
    }
    boolean there = put(lines, "user." + name, password.stored());
    if (roles != null) {
      put(lines, "roles." + name, roles);
    }
    replace(link ? file.toRealPath() : file.toAbsolutePath(), lines);
    return there;
  }

  private static boolean put(List<String> lines, String key, String value) {
    String line = key + " = " + value;
    for (int i = 0; i < lines.size(); i++) {
      int equals = lines.get(i).indexOf('=');
      if (equals >= 0 && lines.get(i).substring(0, equals).strip().equals(key)) {
        lines.set(i, line);
        return true;
      }
    }
    lines.add(line);
    return false;
  }

  private static void replace(Path file, List<String> lines) throws IOException {
    Path written = Files.createTempFile(file.getParent(), "sluice-security", null);
    try {
      Files.write(written, lines, StandardCharsets.UTF_8);
      SecurityFile.read(written, KeyDerivation.PBKDF2);
      if (Files.exists(file)) {
        belongAs(file, written);
      }
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** Whoever may read the file now may read the new one: the broker's process may be another's. */
  private static void belongAs(Path file, Path written) throws IOException {
    PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (from == null) {
      return;
    }
    PosixFileAttributes wanted = from.readAttributes();
    PosixFileAttributeView to = Files.getFileAttributeView(written, PosixFileAttributeView.class);
    PosixFileAttributes made = to.readAttributes();
    if (!made.group().equals(wanted.group())) {
      to.setGroup(wanted.group());
    }
    to.setPermissions(wanted.permissions());
    if (!made.owner().equals(wanted.owner())) {
      to.setOwner(wanted.owner());
    }
  }
}

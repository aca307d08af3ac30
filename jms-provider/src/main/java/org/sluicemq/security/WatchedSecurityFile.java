// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A security file that is read again when it has changed. One that cannot be read or makes no sense
 * changes nothing: what was read before stays in force, and the log says so once. Thread-safe.
 *
 * <p>Some editors empty a file before they write it. What is read while a file changes does not
 * count, and neither does one that has lost its last rule, after which everything would be
 * permitted: that takes a restart.
 */
final class WatchedSecurityFile {

  private static final System.Logger LOG = System.getLogger(WatchedSecurityFile.class.getName());

  /** By what a change is noticed; a file that is not there has none of it. */
  private record Stamp(FileTime modified, long size, Object fileKey) {
    private static final Stamp ABSENT = new Stamp(null, 0, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "The security file cannot be looked at", e);
        return ABSENT;
      }
    }
  }

  private record Read(Stamp stamp, SecurityFile content) {}

  private final Path file;
  private final KeyDerivation derivation;
  private volatile Read last;

  private WatchedSecurityFile(Path file, KeyDerivation derivation, Read first) {
    this.file = file;
    this.derivation = derivation;
    this.last = first;
  }

  /**
   * Reads a file for the first time.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it makes no sense
   */
  static WatchedSecurityFile open(Path file, KeyDerivation derivation) throws IOException {
    Stamp stamp = Stamp.of(file);
    SecurityFile content = SecurityFile.read(file, derivation);
    if (!stamp.equals(Stamp.of(file))) {
      throw new IOException("It changed while it was read; start again when it is written whole");
    }
    tell("Read", file, content);
    return new WatchedSecurityFile(file, derivation, new Read(stamp, content));
  }

  private static void tell(String what, Path file, SecurityFile content) {
    LOG.log(
        Level.INFO,
        "{0} {1}: {2} users, {3}",
        what,
        file,
        content.users().size(),
        content.rules().permitEverything()
            ? "no rules, so whoever connects may do everything"
            : content.rules().size() + " rules");
  }

  /** What the file says now. */
  SecurityFile current() {
    Read read = last;
    return Stamp.of(file).equals(read.stamp) ? read.content : readAgain();
  }

  private void requireRules(SecurityFile read) {
    if (read.rules().permitEverything() && !last.content.rules().permitEverything()) {
      throw new IllegalArgumentException(
          "It had rules and has none, so that everything would be permitted; if that is meant,"
              + " restart the broker");
    }
  }

  private synchronized SecurityFile readAgain() {
    Stamp stamp = Stamp.of(file);
    if (stamp.equals(last.stamp)) {
      return last.content;
    }
    SecurityFile content = last.content;
    try {
      SecurityFile read = SecurityFile.read(file, derivation);
      if (!stamp.equals(Stamp.of(file))) {
        return content;
      }
      requireRules(read);
      content = read;
      tell("Read again", file, content);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(
          Level.ERROR,
          "The security file "
              + file
              + " has changed and cannot be used; what it said before holds",
          e);
    }
    last = new Read(stamp, content);
    return content;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A password as it is stored: {@code pbkdf2-sha512:ITERATIONS:SALT:KEY}, salt and key in Base64.
 * Each has a salt of its own, so equal passwords do not look alike. Immutable.
 */
public final class PasswordHash {

  private static final String SCHEME = "pbkdf2-sha512";
  private static final int ITERATIONS = 210_000;
  private static final int LEAST_ITERATIONS = 10_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;

  private final int iterations;
  private final byte[] salt;
  private final byte[] key;

  private PasswordHash(int iterations, byte[] salt, byte[] key) {
    this.iterations = iterations;
    this.salt = salt;
    this.key = key;
  }

  /**
   * Hashes a password with a new salt.
   *
   * @param password not empty
   * @return the hash
   * @throws IllegalArgumentException if the password is empty
   */
  public static PasswordHash of(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("The password is empty; give one");
    }
    byte[] salt = random(SALT_BYTES);
    return new PasswordHash(
        ITERATIONS, salt, KeyDerivation.PBKDF2.derive(password, salt, ITERATIONS));
  }

  /** One that no password fits, and that takes as long to find that out. */
  static PasswordHash ofNobody(int iterations) {
    return new PasswordHash(iterations, random(SALT_BYTES), random(KeyDerivation.KEY_BYTES));
  }

  static int standardIterations() {
    return ITERATIONS;
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  /** Reads a stored one; a refusal does not show it. */
  static PasswordHash parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw malformed(null);
    }
    try {
      int iterations = Integer.parseInt(parts[1]);
      byte[] salt = Base64.getDecoder().decode(parts[2]);
      byte[] key = Base64.getDecoder().decode(parts[3]);
      if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
        throw new IllegalArgumentException(
            "a password is hashed in "
                + LEAST_ITERATIONS
                + " to "
                + MOST_ITERATIONS
                + " iterations, not "
                + iterations);
      }
      if (salt.length < SALT_BYTES / 2 || key.length != KeyDerivation.KEY_BYTES) {
        throw malformed(null);
      }
      return new PasswordHash(iterations, salt, key);
    } catch (NumberFormatException e) {
      throw malformed(e);
    }
  }

  private static IllegalArgumentException malformed(Exception cause) {
    return new IllegalArgumentException(
        "a password is stored as "
            + SCHEME
            + ":ITERATIONS:SALT:KEY; make it with the command: SluiceTool user NAME",
        cause);
  }

  /** Whether it is this password; takes as long for one that nearly fits as for any other. */
  boolean matches(String password, KeyDerivation derivation) {
    return MessageDigest.isEqual(key, derivation.derive(password, salt, iterations));
  }

  int iterations() {
    return iterations;
  }

  /**
   * The form in which it is stored.
   *
   * @return a text without white space
   */
  public String stored() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        ":",
        SCHEME,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(key));
  }

  /** Shows neither salt nor key. */
  @Override
  public String toString() {
    return SCHEME + " with " + iterations + " iterations";
  }
}

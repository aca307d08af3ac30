// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Makes a key of a password, slowly: what a stolen hash costs to be guessed. Safe for any thread.
 */
@FunctionalInterface
interface KeyDerivation {

  /** The bytes of a key. */
  int KEY_BYTES = 64;

  /** PBKDF2 (RFC 8018) with HMAC-SHA-512, of the JDK. */
  KeyDerivation PBKDF2 = KeyDerivation::pbkdf2;

  byte[] derive(String password, byte[] salt, int iterations);

  private static byte[] pbkdf2(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

  private static final String SALT = Base64.getEncoder().encodeToString(new byte[16]);
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[64]);

  @Test
  void keyIsThatOfThePublishedTestVector() {
    assertEquals(
        "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
            + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce",
        HexFormat.of()
            .formatHex(
                KeyDerivation.PBKDF2.derive(
                    "password", "salt".getBytes(StandardCharsets.US_ASCII), 1)));
  }

  @Test
  void storedFormIsReadBackAndFitsThePasswordAlone() {
    PasswordHash read = PasswordHash.parse(PasswordHash.of("grün = teuer").stored());
    assertTrue(read.matches("grün = teuer", KeyDerivation.PBKDF2));
    assertFalse(read.matches("grun = teuer", KeyDerivation.PBKDF2));
    assertFalse(read.matches("", KeyDerivation.PBKDF2));
    assertEquals(210_000, read.iterations());
  }

  @Test
  void equalPasswordsDoNotLookAlike() {
    assertNotEquals(PasswordHash.of("secret").stored(), PasswordHash.of("secret").stored());
  }

  @Test
  void emptyPasswordIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(""));
  }

  @Test
  void noPasswordFitsThatOfNobody() {
    PasswordHash nobody = PasswordHash.ofNobody(10_000);
    assertFalse(nobody.matches("", KeyDerivation.PBKDF2));
    assertEquals(10_000, nobody.iterations());
  }

  @Test
  void textForPeopleShowsNeitherSaltNorKey() {
    PasswordHash hash = PasswordHash.of("secret");
    String[] parts = hash.stored().split(":");
    assertFalse(hash.toString().contains(parts[2]));
    assertFalse(hash.toString().contains(parts[3]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swordfish",
        "md5:10000:SALT:KEY",
        "pbkdf2-sha512:10000:SALT",
        "pbkdf2-sha512:10000:SALT:KEY:more",
        "pbkdf2-sha512:many:SALT:KEY",
        "pbkdf2-sha512:10000:AAAA:KEY",
        "pbkdf2-sha512:10000:SALT:AAAA",
        "pbkdf2-sha512:9999:SALT:KEY",
        "pbkdf2-sha512:2000000000:SALT:KEY",
        "pbkdf2-sha512:10000:swordfish!:KEY",
      })
  void anythingElseIsRefusedAndNotShown(String text) {
    String stored = text.replace("SALT", SALT).replace("KEY", KEY);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(stored));
    assertFalse(refusal.getMessage().contains("swordfish"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains(KEY), refusal.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;

/** What it costs to check a password, in keys derived. */
class UsersTest {

  private static final Identity ADA = new Identity("ada", Set.of("clerk"));

  /** The iterations of each key that was derived, in order. */
  private final List<Integer> derived = new ArrayList<>();

  private final Users users =
      new Users(
          Map.of("ada", new Users.User(ADA, PasswordHash.parse(SecurityFiles.hash("right")))),
          (password, salt, iterations) -> {
            derived.add(iterations);
            return KeyDerivation.PBKDF2.derive(password, salt, iterations);
          });

  private String refusal(String user, String password) {
    return assertThrows(LoginException.class, () -> users.authenticate(user, password))
        .getMessage();
  }

  @Test
  void rightPasswordIsDerivedOnceAndRememberedThen() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertEquals(ADA, users.authenticate("ada", "right"));
    }
    assertEquals(List.of(10_000), derived);
  }

  @Test
  void wrongPasswordIsDerivedEachTimeAlsoAfterARightOne() throws Exception {
    users.authenticate("ada", "right");
    derived.clear();

    refusal("ada", "wrong");
    refusal("ada", "wrong");
    refusal("ada", "");

    assertEquals(List.of(10_000, 10_000, 10_000), derived);
    assertEquals(ADA, users.authenticate("ada", "right"));
    assertEquals(3, derived.size());
  }

  @Test
  void unknownUserCostsAndIsToldTheSameAsAWrongPassword() {
    String wrong = refusal("ada", "wrong");
    String unknown = refusal("eve", "right");

    assertEquals(wrong, unknown);
    assertEquals(List.of(10_000, 10_000), derived);
  }

  @Test
  void passwordOfOneUserIsNotRememberedForAnother() throws Exception {
    users.authenticate("ada", "right");

    refusal("eve", "right");
    refusal("eve", "right");
    refusal("ad", "a\0right");
    assertEquals(4, derived.size());
  }
}

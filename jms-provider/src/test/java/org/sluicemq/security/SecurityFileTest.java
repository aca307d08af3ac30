// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluicemq.message.Address;

class SecurityFileTest {

  private static final Identity CLERK = new Identity("ada", Set.of("clerk"));
  private static final Identity STRANGER = new Identity("bob", Set.of());

  @TempDir private Path directory;

  private SecurityFile read(String... lines) throws IOException {
    Path file = SecurityFiles.write(directory.resolve("sluice-security"), 1, lines);
    return SecurityFile.read(file, KeyDerivation.PBKDF2);
  }

  private static boolean may(SecurityFile file, Identity who, Permission permission, String queue) {
    return file.rules().permits(who, permission, Address.queue(queue));
  }

  @Test
  void userHasPasswordAndRoles() throws Exception {
    SecurityFile file =
        read(
            "# the shop",
            "",
            "  ! also a comment",
            SecurityFiles.user("ada lovelace", "analytical"),
            "roles.ada lovelace = clerk , auditor,",
            SecurityFiles.user("bob", "engine"));

    assertEquals(
        new Identity("ada lovelace", Set.of("clerk", "auditor")),
        file.users().authenticate("ada lovelace", "analytical"));
    assertEquals(STRANGER, file.users().authenticate("bob", "engine"));
    assertThrows(LoginException.class, () -> file.users().authenticate("bob", "analytical"));
    assertEquals(2, file.users().size());
  }

  @Test
  void withoutARuleEverythingIsPermitted() throws Exception {
    SecurityFile file = read(SecurityFiles.user("bob", "engine"));

    assertTrue(may(file, STRANGER, Permission.MANAGE, "orders"));
    assertTrue(file.rules().permitEverything());
  }

  @Test
  void withARuleWhatNoneFitsIsForbidden() throws Exception {
    SecurityFile file = read("queue.orders = send: clerk");

    assertTrue(may(file, CLERK, Permission.SEND, "orders"));
    assertFalse(may(file, CLERK, Permission.RECEIVE, "orders"));
    assertFalse(may(file, STRANGER, Permission.SEND, "orders"));
    assertFalse(may(file, CLERK, Permission.SEND, "orders.eu"));
    assertFalse(file.rules().permits(CLERK, Permission.SEND, Address.topic("orders")));
    assertFalse(file.rules().permitEverything());
  }

  @Test
  void mostSpecificRuleDecidesAloneWhereverItStands() throws Exception {
    SecurityFile file =
        read(
            "queue.# = send: clerk; receive: clerk; browse: clerk",
            "queue.orders.* = receive: clerk",
            "queue.orders.eu = browse: clerk");

    assertTrue(may(file, CLERK, Permission.SEND, "returns"));
    assertFalse(may(file, CLERK, Permission.SEND, "orders.us"));
    assertTrue(may(file, CLERK, Permission.RECEIVE, "orders.us"));
    assertFalse(may(file, CLERK, Permission.RECEIVE, "orders.eu"));
    assertTrue(may(file, CLERK, Permission.BROWSE, "orders.eu"));
    assertTrue(may(file, CLERK, Permission.SEND, "orders.eu.north"));
  }

  @Test
  void ofEquallySpecificRulesTheFirstDecides() throws Exception {
    SecurityFile file = read("queue.#.a.# = send: clerk", "queue.#.b.# = receive: clerk");

    assertTrue(may(file, CLERK, Permission.SEND, "a.b"));
    assertFalse(may(file, CLERK, Permission.RECEIVE, "a.b"));
  }

  @Test
  void starInThePlaceOfARoleIsEverybody() throws Exception {
    SecurityFile file = read("queue.notes = send: *; receive: anonymous");

    assertTrue(may(file, STRANGER, Permission.SEND, "notes"));
    assertTrue(may(file, Identity.ANONYMOUS, Permission.SEND, "notes"));
    assertTrue(may(file, Identity.ANONYMOUS, Permission.RECEIVE, "notes"));
    assertFalse(may(file, STRANGER, Permission.RECEIVE, "notes"));
  }

  @Test
  void reasonNamesTheRuleTheRolesAndTheFile() throws Exception {
    SecurityFile file = read("queue.orders.# = send: clerk, shop");

    String reason = file.rules().reason(STRANGER, Permission.SEND, Address.queue("orders"));
    assertTrue(reason.contains("queue.orders.# gives send to [clerk, shop]"), reason);
    assertTrue(reason.contains(directory.toString()), reason);
    assertTrue(reason.contains("securityFile"), reason);

    String none = file.rules().reason(STRANGER, Permission.SEND, Address.queue("returns"));
    assertTrue(none.contains("no rule"), none);
    assertTrue(none.contains("securityFile"), none);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue.orders             | no equals sign",
        "colour = red             | user., roles., queue. or topic.",
        "queue.orders = sell: a   | no right 'sell'",
        "queue.orders = send      | RIGHT: ROLE",
        "queue.orders = send: a; send: b | given twice",
        "queue.or*ers = send: a   | whole words",
        "queue.orders = send: a:b | ':'",
        "user.x = swordfish       | SluiceTool user",
        "user. = swordfish        | a name is missing",
        "user.anonymous = x       | without a name",
        "roles.nobody = clerk     | no line user.nobody",
      })
  void lineThatMakesNoSenseIsNamedAndItsPasswordIsNotShown(String line, String why) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> read("# first", line));
    String message = refusal.getMessage();
    assertTrue(message.contains("Line 2 of " + directory), message);
    assertTrue(message.contains(why.equals("':'") ? "a:b" : why), message);
    assertFalse(message.contains("swordfish"), message);
  }

  @Test
  void lineThatIsThereTwiceIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> read("queue.orders = send: a", "queue.orders = receive: b"));
    assertTrue(refusal.getMessage().contains("queue.orders is in line 1 already"));
  }

  @Test
  void fileThatIsNotUtf8IsRefused() throws IOException {
    Path file = Files.write(directory.resolve("latin"), new byte[] {'#', (byte) 0xfc});
    assertThrows(
        IllegalArgumentException.class, () -> SecurityFile.read(file, KeyDerivation.PBKDF2));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.Logger;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.message.Address;
import org.sluicemq.store.MemoryMessageStore;

/** Who is admitted, by the settings. */
class AccessControlTest {

  @TempDir private Path directory;
  private LocalBroker broker;

  /** Knows one user. */
  public static final class OneUser implements Authenticator {
    @Override
    public Identity authenticate(String user, String password) throws LoginException {
      switch (user) {
        case "ada":
          return new Identity("ada", Set.of("clerk"));
        case "nobody":
          return null;
        case "crash":
          throw new IllegalStateException("the directory is down");
        case "unlinked":
          throw new NoClassDefFoundError("org/example/Ldap");
        case "endless":
          throw new StackOverflowError();
        case "silent":
          throw new LoginException();
        default:
          throw new FailedLoginException("the directory does not know them");
      }
    }
  }

  /** Permits everything to clerks. */
  public static final class ClerksOnly implements Authorizer {
    @Override
    public boolean permits(Identity who, Permission permission, Address destination) {
      return who.roles().contains("clerk");
    }
  }

  /** Cannot be made. */
  public static final class Broken implements Authenticator {
    public Broken() {
      throw new IllegalStateException("no network");
    }

    @Override
    public Identity authenticate(String user, String password) {
      return Identity.ANONYMOUS;
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker =
        LocalBroker.start(
            new BrokerSettings("access", 1 << 20, 1 << 20, RedeliveryPolicy.DEFAULT),
            new MemoryMessageStore("access"),
            Scheduler.onThread("access", InstantSource.system()));
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  private Path file(String... lines) throws Exception {
    return SecurityFiles.write(directory.resolve("security"), 1, lines);
  }

  private static AccessControl open(
      Path file, boolean anonymous, String authenticator, String authorizer)
      throws BrokerException {
    return AccessControl.open(new AccessSettings(file, anonymous, authenticator, authorizer));
  }

  private String refusal(AccessControl access, String user, String password) {
    BrokerException refusal =
        assertThrows(BrokerException.class, () -> access.admit(broker, user, password));
    assertEquals(BrokerException.Reason.SECURITY, refusal.reason());
    assertFalse(refusal.getMessage().contains("swordfish"), refusal.getMessage());
    return refusal.getMessage();
  }

  private static String refusedStart(
      Path file, boolean anonymous, String authenticator, String authorizer) {
    BrokerException refusal =
        assertThrows(BrokerException.class, () -> open(file, anonymous, authenticator, authorizer));
    assertEquals(BrokerException.Reason.SECURITY, refusal.reason());
    return refusal.getMessage();
  }

  @Test
  void withoutUsersEverybodyIsAdmittedAsTheyAre() throws Exception {
    AccessControl access = open(null, true, "", "");
    assertSame(broker, access.admit(broker, null, null));
    assertSame(broker, access.admit(broker, "ada", "swordfish"));
  }

  @Test
  void withUsersOnlyTheRightPasswordIsAdmitted() throws Exception {
    AccessControl access = open(file(SecurityFiles.user("ada", "swordfish")), true, "", "");
    assertSame(broker, access.admit(broker, "ada", "swordfish"));

    String wrong = refusal(access, "ada", "swordfish2");
    assertTrue(wrong.contains("'ada'") && !wrong.contains(directory.toString()), wrong);
    assertEquals(wrong.replace("'ada'", "'eve'"), refusal(access, "eve", "swordfish"));
    assertEquals(wrong, refusal(access, "ada", null));
    assertEquals(wrong, refusal(access, "ada", ""));
  }

  @Test
  void whoGivesNoNameIsAdmittedByTheSettingAlone() throws Exception {
    Path file = file(SecurityFiles.user("ada", "swordfish"));
    AccessControl open = open(file, true, "", "");
    assertSame(broker, open.admit(broker, null, null));
    assertSame(broker, open.admit(broker, "", "swordfish"));

    AccessControl closed = open(file, false, "", "");
    assertTrue(refusal(closed, null, null).contains("anonymousAccess"));
    assertTrue(refusal(closed, "", "swordfish").contains("anonymousAccess"));
    assertSame(broker, closed.admit(broker, "ada", "swordfish"));
  }

  @Test
  void rulesStandBetweenTheConnectionAndTheBroker() throws Exception {
    AccessControl access = open(file("queue.orders = send: anonymous"), true, "", "");
    var guarded = assertInstanceOf(GuardedBroker.class, access.admit(broker, null, null));
    assertEquals(
        "User 'anonymous' may not create queue 'orders': queue.orders gives create to nobody, and"
            + " the user's roles are [anonymous]: see "
            + directory.resolve("security")
            + " (setting securityFile)",
        assertThrows(BrokerException.class, () -> guarded.declare(Address.queue("orders")))
            .getMessage());
  }

  @Test
  void connectionKeepsTheRulesItWasMadeUnderAndTheNextHasTheNewOnes() throws Exception {
    Path file = file("queue.orders = create: anonymous");
    AccessControl access = open(file, true, "", "");
    var before = access.admit(broker, null, null);
    SecurityFiles.write(file, 2, SecurityFiles.user("ada", "trout"), "queue.# = create: clerk");

    var after = access.admit(broker, null, null);
    before.declare(Address.queue("orders"));
    assertThrows(BrokerException.class, () -> after.declare(Address.queue("returns")));
    assertInstanceOf(GuardedBroker.class, access.admit(broker, "ada", "trout"));
  }

  @Test
  void passwordThatWasChangedIsNotRememberedAnyMore() throws Exception {
    Path file = file(SecurityFiles.user("ada", "swordfish"));
    AccessControl access = open(file, true, "", "");
    access.admit(broker, "ada", "swordfish");
    SecurityFiles.write(file, 2, SecurityFiles.user("ada", "trout"));

    refusal(access, "ada", "swordfish");
    assertSame(broker, access.admit(broker, "ada", "trout"));
  }

  @Test
  void programDecidesAboutUsersAndRights() throws Exception {
    AccessControl access = open(null, true, OneUser.class.getName(), ClerksOnly.class.getName());
    access.admit(broker, "ada", "whatever").declare(Address.queue("orders"));
    var anonymous = access.admit(broker, null, null);
    String refusal =
        assertThrows(BrokerException.class, () -> anonymous.declare(Address.queue("returns")))
            .getMessage();
    assertTrue(refusal.contains(ClerksOnly.class.getName()), refusal);

    assertTrue(refusal(access, "eve", "swordfish").contains("the directory does not know them"));
    assertTrue(refusal(access, "crash", "swordfish").contains(OneUser.class.getName()));
    assertTrue(refusal(access, "nobody", "swordfish").contains("gave no identity"));
  }

  @Test
  void programThatFailsInAnyWayRefuses() throws Exception {
    AccessControl access = open(null, true, OneUser.class.getName(), "");
    assertTrue(refusal(access, "unlinked", "swordfish").contains(OneUser.class.getName()));
    assertTrue(refusal(access, "endless", "swordfish").contains(OneUser.class.getName()));
    String silent = refusal(access, "silent", "swordfish");
    assertTrue(silent.contains("gives no reason") && !silent.contains("null"), silent);
  }

  @Test
  void usersWithoutRulesBesideAnonymousAccessAreWarnedOf() throws Exception {
    List<String> warned = new ArrayList<>();
    Logger log = Logger.getLogger(AccessControl.class.getName());
    Filter keeping = entry -> !warned.add(entry.getMessage());
    log.setFilter(keeping);
    try {
      Path file = file(SecurityFiles.user("ada", "swordfish"));
      open(file, false, "", "");
      open(file, true, "", ClerksOnly.class.getName());
      assertEquals(List.of(), warned);
      open(file, true, "", "");
    } finally {
      log.setFilter(null);
    }
    assertEquals(1, warned.size());
    assertTrue(warned.get(0).contains("protects nothing"), warned.get(0));
    assertTrue(warned.get(0).contains("anonymousAccess to false"), warned.get(0));
  }

  @Test
  void fileThatIsAskedForHoldsOnlyUnderTheSameClasses() {
    Path file = directory.resolve("security");
    AccessSettings plain = new AccessSettings(file, true, "", "");
    assertTrue(plain.holdUnder(plain));
    assertFalse(plain.holdUnder(new AccessSettings(file, true, "org.example.Everybody", "")));
    assertFalse(plain.holdUnder(new AccessSettings(file, true, "", "org.example.Everything")));
    assertTrue(
        new AccessSettings(null, true, "", "")
            .holdUnder(new AccessSettings(file, false, "org.example.A", "org.example.B")));
  }

  @Test
  void usersOfAProgramMayBeUnderTheRulesOfAFile() throws Exception {
    Path file = file(SecurityFiles.user("eve", "swordfish"), "queue.# = create: clerk");
    AccessControl access = open(file, false, OneUser.class.getName(), "");
    access.admit(broker, "ada", "whatever").declare(Address.queue("orders"));
    refusal(access, "eve", "swordfish");
  }

  @Test
  void madeUpNameDoesNotForgeLinesOfALog() throws Exception {
    AccessControl access = open(file(SecurityFiles.user("ada", "swordfish")), true, "", "");
    String told = refusal(access, "eve\nERROR all is lost" + "x".repeat(500), "swordfish");
    assertFalse(told.contains("\n"));
    assertTrue(told.length() < 500, told);
  }

  @Test
  void settingsUnderWhichNobodyCouldConnectAreRefused() {
    assertTrue(refusedStart(null, false, "", "").contains("anonymousAccess"));
    assertTrue(refusedStart(null, true, "", ClerksOnly.class.getName()).contains("securityFile"));
  }

  @Test
  void fileThatCannotBeUsedIsRefusedWithItsSetting() throws Exception {
    String missing = refusedStart(directory.resolve("none"), true, "", "");
    assertTrue(missing.contains("none (setting securityFile)"), missing);
    String nonsense = refusedStart(file("nonsense"), true, "", "");
    assertTrue(nonsense.contains("Line 1") && nonsense.contains("securityFile"), nonsense);
  }

  @ParameterizedTest
  @CsvSource({
    "org.example.Missing, no such class",
    "java.lang.String, does not implement",
    "org.sluicemq.security.Authenticator, public constructor",
    "org.sluicemq.security.AccessControlTest$Broken, its constructor failed",
  })
  void classThatCannotBeUsedIsRefusedWithItsSetting(String className, String why) {
    String told = refusedStart(null, true, className, "");
    assertTrue(told.contains("authenticator cannot be '" + className + "'"), told);
    assertTrue(told.contains(why), told);
  }
}

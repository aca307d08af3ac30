// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.Subject;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.SluiceQueue;
import org.sluicemq.ra.container.PoolOfOne;
import org.sluicemq.ra.container.ScriptedWorkManager;
import org.sluicemq.ra.outbound.SluiceManagedConnectionFactory;
import org.sluicemq.security.UserEntry;

/** Who a pooled connection belongs to, and what the broker lets it do. */
class SecuredOutboundTest {

  private static final Queue ORDERS = new SluiceQueue("orders");

  private final PoolOfOne pool = new PoolOfOne();
  private final SluiceResourceAdapter adapter = new SluiceResourceAdapter();
  private final SluiceManagedConnectionFactory managed = new SluiceManagedConnectionFactory();
  @TempDir private Path directory;
  private ConnectionFactory factory;

  @BeforeEach
  void start() throws Exception {
    Path file = directory.resolve("security");
    Files.writeString(
        file,
        "queue.# = send: clerk; create: clerk\n" + "queue.sluice.branches = manage: recovery\n");
    UserEntry.of("recovery", "anchor", "recovery").putInto(file);
    UserEntry.of("ada", "swordfish", "clerk").putInto(file);
    UserEntry.of("bob", "trout", null).putInto(file);
    adapter.setMemoryStore("secured-" + UUID.randomUUID());
    adapter.setSecurityFile(file.toString());
    adapter.start(new ScriptedWorkManager());
    managed.setResourceAdapter(adapter);
    factory = (ConnectionFactory) managed.createConnectionFactory(pool);
  }

  @AfterEach
  void stop() throws Exception {
    if (pool.connection() != null) {
      pool.connection().destroy();
    }
    adapter.stop();
  }

  private Subject subject(SluiceManagedConnectionFactory of, String user, String password) {
    PasswordCredential credential = new PasswordCredential(user, password.toCharArray());
    credential.setManagedConnectionFactory(of);
    return new Subject(false, Set.of(), Set.of(), Set.of(credential));
  }

  private static void send(Connection connection) throws JMSException {
    try (Session session = connection.createSession()) {
      session.createProducer(ORDERS).send(session.createMessage());
    }
  }

  @Test
  void wrongPasswordIsRefusedWhereTheConnectionIsCreated() {
    JMSSecurityException refusal =
        assertThrows(
            JMSSecurityException.class, () -> factory.createConnection("ada", "wr0ng-guess"));
    assertTrue(refusal.getMessage().contains("'ada'"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("wr0ng-guess"), refusal.getMessage());
    assertThrows(
        JMSSecurityRuntimeException.class, () -> factory.createContext("ada", "wr0ng-guess"));
  }

  @Test
  void refusalThatAServerHasWrappedIsStillOne() {
    ConnectionManager wrapping =
        (of, request) -> {
          try {
            return of.createManagedConnection(null, request);
          } catch (ResourceException e) {
            throw new ResourceException("No connection", new IllegalStateException("Pool", e));
          }
        };
    ConnectionFactory wrapped = (ConnectionFactory) managed.createConnectionFactory(wrapping);
    assertThrows(JMSSecurityException.class, () -> wrapped.createConnection("ada", "wrong"));
    assertThrows(JMSSecurityRuntimeException.class, () -> wrapped.createContext("ada", "wrong"));
  }

  @Test
  void identityOfTheApplicationHasItsRights() throws Exception {
    try (Connection connection = factory.createConnection("ada", "swordfish")) {
      send(connection);
    }
    try (Connection connection = factory.createConnection("bob", "trout")) {
      assertThrows(JMSSecurityException.class, () -> send(connection));
    }
    try (Connection connection = factory.createConnection()) {
      assertThrows(JMSSecurityException.class, () -> send(connection));
    }
  }

  @Test
  void identityOfTheServerComesBeforeThatOfTheApplicationAndTheFactory() throws Exception {
    managed.setUser("bob");
    managed.setPassword("trout");
    Subject ada = subject(managed, "ada", "swordfish");

    ManagedConnection connection = managed.createManagedConnection(ada, null);
    assertEquals("ada", connection.getMetaData().getUserName());
    send((Connection) connection.getConnection(ada, null));
    connection.destroy();

    Subject eve = subject(managed, "ada", "guess");
    assertThrows(SecurityException.class, () -> managed.createManagedConnection(eve, null));
  }

  @Test
  void credentialForAnotherFactoryIsNotUsed() throws Exception {
    SluiceManagedConnectionFactory other = new SluiceManagedConnectionFactory();
    other.setClientId("other");
    ManagedConnection connection =
        managed.createManagedConnection(subject(other, "ada", "swordfish"), null);
    assertNull(connection.getMetaData().getUserName());
    connection.destroy();
  }

  @Test
  void pooledConnectionIsGivenToNobodyElse() throws Exception {
    Subject ada = subject(managed, "ada", "swordfish");
    ManagedConnection adas = managed.createManagedConnection(ada, null);
    Set<ManagedConnection> pooled = Set.of(adas);

    assertSame(adas, managed.matchManagedConnections(pooled, ada, null));
    for (Subject other :
        List.of(subject(managed, "ada", "guess"), subject(managed, "bob", "swordfish"))) {
      assertNull(managed.matchManagedConnections(pooled, other, null));
      assertThrows(SecurityException.class, () -> adas.getConnection(other, null));
    }
    assertNull(managed.matchManagedConnections(pooled, null, null));
    assertThrows(SecurityException.class, () -> adas.getConnection(null, null));
    adas.destroy();
  }

  @Test
  void recoveryThroughAConnectionNeedsTheRightToManageBranches() throws Exception {
    int scan = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
    ManagedConnection bobs =
        managed.createManagedConnection(subject(managed, "bob", "trout"), null);
    XAException refusal = assertThrows(XAException.class, () -> bobs.getXAResource().recover(scan));
    assertEquals(XAException.XAER_RMERR, refusal.errorCode);
    assertTrue(refusal.getMessage().contains("sluice.branches"), refusal.getMessage());
    bobs.destroy();

    ManagedConnection recovery =
        managed.createManagedConnection(subject(managed, "recovery", "anchor"), null);
    assertEquals(0, recovery.getXAResource().recover(scan).length);
    recovery.destroy();
    // The server's own way to the adapter's resource asks nobody.
    assertEquals(0, adapter.getXAResources(new ActivationSpec[] {null})[0].recover(scan).length);
  }

  @Test
  void adapterWithoutAnonymousAccessConnectsWithItsFactorysUser() throws Exception {
    SluiceResourceAdapter closed = new SluiceResourceAdapter();
    closed.setMemoryStore("closed-" + UUID.randomUUID());
    closed.setSecurityFile(directory.resolve("security").toString());
    closed.setAnonymousAccess("false");
    closed.start(new ScriptedWorkManager());
    SluiceManagedConnectionFactory of = new SluiceManagedConnectionFactory();
    of.setResourceAdapter(closed);

    assertThrows(SecurityException.class, () -> of.createManagedConnection(null, null));
    of.setUserName("ada");
    of.setPassword("swordfish");
    ManagedConnection connection = of.createManagedConnection(null, null);
    assertEquals("ada", connection.getMetaData().getUserName());
    connection.destroy();
    closed.stop();
  }

  @Test
  void systemPropertySecuresTheAdaptersThatAServerStartsWithDefaults() throws Exception {
    SluiceResourceAdapter defaults = new SluiceResourceAdapter();
    defaults.setMemoryStore("defaults-" + UUID.randomUUID());
    System.setProperty("sluice.securityFile", directory.resolve("security").toString());
    System.setProperty("sluice.anonymousAccess", "false");
    try {
      defaults.start(new ScriptedWorkManager());
    } finally {
      System.clearProperty("sluice.securityFile");
      System.clearProperty("sluice.anonymousAccess");
    }
    assertThrows(JMSException.class, () -> defaults.connectionFactory().createConnection());
    defaults.connectionFactory().createConnection("ada", "swordfish").close();
    defaults.stop();
  }

  @Test
  void adapterWhoseUsersCannotBeReadDoesNotStart() {
    SluiceResourceAdapter broken = new SluiceResourceAdapter();
    broken.setMemoryStore("broken-" + UUID.randomUUID());
    broken.setSecurityFile(directory.resolve("none").toString());
    ResourceAdapterInternalException refusal =
        assertThrows(
            ResourceAdapterInternalException.class, () -> broken.start(new ScriptedWorkManager()));
    assertTrue(refusal.getMessage().contains("securityFile"), refusal.getMessage());
  }

  @Test
  void factoryDoesNotTellItsPassword() {
    managed.setUser("ada");
    managed.setPassword("swordfish");
    assertFalse(managed.toString().contains("swordfish"));
    assertFalse(String.valueOf(adapter).contains("swordfish"));
  }
}

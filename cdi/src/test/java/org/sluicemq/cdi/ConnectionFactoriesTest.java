// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSessionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.cdi.example.PlainTransactions;
import org.sluicemq.naming.SluiceInitialContextFactory;

/** Whom the name of a connection factory means, and what is said when it means nobody. */
class ConnectionFactoriesTest {

  @AfterEach
  void forgetJndi() {
    System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    System.clearProperty(Context.PROVIDER_URL);
    BoundNames.BOUND.clear();
  }

  private static void bind(String name, Object what) {
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, BoundNames.class.getName());
    BoundNames.BOUND.put(name, what);
  }

  @Test
  void nameIsLookedUpInJndiWhereNoBeanHasIt() {
    RecordingFactory bound = new RecordingFactory("cdi-jndi");
    bind("jms/elsewhere", bound);
    try (Program program = Program.of(Elsewhere.class, PlainTransactions.class)) {
      program.request(() -> program.bean(Elsewhere.class).context.createMessage());
    }
    assertEquals(1, bound.contexts().size());
  }

  @Test
  void namesDefinedByPropertiesOfSluiceAreFound() {
    System.setProperty(
        Context.INITIAL_CONTEXT_FACTORY, SluiceInitialContextFactory.class.getName());
    System.setProperty(Context.PROVIDER_URL, "sluice:mem:cdi-by-properties");
    try (Program program = Program.of(ByProperties.class, Desk.class, PlainTransactions.class)) {
      program.request(
          () -> {
            JMSContext context = program.bean(ByProperties.class).context;
            context.createProducer().send(context.createQueue("orders"), "a");
            assertEquals(
                "a",
                context
                    .createConsumer(context.createQueue("orders"))
                    .receiveBody(String.class, 1000));
            program.bean(Desk.class).send("beside", "the default one is not bound there");
          });
    }
    assertTrue(Files.isDirectory(Path.of("sluice-data")));
  }

  @Test
  void beanComesBeforeJndi() {
    RecordingFactory bound = new RecordingFactory("cdi-jndi");
    bind(RecordedFactories.ORDERS, bound);
    try (Program program =
        Program.recorded(RequestScopeTest.Counter.class, PlainTransactions.class)) {
      program.request(() -> program.bean(RequestScopeTest.Counter.class).orders.createMessage());
      assertEquals(1, program.factories().recordedOrders().contexts().size());
    }
    assertEquals(0, bound.contexts().size());
  }

  @Test
  void defaultFactoryCanBeBoundInJndi() {
    RecordingFactory bound = new RecordingFactory("cdi-jndi-default");
    bind("java:comp/DefaultJMSConnectionFactory", bound);
    try (Program program = Program.of(Desk.class, PlainTransactions.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
    }
    assertEquals(1, bound.contexts().size());
  }

  @Test
  void defaultFactoryIsAStoreInTheWorkingDirectoryWhereNobodySaysElse() {
    try (Program program = Program.of(Desk.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      program.request(() -> assertEquals("a", program.bean(Desk.class).receive("orders")));
    }
    assertTrue(Files.isDirectory(Path.of("sluice-data")));
  }

  @Test
  void unknownNameIsToldWithBothWaysToGiveIt() {
    try (Program program = Program.of(Elsewhere.class, PlainTransactions.class)) {
      assertSays(program, "'jms/elsewhere'", "@Named(\"jms/elsewhere\")", "jndi.properties");
      bind("jms/other", "x");
      assertSays(program, "'jms/elsewhere'", "@Named(\"jms/elsewhere\")", "jndi.properties");
    }
  }

  @Test
  void whatIsNoConnectionFactoryIsToldByItsClass() {
    bind("jms/elsewhere", "a text");
    try (Program program = Program.of(Elsewhere.class, PlainTransactions.class)) {
      assertSays(program, "'jms/elsewhere'", "java.lang.String");
    }
  }

  private static void assertSays(Program program, String... parts) {
    program.request(
        () -> {
          JMSContext context = program.bean(Elsewhere.class).context;
          JMSRuntimeException e = assertThrows(JMSRuntimeException.class, context::createMessage);
          for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
          }
        });
  }

  @Test
  void severalBeansWithoutANameAreTold() {
    try (Program program = Program.recorded(Desk.class, Second.class)) {
      program.request(
          () -> {
            JMSRuntimeException e =
                assertThrows(
                    JMSRuntimeException.class, () -> program.bean(Desk.class).send("orders", "a"));
            assertTrue(e.getMessage().contains("@Named"), e.getMessage());
          });
    }
  }

  @Test
  void factoryThatDependsOnNothingIsMadeOnce() {
    Second.made = 0;
    try (Program program = Program.of(Desk.class, Second.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      program.request(() -> program.bean(Desk.class).send("orders", "b"));
    }
    assertEquals(1, Second.made);
  }

  @Test
  void factoryThatDependsOnNothingIsDisposedOfWithTheProgram() {
    Disposing.DISPOSED.set(0);
    try (Program program = Program.of(Desk.class, Disposing.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      program.request(() -> program.bean(Desk.class).send("orders", "b"));
      assertEquals(0, Disposing.DISPOSED.get());
    }
    assertEquals(1, Disposing.DISPOSED.get());
  }

  @Test
  void factoryThatTakesLongToMakeHoldsUpNoOther() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Slow.making = making;
    Slow.go = go;
    try (Program program = Program.of(Desk.class, Slow.class, Patient.class)) {
      Thread waiting =
          new Thread(
              () -> program.request(() -> program.bean(Patient.class).context.createMessage()));
      waiting.start();
      making.await();
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      assertTrue(waiting.isAlive());
      go.countDown();
      waiting.join();
    } finally {
      go.countDown();
    }
  }

  @Test
  void programWithAModeThatDoesNotExistDoesNotStart() {
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> Program.of(BadMode.class).close());
    assertTrue(e.getMessage().contains("@JMSSessionMode(17)"), e.getMessage());
    assertTrue(e.getMessage().contains("BadMode"), e.getMessage());
  }

  @Test
  void programWithABlankNameDoesNotStart() {
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> Program.of(BadName.class).close());
    assertTrue(e.getMessage().contains("@JMSConnectionFactory"), e.getMessage());
  }

  /** Asks for a factory that no bean is. */
  @Dependent
  public static class Elsewhere {
    @Inject
    @JMSConnectionFactory("jms/elsewhere")
    JMSContext context;
  }

  /** Asks for what a provider URL binds. */
  @Dependent
  public static class ByProperties {
    @Inject
    @JMSConnectionFactory("ConnectionFactory")
    JMSContext context;
  }

  /** Produces one more factory without a name. */
  @Dependent
  public static class Second {

    static int made;

    @Produces
    ConnectionFactory second() {
      made++;
      return new RecordingFactory("cdi-second");
    }

    @Produces
    @Named("jms/second")
    ConnectionFactory named() {
      return new RecordingFactory("cdi-second-named");
    }
  }

  /** Wants its factory back. */
  @ApplicationScoped
  public static class Disposing {

    static final AtomicInteger DISPOSED = new AtomicInteger();

    @Produces
    ConnectionFactory factory() {
      return new RecordingFactory("cdi-disposing");
    }

    void dispose(@Disposes ConnectionFactory factory) {
      DISPOSED.incrementAndGet();
    }
  }

  /** Produces one factory at once, and another when it is told to. */
  @Dependent
  public static class Slow {

    static CountDownLatch making;
    static CountDownLatch go;

    @Produces
    ConnectionFactory quick() {
      return new RecordingFactory("cdi-quick");
    }

    @Produces
    @Named("jms/slow")
    ConnectionFactory slow() throws InterruptedException {
      making.countDown();
      go.await();
      return new RecordingFactory("cdi-slow");
    }
  }

  /** Asks for the slow one. */
  @Dependent
  public static class Patient {
    @Inject
    @JMSConnectionFactory("jms/slow")
    JMSContext context;
  }

  /** No such mode. */
  @Dependent
  public static class BadMode {
    @Inject
    @JMSSessionMode(17)
    JMSContext context;
  }

  /** No such name. */
  @Dependent
  public static class BadName {
    @Inject
    @JMSConnectionFactory(" ")
    JMSContext context;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSessionMode;
import jakarta.jms.TransactionRolledBackRuntimeException;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceQueue;

/** Section 12.4.4 within a transaction: an injected context belongs to it, and is enlisted. */
class TransactionScopeTest {

  @Test
  void whatACommittedTransactionSendsIsThereAfterwardsAndNotBefore() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      program
          .bean(Office.class)
          .inTransaction(
              () -> {
                program.bean(Desk.class).send("orders", "a");
                assertNull(program.factories().take("orders"));
              });
      assertEquals("a", program.factories().take("orders"));
    }
  }

  @Test
  void whatARolledBackTransactionSendsIsNeverThere() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      fail(program, () -> program.bean(Desk.class).send("orders", "a"));
      assertNull(program.factories().take("orders"));
    }
  }

  @Test
  void whatARolledBackTransactionReceivedComesAgain() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      fail(program, () -> assertEquals("a", program.bean(Desk.class).receive("orders")));
      assertEquals("a", program.factories().take("orders"));
    }
  }

  private static void fail(Program program, Runnable work) {
    Runnable failing =
        () -> {
          work.run();
          throw new Failure();
        };
    assertThrows(Failure.class, () -> program.bean(Office.class).inTransaction(failing));
  }

  @Test
  void pointsAnnotatedAlikeShareOneContextInATransaction() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      Office office = program.bean(Office.class);
      office.inTransaction(
          () -> {
            program.bean(Desk.class).send("orders", "a");
            office.send("orders", "b");
          });
      assertEquals(List.of("null/null/xa"), program.factories().recordedFirst().asked());
      assertEquals("a", program.factories().take("orders"));
      assertEquals("b", program.factories().take("orders"));
    }
  }

  @Test
  void contextsOfOneBrokerCommitTogether() {
    try (Program program = Program.recorded(Office.class)) {
      Office office = program.bean(Office.class);
      office.inTransaction(
          () -> {
            office.send("orders", "a");
            office.sendOtherwise("orders", "b");
          });
      assertEquals(2, program.factories().recordedFirst().asked().size());
      assertEquals("a", program.factories().take("orders"));
      assertEquals("b", program.factories().take("orders"));
    }
  }

  @Test
  void contextIsClosedWhenItsTransactionEnds() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      program.bean(Office.class).inTransaction(() -> program.bean(Desk.class).send("orders", "a"));
      fail(program, () -> program.bean(Desk.class).send("orders", "b"));
      List<JMSContext> used = program.factories().recordedFirst().contexts();
      assertEquals(2, used.size());
      assertThrows(IllegalStateRuntimeException.class, used.get(0)::createMessage);
      assertThrows(IllegalStateRuntimeException.class, used.get(1)::createMessage);
    }
  }

  @Test
  void innerTransactionHasAContextOfItsOwn() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      Office office = program.bean(Office.class);
      fail(
          program,
          () -> {
            office.send("orders", "outer");
            office.inNewTransaction(() -> office.send("orders", "inner"));
            office.send("orders", "outer again");
          });
      assertEquals("inner", program.factories().take("orders"));
      assertNull(program.factories().take("orders"));
      assertEquals(
          List.of("null/null/xa", "null/null/xa"),
          program.factories().recordedFirst().asked().stream()
              .filter(asked -> asked.endsWith("xa"))
              .toList());
    }
  }

  @Test
  void requestAndTransactionHaveContextsOfTheirOwn() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      Office office = program.bean(Office.class);
      program.request(
          () -> {
            office.send("orders", "before");
            fail(program, () -> office.send("orders", "within"));
            office.withoutTransaction(() -> office.send("orders", "after"));
          });
      assertEquals("before", program.factories().take("orders"));
      assertEquals("after", program.factories().take("orders"));
      assertNull(program.factories().take("orders"));
    }
  }

  @Test
  void afterCompletionTheTransactionIsOver() throws Exception {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      Office office = program.bean(Office.class);
      program.request(
          () ->
              office.inTransaction(
                  () -> {
                    office.afterwards(() -> office.send("orders", "told"));
                    office.send("orders", "done");
                  }));
      assertEquals("done", program.factories().take("orders"));
      assertEquals("told", program.factories().take("orders"));
    }
  }

  @Test
  void transactionThatCanOnlyBeRolledBackTakesNoContextIn() {
    try (Program program = Program.recorded(Desk.class, Office.class)) {
      IllegalStateRuntimeException e =
          assertThrows(
              IllegalStateRuntimeException.class,
              () ->
                  program
                      .bean(Office.class)
                      .inTransaction(
                          () -> {
                            program.bean(Office.class).giveUp();
                            program.bean(Desk.class).send("orders", "a");
                          }));
      assertTrue(e.getMessage().contains("only be rolled back"), e.getMessage());
      for (JMSContext context : program.factories().recordedFirst().contexts()) {
        assertThrows(IllegalStateRuntimeException.class, context::createMessage);
      }
    }
  }

  @Test
  void whoGoesOnAfterATimeoutDoesNoHalfOfItsWork() {
    try (Program program = Program.recorded(Office.class)) {
      Office office = program.bean(Office.class);
      program.request(
          () ->
              office.tooLong(
                  () -> office.send("orders", "a"),
                  () -> {
                    IllegalStateRuntimeException e =
                        assertThrows(
                            IllegalStateRuntimeException.class, () -> office.send("orders", "b"));
                    assertTrue(e.getMessage().contains("transaction is over"), e.getMessage());
                  }));
      assertNull(program.factories().take("orders"));
    }
  }

  @Test
  void producerThatOutlivesItsTransactionSendsNothingOutsideOfIt() {
    try (Program program = Program.recorded(Office.class)) {
      Office office = program.bean(Office.class);
      AtomicReference<JMSProducer> held = new AtomicReference<>();
      office.tooLongHoldingItsEnd(
          () -> {
            held.set(office.producer());
            held.get().send(new SluiceQueue("orders"), "a");
          },
          () ->
              assertThrows(
                  TransactionRolledBackRuntimeException.class,
                  () -> held.get().send(new SluiceQueue("orders"), "b")));
      assertNull(program.factories().take("orders"));
    }
  }

  @Test
  void factoryThatIsNoXaFactoryIsTold() {
    try (Program program = Program.recorded(Office.class, LocalOnly.class, LocalDesk.class)) {
      IllegalStateRuntimeException e =
          assertThrows(
              IllegalStateRuntimeException.class,
              () ->
                  program
                      .bean(Office.class)
                      .inTransaction(() -> program.bean(LocalDesk.class).context.createMessage()));
      assertTrue(e.getMessage().contains("'jms/local'"), e.getMessage());
      assertTrue(e.getMessage().contains("XAConnectionFactory"), e.getMessage());
    }
  }

  @Test
  void proxyOfAFactoryDoesNotHideThatItIsAnXaOne() {
    try (Program program = Program.recorded(Office.class)) {
      program.bean(Office.class).inTransaction(() -> program.bean(Office.class).send("q", "a"));
      assertTrue(
          program.factories().recordedFirst().contexts().get(0) instanceof XAJMSContext, "xa");
    }
  }

  /** What a test throws to have a transaction rolled back. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Where transactions begin. */
  @ApplicationScoped
  public static class Office {

    @Inject JMSContext context;

    @Inject
    @JMSSessionMode(JMSContext.DUPS_OK_ACKNOWLEDGE)
    JMSContext other;

    @Inject TransactionManager transactions;

    @Transactional
    public void inTransaction(Runnable work) {
      work.run();
    }

    @Transactional(TxType.REQUIRES_NEW)
    public void inNewTransaction(Runnable work) {
      work.run();
    }

    @Transactional(TxType.NOT_SUPPORTED)
    public void withoutTransaction(Runnable work) {
      work.run();
    }

    public void send(String queue, String text) {
      context.createProducer().send(context.createQueue(queue), text);
    }

    public JMSProducer producer() {
      return context.createProducer();
    }

    public void sendOtherwise(String queue, String text) {
      other.createProducer().send(other.createQueue(queue), text);
    }

    public void giveUp() {
      try {
        transactions.setRollbackOnly();
      } catch (SystemException e) {
        throw new AssertionError(e);
      }
    }

    /** Does something before and after the transaction manager has given the transaction up. */
    public void tooLong(Runnable before, Runnable after) {
      try {
        transactions.setTransactionTimeout(1);
        transactions.begin();
        try {
          CountDownLatch over = new CountDownLatch(1);
          afterwards(over::countDown);
          before.run();
          afterwards(over::countDown);
          over.await();
          after.run();
        } finally {
          transactions.setTransactionTimeout(0);
          transactions.rollback();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    /**
     * Does something before the transaction manager gives the transaction up, and something when it
     * has, but has not told those who took part earlier.
     */
    public void tooLongHoldingItsEnd(Runnable before, Runnable meanwhile) {
      try {
        transactions.setTransactionTimeout(1);
        transactions.begin();
        CountDownLatch done = new CountDownLatch(1);
        try {
          CountDownLatch over = new CountDownLatch(1);
          before.run();
          afterwards(
              () -> {
                over.countDown();
                await(done);
              });
          await(over);
          meanwhile.run();
        } finally {
          done.countDown();
          transactions.setTransactionTimeout(0);
          transactions.rollback();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    public void afterwards(Runnable work) {
      try {
        transactions
            .getTransaction()
            .registerSynchronization(
                new Synchronization() {
                  @Override
                  public void beforeCompletion() {}

                  @Override
                  public void afterCompletion(int status) {
                    work.run();
                  }
                });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A factory that knows no XA. */
  @Dependent
  public static class LocalOnly {
    @Produces
    @Named("jms/local")
    ConnectionFactory local() {
      return (ConnectionFactory)
          Proxy.newProxyInstance(
              LocalOnly.class.getClassLoader(),
              new Class<?>[] {ConnectionFactory.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });
    }
  }

  /** Asks for it. */
  @Dependent
  public static class LocalDesk {
    @Inject
    @JMSConnectionFactory("jms/local")
    JMSContext context;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What fails in a close is thrown, and everything is closed all the same. */
class CloseFailureTest extends ProtocolTest {

  private final AtomicInteger ends = new AtomicInteger();
  private final List<Error> failures = new ArrayList<>();

  /** Lets every rollback fail, each with an error of its own. */
  private void failEveryRollback() {
    fake.beforeRollback(
        () -> {
          OutOfMemoryError failure = new OutOfMemoryError("as the test wants it");
          failures.add(failure);
          throw failure;
        });
  }

  private SluiceConnection counted() throws JMSException {
    return closedAtTheEnd(
        new SluiceConnection(fake, ClientSettings.DEFAULTS, ends::incrementAndGet));
  }

  /** A session with a transaction to be rolled back. */
  private static Session inTransaction(SluiceConnection connection) throws JMSException {
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    session.createProducer(ORDERS).send(session.createMessage());
    return session;
  }

  @Test
  void sessionThatFailedToCloseIsClosedAndDoesNotHoldUpItsConnection() throws Exception {
    failEveryRollback();
    SluiceConnection connection = counted();
    Session session = inTransaction(connection);
    Error thrown = assertThrows(Error.class, session::close);
    assertSame(failures.get(0), thrown);
    assertThrows(IllegalStateException.class, session::createMessage);
    session.close();
    inBackground(connection::close).awaitSuccess();
    assertEquals(1, ends.get());
  }

  @Test
  void connectionClosesAllItsSessionsAndItselfWhateverFails() throws Exception {
    failEveryRollback();
    SluiceConnection connection = counted();
    List<Session> sessions =
        List.of(inTransaction(connection), connection.createSession(), inTransaction(connection));
    Throwable thrown = inBackground(connection::close).awaitEnd();
    assertEquals(2, failures.size());
    assertSame(failures.get(0), thrown);
    assertEquals(List.of(failures.get(1)), List.of(thrown.getSuppressed()));
    for (Session session : sessions) {
      assertThrows(IllegalStateException.class, session::createMessage);
    }
    assertThrows(IllegalStateException.class, connection::createSession);
    assertTrue(fake.calls().contains("end"));
    connection.close();
    assertEquals(1, ends.get());
  }

  @Test
  void failureToCloseAConsumerLeavesNoTransactionOpen() throws Exception {
    Session session = inTransaction(started());
    session.createConsumer(ORDERS);
    Error failure = new OutOfMemoryError("as the test wants it");
    fake.beforeClosing(
        () -> {
          throw failure;
        });
    assertSame(failure, assertThrows(Error.class, session::close));
    assertTrue(fake.calls().contains("rollback"));
  }

  @Test
  void contextThatFailedToCloseLetsItsConnectionGo() throws Exception {
    failEveryRollback();
    SluiceContext context = new SluiceContext(counted(), JMSContext.SESSION_TRANSACTED);
    context.createProducer().send(ORDERS, "a");
    Error thrown = assertThrows(Error.class, context::close);
    assertSame(failures.get(0), thrown);
    assertEquals(1, ends.get());
    context.close();
    assertEquals(1, ends.get());
  }

  @Test
  void contextWhoseCloseIsRefusedKeepsItsConnection() throws Exception {
    SluiceContext context = new SluiceContext(counted(), JMSContext.AUTO_ACKNOWLEDGE);
    List<Throwable> refused = new ArrayList<>();
    context
        .createProducer()
        .setAsync(
            new jakarta.jms.CompletionListener() {
              @Override
              public void onCompletion(jakarta.jms.Message message) {
                refused.add(assertThrows(IllegalStateRuntimeException.class, context::close));
              }

              @Override
              public void onException(jakarta.jms.Message message, Exception exception) {
                refused.add(exception);
              }
            })
        .send(ORDERS, "a");
    context.createContext(JMSContext.AUTO_ACKNOWLEDGE).close();
    assertEquals(0, ends.get());
    context.close();
    assertEquals(1, refused.size());
    assertFalse(refused.get(0) instanceof JMSException);
    assertEquals(1, ends.get());
  }
}

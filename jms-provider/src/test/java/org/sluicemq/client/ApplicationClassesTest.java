// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners of every kind see the classes that the application saw where it named them. */
class ApplicationClassesTest extends ProtocolTest {

  private final BlockingQueue<ClassLoader> seen = new LinkedBlockingQueue<>();

  /** Does something as an application that has a class loader of its own, and answers that. */
  private static ClassLoader asApplication(Work work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader own = new URLClassLoader(new URL[0], before);
    thread.setContextClassLoader(own);
    try {
      work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
    return own;
  }

  private void see() {
    seen.add(Thread.currentThread().getContextClassLoader());
  }

  private void assertNextSeen(ClassLoader expected) throws InterruptedException {
    assertSame(expected, seen.poll(LONG, TimeUnit.MILLISECONDS));
  }

  @Test
  void messageListenerSeesThem() throws Exception {
    fake.put("orders", "a");
    Session session = automatic();
    assertNextSeen(
        asApplication(
            () -> session.createConsumer(ORDERS).setMessageListener(listener(id -> see()))));
  }

  @Test
  void completionListenerSeesThemWhoeverSendsNext() throws Exception {
    CompletionListener told =
        new CompletionListener() {
          @Override
          public void onCompletion(Message message) {
            see();
          }

          @Override
          public void onException(Message message, Exception exception) {
            throw new AssertionError(exception);
          }
        };
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    Work send = () -> producer.send(session.createMessage(), told);
    fake.holdSends();
    ClassLoader first = asApplication(send);
    ClassLoader second = asApplication(send);
    fake.awaitSends(2).forEach(sent -> sent.sent(null));
    assertNextSeen(first);
    assertNextSeen(second);
  }

  @Test
  void exceptionListenerSeesThemWhoeverReports() throws Exception {
    SluiceConnection connection = connect();
    ClassLoader first = asApplication(() -> connection.setExceptionListener(problem -> see()));
    connection.report(new JMSException("a"));
    assertNextSeen(first);
    ClassLoader second = asApplication(() -> connection.setExceptionListener(problem -> see()));
    asApplication(() -> connection.report(new JMSException("b")));
    assertNextSeen(second);
  }
}

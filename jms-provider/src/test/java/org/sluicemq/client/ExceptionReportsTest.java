// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Section 6.1.7: what the exception listener of a connection is told, and how. */
class ExceptionReportsTest extends ProtocolTest {

  private final BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();

  private JMSException nextTold() throws InterruptedException {
    return told.poll(LONG, TimeUnit.MILLISECONDS);
  }

  @Test
  void failureOfAListenersThreadNamesItsSessionAndWhatToDo() throws Exception {
    SluiceConnection connection = started();
    connection.setExceptionListener(told::add);
    Error failure = new AssertionError("as the test wants it");
    fake.failWhenAsked(failure);
    connection.createSession().createConsumer(ORDERS).setMessageListener(listener(id -> {}));
    JMSException problem = nextTold();
    assertSame(failure, problem.getCause());
    String text = problem.getMessage();
    assertTrue(text.contains("session '" + connection.id() + "-1'"), text);
    assertTrue(text.contains("close the session"), text);
    assertTrue(text.contains("as the test wants it"), text);
  }

  @Test
  void listenerThatDoesNotReturnHoldsNoMoreThanSoManyReportsAndOneThread() throws Exception {
    ExceptionReports reports = new ExceptionReports("test");
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    reports.listener(
        problem -> {
          threads.add(Thread.currentThread());
          inFirst.countDown();
          await(goOn);
          told.add(problem);
        });
    reports.report(new JMSException("first"));
    await(inFirst);
    for (int i = 0; i <= ExceptionReports.MOST_WAITING; i++) {
      reports.report(new JMSException("" + i));
    }
    goOn.countDown();
    assertEquals("first", nextTold().getMessage());
    for (int i = 0; i < ExceptionReports.MOST_WAITING; i++) {
      assertEquals("" + i, nextTold().getMessage());
    }
    threads.get(0).join(LONG);
    assertTrue(told.isEmpty());
    assertEquals(1, threads.stream().distinct().count());
    // Whoever is quick again is told again.
    reports.report(new JMSException("again"));
    assertEquals("again", nextTold().getMessage());
  }

  @Test
  void reportGoesToTheListenerThatWasThereWhenItCame() throws Exception {
    ExceptionReports reports = new ExceptionReports("test");
    CountDownLatch goOn = new CountDownLatch(1);
    ExceptionListener first =
        problem -> {
          await(goOn);
          told.add(problem);
        };
    reports.listener(first);
    reports.report(new JMSException("a"));
    reports.report(new JMSException("b"));
    reports.listener(problem -> told.add(new JMSException("second " + problem.getMessage())));
    reports.report(new JMSException("c"));
    goOn.countDown();
    assertEquals("a", nextTold().getMessage());
    assertEquals("b", nextTold().getMessage());
    assertEquals("second c", nextTold().getMessage());
  }

  @Test
  void listenerThatFailsIsToldTheNextProblemToo() throws Exception {
    ExceptionReports reports = new ExceptionReports("test");
    reports.listener(
        problem -> {
          told.add(problem);
          throw new AssertionError("as the test wants it");
        });
    reports.report(new JMSException("a"));
    reports.report(new JMSException("b"));
    assertEquals("a", nextTold().getMessage());
    assertEquals("b", nextTold().getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Section 7.3: when and in which order completion listeners are called. */
class CompletionCallbacksTest extends ProtocolTest {

  /**
   * With what the callbacks themselves add, four of these sends are as many as may be under way.
   */
  private static final int QUARTER = 500 - 256;

  private final CompletionCallbacks callbacks = new CompletionCallbacks("test", 2000);
  private final List<String> called = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    callbacks.close();
  }

  private SluiceProducer producer() throws JMSException {
    return (SluiceProducer) automatic().createProducer(ORDERS);
  }

  private CompletionCallbacks.Send begin(SluiceProducer producer, String name) throws JMSException {
    return callbacks.begin(producer, failure -> called.add(name), QUARTER);
  }

  @Test
  void sendThatIsRefusedDoesNotHoldUpThoseBehindIt() throws Exception {
    SluiceProducer producer = producer();
    CompletionCallbacks.Send refused = begin(producer, "refused");
    CompletionCallbacks.Send waiting = begin(producer, "waiting");
    CompletionCallbacks.Send last = begin(producer, "last");
    waiting.settled(null);
    refused.withdraw();
    last.settled(null);
    callbacks.awaitIdle();
    assertEquals(List.of("waiting", "last"), called);
  }

  @Test
  void refusedSendCallsNobodyBeforeItsTurn() throws Exception {
    SluiceProducer producer = producer();
    CompletionCallbacks.Send first = begin(producer, "first");
    begin(producer, "refused").withdraw();
    assertEquals(List.of(), called);
    first.settled(null);
    callbacks.awaitIdle(producer);
    assertEquals(List.of("first"), called);
  }

  @Test
  void senderIsHeldBackFromTheMostThatMayBeUnderWayUntilHalfOfThatIsDone() throws Exception {
    List<SluiceProducer> producers = new ArrayList<>();
    List<CompletionCallbacks.Send> sends = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      producers.add(producer());
      sends.add(begin(producers.get(i), "" + i));
    }
    AtomicBoolean interrupted = new AtomicBoolean();
    Running sender =
        inBackground(
            () -> {
              sends.add(begin(producers.get(0), "4"));
              sends.add(begin(producers.get(0), "5"));
              interrupted.set(Thread.interrupted());
            });
    sender.awaitBlocked();
    sends.get(0).settled(null);
    callbacks.awaitIdle(producers.get(0));
    sender.awaitBlocked();
    sends.get(1).settled(null);
    sender.awaitSuccess();
    assertFalse(interrupted.get());
    Running next = inBackground(() -> sends.add(begin(producers.get(0), "6")));
    next.awaitBlocked();
    List.copyOf(sends.subList(2, 6)).forEach(send -> send.settled(null));
    next.awaitSuccess();
    sends.get(6).settled(null);
    callbacks.awaitIdle();
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), called);
  }

  @Test
  void interruptOfASenderThatIsHeldBackIsKeptForItself() throws Exception {
    SluiceProducer producer = producer();
    List<CompletionCallbacks.Send> sends = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sends.add(begin(producer, "" + i));
    }
    AtomicBoolean interrupted = new AtomicBoolean();
    Running sender =
        inBackground(
            () -> {
              begin(producer, "4").withdraw();
              interrupted.set(Thread.interrupted());
            });
    sender.awaitBlocked();
    sender.interrupt();
    sends.forEach(send -> send.settled(null));
    sender.awaitSuccess();
    assertTrue(interrupted.get());
  }

  @Test
  void interruptOfAWaitForCompletionIsKeptForLater() throws Exception {
    SluiceProducer producer = producer();
    CompletionCallbacks.Send send = begin(producer, "a");
    AtomicBoolean interrupted = new AtomicBoolean();
    Running waiting =
        inBackground(
            () -> {
              callbacks.awaitIdle(producer);
              interrupted.set(Thread.interrupted());
            });
    waiting.awaitBlocked();
    waiting.interrupt();
    send.settled(null);
    waiting.awaitSuccess();
    assertTrue(interrupted.get());
    assertEquals(List.of("a"), called);
  }

  @Test
  void waitForCompletionThatNobodyInterruptsLeavesNoInterrupt() throws Exception {
    CompletionCallbacks.Send send = begin(producer(), "a");
    AtomicBoolean interrupted = new AtomicBoolean();
    Running waiting =
        inBackground(
            () -> {
              callbacks.awaitIdle();
              interrupted.set(Thread.interrupted());
            });
    waiting.awaitBlocked();
    send.settled(null);
    waiting.awaitSuccess();
    assertFalse(interrupted.get());
  }

  @Test
  void listenersAreCalledOnADaemonThreadAlsoAfterOneHasFailed() throws Exception {
    SluiceProducer producer = producer();
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletionCallbacks.Send failing =
        callbacks.begin(
            producer,
            failure -> {
              throw new IllegalArgumentException("as the test wants it");
            },
            1);
    CompletionCallbacks.Send next =
        callbacks.begin(producer, failure -> thread.set(Thread.currentThread()), 1);
    failing.settled(null);
    next.settled(null);
    callbacks.awaitIdle();
    assertTrue(thread.get().isDaemon());
    assertNotSame(Thread.currentThread(), thread.get());
  }

  /** Puts what a completion listener is told into a list. */
  private CompletionListener noting() {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        called.add("completed");
      }

      @Override
      public void onException(Message message, Exception exception) {
        called.add(exception.getMessage());
      }
    };
  }

  @Test
  void sendThatBreaksOffIsNotWaitedFor() throws Exception {
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    IllegalArgumentException broken = new IllegalArgumentException("as the test wants it");
    fake.beforeSending(
        () -> {
          throw broken;
        });
    Message message = session.createMessage();
    assertSame(
        broken,
        assertThrows(IllegalArgumentException.class, () -> producer.send(message, noting())));
    producer.close();
    assertEquals(List.of(), called);
  }

  @Test
  void messageOfAnotherProviderThatTakesNoHeadersIsReportedToItsListener() throws Exception {
    fake.holdSends();
    Session session = automatic();
    Message inner = session.createMessage();
    Message foreign =
        (Message)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Message.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("setJMSMessageID")) {
                    throw new JMSException("takes no identifier");
                  }
                  try {
                    return method.invoke(inner, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    session.createProducer(ORDERS).send(foreign, noting());
    fake.sendsUnderWay().forEach(send -> send.sent(null));
    session.close();
    assertEquals(List.of("takes no identifier"), called);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a session does when two things happen at once, each time in one certain order. */
class SessionRaceTest extends ProtocolTest {

  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  /** Holds a thread up where it comes to this, the first time. */
  private static final class Hurdle implements Runnable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void run() {
      reached.countDown();
      JmsConformance.await(open);
    }

    void awaitReached() {
      JmsConformance.await(reached);
    }

    void open() {
      open.countDown();
    }
  }

  /** A consumer whose listener's thread is about to give credit for its first message. */
  private final class Asking {
    private final Hurdle hurdle = new Hurdle();
    private final MessageConsumer consumer;

    Asking() throws Exception {
      fake.beforeAsking(hurdle);
      consumer = automatic().createConsumer(ORDERS);
      consumer.setMessageListener(listener(handled::add));
      hurdle.awaitReached();
    }

    /** Takes the listener away in the midst of that. */
    void stopListening() throws Exception {
      Running stopper = inBackground(() -> consumer.setMessageListener(null));
      stopper.awaitBlocked();
      hurdle.open();
      stopper.awaitSuccess();
    }
  }

  // ---- a listener is taken away

  @Test
  void creditThatIsJustBeingGivenGoesWithTheListener() throws Exception {
    Asking asking = new Asking();
    asking.stopListening();
    fake.put("orders", "a");
    assertEquals(List.of("credit 1 on orders", "withdraw 1 on orders"), fake.calls());
    assertId("a", asking.consumer.receiveNoWait());
    assertEquals(List.of("credit 1 on orders", "acknowledge a lazily"), fake.calls());
    assertEquals(List.of(), handled);
  }

  @Test
  void messageThatIsJustComingGoesBackWithTheListener() throws Exception {
    Asking asking = new Asking();
    fake.put("orders", "a");
    asking.stopListening();
    assertEquals(List.of("credit 1 on orders", "release a unseen"), fake.calls());
    assertEquals(List.of(), handled);
  }

  @Test
  void listenerThatIsTakenAwayHasComeToItsEnd() throws Exception {
    Hurdle inListener = new Hurdle();
    fake.put("orders", "a", "b");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    consumer.setMessageListener(
        listener(
            id -> {
              inListener.run();
              handled.add(id);
            }));
    inListener.awaitReached();
    Running stopper = inBackground(() -> consumer.setMessageListener(null));
    stopper.awaitBlocked();
    inListener.open();
    stopper.awaitSuccess();
    assertEquals(List.of("ID:a"), handled);
    assertId("b", consumer.receiveNoWait());
  }

  @Test
  void listenerMayTakeItselfAway() throws Exception {
    fake.put("orders", "a", "b");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    consumer.setMessageListener(
        listener(
            id -> {
              consumer.setMessageListener(null);
              handled.add(id);
            }));
    fake.awaitCall("acknowledge a lazily");
    assertEquals(List.of("ID:a"), handled);
    assertId("b", consumer.receiveNoWait());
  }

  // ---- a run is still coming

  @Test
  void listenerSeesAllOfARunThatIsStillComingBeforeItAsksForMore() throws Exception {
    fake.letRunsComeSlowly();
    fake.put("orders", numbers(7));
    measured().createSession().createConsumer(ORDERS).setMessageListener(listener(id -> take(10)));
    fake.awaitCall("fetch 4 on orders");
    assertEquals(
        List.of(
            "credit 1 on orders",
            "acknowledge 1 lazily",
            "fetch 2 on orders",
            "acknowledge 2 lazily",
            "withdraw 0 on orders",
            "acknowledge 3 lazily",
            "withdraw 0 on orders",
            "fetch 4 on orders"),
        fake.calls().subList(0, 8));
  }

  @Test
  void recallLeavesAListenerThatIsAskingAlone() throws Exception {
    fake.letRunsComeSlowly();
    fake.put("orders", numbers(3));
    fake.beforeWithdrawal(
        () -> {
          fake.beforeWithdrawal(() -> {});
          fake.endRuns();
          fake.recall("orders");
        });
    measured().createSession().createConsumer(ORDERS).setMessageListener(listener(id -> take(10)));
    fake.awaitCall("acknowledge 3 lazily");
    assertFalse(fake.calls().contains("release 3 unseen"));
  }

  // ---- a consumer is closed

  @Test
  void receiveFindsItsMessageWhileAnotherConsumerOfTheSessionIsClosing() throws Exception {
    Session session = automatic();
    MessageConsumer receiving = session.createConsumer(ORDERS);
    MessageConsumer closing = session.createConsumer(NEWS);
    fake.put("orders", "a");
    AtomicReference<Exception> failure = new AtomicReference<>();
    fake.beforeClosing(
        () -> {
          fake.beforeClosing(() -> {});
          try {
            assertId("a", receiving.receiveNoWait());
          } catch (JMSException e) {
            failure.set(e);
          }
        });
    closing.close();
    assertNull(failure.get());
    assertEquals(List.of("credit 1 on orders", "acknowledge a lazily", "close news"), fake.calls());
  }

  @Test
  void messageThatSlipsInWhileAnotherConsumerIsClosingIsReturned() throws Exception {
    Session session = automatic();
    MessageConsumer receiving = session.createConsumer(ORDERS);
    MessageConsumer closing = session.createConsumer(NEWS);
    Hurdle inClose = new Hurdle();
    fake.beforeClosing(inClose);
    AtomicReference<Running> closer = new AtomicReference<>();
    fake.beforeWithdrawal(
        () -> {
          try {
            closer.set(inBackground(closing::close));
            inClose.awaitReached();
            fake.put("orders", "late");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertId("late", receiving.receive(1));
    inClose.open();
    closer.get().awaitSuccess();
  }

  @Test
  void closeEndsAReceiveThatIsLookingThroughADeepBacklog() throws Exception {
    fake.lookLong();
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    Running receiver = inBackground(() -> assertNull(consumer.receiveNoWait()));
    fake.awaitCall("credit 1 on orders");
    consumer.close();
    receiver.awaitSuccess();
    assertEquals(List.of("credit 1 on orders", "close orders"), fake.calls().subList(0, 2));
  }

  @Test
  void closeOfTheSessionEndsAReceiveThatIsLookingThroughADeepBacklog() throws Exception {
    fake.lookLong();
    Session session = automatic();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    Running receiver = inBackground(() -> assertNull(consumer.receiveNoWait()));
    fake.awaitCall("credit 1 on orders");
    session.close();
    receiver.awaitSuccess();
  }

  @Test
  void receiveThatMayWaitLooksForAShortTimeOnly() throws Exception {
    fake.put("orders", "a", "b");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    assertId("a", consumer.receive(LONG));
    assertTrue(fake.lookedFor() <= TimeUnit.MILLISECONDS.toNanos(200), "" + fake.lookedFor());
    assertId("b", consumer.receiveNoWait());
    assertEquals(Long.MAX_VALUE, fake.lookedFor());
  }
}

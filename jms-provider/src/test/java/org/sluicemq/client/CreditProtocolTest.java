// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much credit a listener gives, and when it gives messages back. */
class CreditProtocolTest extends ProtocolTest {

  private void listen(SluiceConnection connection, int mode, Handling handling) throws Exception {
    connection.createSession(mode).createConsumer(ORDERS).setMessageListener(listener(handling));
  }

  private List<String> credits() {
    return fake.calls().stream()
        .filter(call -> call.startsWith("credit") || call.startsWith("fetch"))
        .toList();
  }

  private static List<String> ofOrders(int... credits) {
    return IntStream.of(credits)
        .mapToObj(n -> (n == 1 ? "credit " : "fetch ") + n + " on orders")
        .toList();
  }

  @Test
  void quickListenerIsGivenTwiceAsMuchEachTimeUpToALimit() throws Exception {
    fake.put("orders", numbers(1 + 2 + 4 + 8 + 16 + 32 + 64 + 64));
    listen(measured(), Session.AUTO_ACKNOWLEDGE, id -> take(10));
    fake.awaitCall("acknowledge 191 lazily");
    assertEquals(ofOrders(1, 2, 4, 8, 16, 32, 64, 64), credits().subList(0, 8));
  }

  @Test
  void creditStaysBelowWhatIsHandledInAFewMilliseconds() throws Exception {
    fake.put("orders", numbers(1 + 2 + 4 + 5 + 5));
    listen(measured(), Session.AUTO_ACKNOWLEDGE, id -> take(750));
    fake.awaitCall("acknowledge 17 lazily");
    assertEquals(ofOrders(1, 2, 4, 5, 5), credits().subList(0, 5));
  }

  @Test
  void creditGrowsInASessionThatAcknowledgesInBatchesToo() throws Exception {
    fake.put("orders", numbers(7));
    listen(measured(), Session.DUPS_OK_ACKNOWLEDGE, id -> take(10));
    fake.awaitCall("acknowledge 1 2 3 4 5 6 7 lazily");
    assertEquals(ofOrders(1, 2, 4), credits().subList(0, 3));
  }

  @Test
  void creditDoesNotGrowWhereTheApplicationDecidesWhenToAcknowledge() throws Exception {
    for (int mode : new int[] {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED}) {
      fake.put("orders", numbers(4));
      CountDownLatch all = new CountDownLatch(4);
      SluiceConnection connection = measured();
      listen(connection, mode, id -> all.countDown());
      await(all);
      connection.close();
      assertEquals(ofOrders(1, 1, 1, 1), credits().subList(0, 4));
    }
  }

  @Test
  void listenerThatBecomesSlowKeepsWhatItHasAndBeginsAtOneAgain() throws Exception {
    fake.put("orders", numbers(10));
    listen(measured(), Session.AUTO_ACKNOWLEDGE, id -> take(id.equals("ID:4") ? 5000 : 10));
    fake.awaitCall("acknowledge 10 lazily");
    assertEquals(ofOrders(1, 2, 4, 1, 1), credits().subList(0, 5));
  }

  @Test
  void whatFollowsAFailedMessageGoesBackBeforeIt() throws Exception {
    fake.put("orders", numbers(3));
    listen(
        measured(),
        Session.AUTO_ACKNOWLEDGE,
        id -> {
          if (id.equals("ID:2")) {
            throw new Exception("as the test wants it");
          }
        });
    fake.awaitCall("release 2 seen, failed");
    List<String> calls = fake.calls();
    assertEquals(
        List.of("release 3 unseen", "release 2 seen, failed"),
        calls.subList(calls.indexOf("fetch 2 on orders") + 1, calls.size()).stream()
            .filter(call -> !call.startsWith("withdraw"))
            .limit(2)
            .toList());
  }

  @Test
  void receiveAsksAnewAfterTheBrokerHasFailed() throws Exception {
    fake.put("orders", "a");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    Error failure = new AssertionError("as the test wants it");
    fake.failWhenAsked(failure);
    fake.beforeWithdrawal(
        () -> {
          fake.beforeWithdrawal(() -> {});
          throw new IllegalStateException("this too");
        });
    assertSame(failure, assertThrows(Error.class, consumer::receiveNoWait));
    assertEquals("this too", failure.getSuppressed()[0].getMessage());
    fake.failWhenAsked(failure);
    assertThrows(Error.class, consumer::receiveNoWait);
    assertEquals(List.of("withdraw 0 on orders"), fake.calls());
    assertId("a", consumer.receiveNoWait());
  }

  /** A listener at work on the second message, holding the third unseen. */
  private final class Stuck {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final SluiceConnection connection = measured();
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

    Stuck() throws Exception {
      fake.put("orders", numbers(3));
      listen(
          connection,
          Session.AUTO_ACKNOWLEDGE,
          id -> {
            handled.add(id);
            if (id.equals("ID:2")) {
              running.countDown();
              JmsConformance.await(goOn);
            }
          });
      JmsConformance.await(running);
      assertEquals(
          List.of("credit 1 on orders", "acknowledge 1 lazily", "fetch 2 on orders"), fake.calls());
    }
  }

  @Test
  void recalledListenerGivesBackAllButTheMessageInHandAndBeginsAtOneAgain() throws Exception {
    Stuck stuck = new Stuck();
    fake.recall("orders");
    assertEquals(List.of("withdraw 0 on orders", "release 3 unseen"), fake.calls());
    fake.recall("orders");
    assertEquals(List.of(), fake.calls());
    fake.put("orders", "4");
    stuck.goOn.countDown();
    fake.awaitCall("acknowledge 4 lazily");
    assertEquals(
        List.of(
            "acknowledge 2 lazily",
            "withdraw 0 on orders",
            "credit 1 on orders",
            "acknowledge 4 lazily"),
        fake.calls().subList(0, 4));
    assertEquals(List.of("ID:1", "ID:2", "ID:4"), stuck.handled);
  }

  @Test
  void recallLeavesAListenerThatWaitsAlone() throws Exception {
    fake.put("orders", numbers(2));
    listen(measured(), Session.AUTO_ACKNOWLEDGE, id -> {});
    fake.awaitCall("fetch 4 on orders");
    fake.calls();
    fake.recall("orders");
    assertEquals(List.of(), fake.calls());
    fake.put("orders", "3");
    fake.awaitCall("acknowledge 3 lazily");
  }

  @Test
  void stopGivesBackWhatWasFetchedInAdvance() throws Exception {
    Stuck stuck = new Stuck();
    Running stopper = inBackground(stuck.connection::stop);
    stopper.awaitBlocked();
    stuck.goOn.countDown();
    stopper.awaitSuccess();
    assertEquals(
        List.of("acknowledge 2 lazily", "withdraw 0 on orders", "release 3 unseen"), fake.calls());
  }

  @Test
  void closeGivesBackWhatWasFetchedInAdvance() throws Exception {
    Stuck stuck = new Stuck();
    Running closer = inBackground(stuck.connection::close);
    closer.awaitBlocked();
    stuck.goOn.countDown();
    closer.awaitSuccess();
    assertEquals(
        List.of("acknowledge 2 lazily", "close orders", "release 3 unseen", "end"), fake.calls());
  }
}

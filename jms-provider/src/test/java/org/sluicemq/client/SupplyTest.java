// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.Delivery;
import org.sluicemq.message.Address;
import org.sluicemq.selector.Selector;

/** What a connection consumer asks of a broker, and who gets what comes. */
@Timeout(60)
class SupplyTest {

  private final FakeBroker fake = new FakeBroker();
  private final Supply supply = new Supply(fake);

  @BeforeEach
  void open() throws Exception {
    ConsumerRequest request =
        new ConsumerRequest(Address.queue("orders"), Selector.ALL, "connection", false);
    supply.opened(fake.consume(request, supply));
    supply.start();
  }

  private static String name(Delivery delivery) {
    return String.valueOf(delivery);
  }

  @Test
  void messageIsAskedForOneAtATimeAndRunTakesAsManyAsItMay() {
    fake.put("orders", "a", "b", "c");
    assertTrue(supply.promise());
    Assignment run = new Assignment(supply, 2);
    assertEquals(List.of("credit 1 on orders"), fake.calls());
    assertEquals("a", name(run.next()));
    assertEquals(List.of(), fake.calls());
    assertEquals("b", name(run.next()));
    assertEquals(List.of("credit 1 on orders"), fake.calls());
    assertNull(run.next());
    assertEquals(List.of(), fake.calls());
  }

  @Test
  void runLeavesWhatWasPromisedToAnother() {
    fake.put("orders", "a", "b");
    assertTrue(supply.promise());
    Assignment first = new Assignment(supply, 5);
    assertTrue(supply.promise());
    Assignment second = new Assignment(supply, 5);
    assertEquals("a", name(first.next()));
    assertNull(first.next());
    assertEquals("b", name(second.next()));
    assertNull(second.next());
    fake.put("orders", "c");
    assertTrue(supply.promise());
  }

  @Test
  void runThatEndsBeforeItBeganLeavesItsMessageToOthers() {
    fake.put("orders", "a");
    assertTrue(supply.promise());
    Assignment ended = new Assignment(supply, 5);
    ended.end();
    ended.end();
    assertNull(ended.next());
    assertTrue(supply.promise());
    assertEquals("a", name(new Assignment(supply, 5).next()));
  }

  @Test
  void stoppedSupplyGivesBackAndKeepsNoPromiseUntilItIsStarted() {
    fake.put("orders", "a");
    assertTrue(supply.promise());
    fake.calls();
    supply.stop();
    supply.awaitStopped();
    assertEquals(List.of("withdraw 0 on orders", "release a unseen"), fake.calls());
    Assignment late = new Assignment(supply, 5);
    assertNull(late.next());
    assertNull(late.next());
    supply.start();
    fake.put("orders", "b");
    assertTrue(supply.promise());
    assertEquals("b", name(new Assignment(supply, 5).next()));
  }

  @Test
  void nothingIsAskedForWhileSomethingIsDoneWithAllGivenBack() throws Exception {
    fake.put("orders", "a", "b");
    assertTrue(supply.promise());
    Assignment run = new Assignment(supply, 5);
    run.next();
    assertTrue(supply.promise());
    fake.calls();
    run.whileGivenBack(
        () -> {
          assertNull(supply.takeMore());
          fake.put("orders", "c");
        });
    assertEquals(List.of("withdraw 0 on orders", "release b unseen"), fake.calls());
    assertNull(new Assignment(supply, 5).next(), "what was promised went back");
    assertTrue(supply.promise());
    assertEquals("c", name(new Assignment(supply, 5).next()));
  }

  @Test
  void restGivesBackAndEndsWithItsTime() {
    fake.put("orders", "a");
    assertTrue(supply.promise());
    supply.breakPromise();
    fake.calls();
    supply.rest(1);
    assertEquals(List.of("withdraw 0 on orders", "release a unseen"), fake.calls());
    fake.put("orders", "b");
    assertTrue(supply.promise());
  }

  @Test
  void nothingIsTakenWhileItRestsAndTheEndOfTheBrokerEndsTheRest() throws Exception {
    Thread resting = new Thread(() -> supply.rest(Long.MAX_VALUE));
    resting.start();
    fake.awaitCall("withdraw 0 on orders");
    while (resting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    fake.put("orders", "a");
    assertNull(supply.takeMore());
    supply.fail(new JMSException("gone"));
    resting.join();
  }

  @Test
  void askThatFailsIsTakenBackAndDoneAnew() {
    fake.put("orders", "a");
    Error failure = new AssertionError("as the test wants it");
    fake.failWhenAsked(failure);
    assertSame(failure, assertThrows(Error.class, supply::promise));
    assertEquals(List.of("withdraw 0 on orders"), fake.calls());
    assertEquals("a", name(supply.takeMore()));
  }

  @Test
  void askThatFailsIsDoneAnewEvenIfItCannotBeTakenBack() {
    fake.put("orders", "a");
    Error failure = new AssertionError("as the test wants it");
    fake.failWhenAsked(failure);
    fake.beforeWithdrawal(
        () -> {
          throw new IllegalStateException("this too");
        });
    assertSame(failure, assertThrows(Error.class, supply::takeMore));
    assertEquals("this too", failure.getSuppressed()[0].getMessage());
    assertTrue(supply.promise());
  }

  @Test
  void closeThatTheBrokerFailsGivesBackNevertheless() {
    fake.put("orders", "a");
    assertTrue(supply.promise());
    fake.calls();
    fake.beforeClosing(
        () -> {
          throw new IllegalStateException("as the test wants it");
        });
    assertThrows(IllegalStateException.class, supply::close);
    assertEquals(List.of("release a unseen"), fake.calls());
    supply.close();
    assertFalse(supply.promise());
  }

  @Test
  void closedSupplyGivesBackOnceAndPromisesNothing() {
    fake.put("orders", "a");
    assertTrue(supply.promise());
    fake.calls();
    supply.close();
    supply.close();
    assertEquals(List.of("close orders", "release a unseen"), fake.calls());
    assertNull(new Assignment(supply, 5).next());
    assertFalse(supply.promise());
  }

  @Test
  void closeEndsTheLookingForAMessage() throws Exception {
    fake.lookLong();
    AtomicBoolean promised = new AtomicBoolean(true);
    Thread looking = new Thread(() -> promised.set(supply.promise()));
    looking.start();
    fake.awaitCall("credit 1 on orders");
    supply.close();
    looking.join();
    assertFalse(promised.get());
  }

  @Test
  void supplyOfABrokerThatIsGoneAsksForNothing() {
    supply.fail(new JMSException("gone"));
    assertFalse(supply.promise());
    assertNull(supply.takeMore());
    assertEquals(List.of(), fake.calls());
  }
}

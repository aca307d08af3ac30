// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.DLQ;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.policy.DeadLetter;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.store.MemoryMessageStore;

class QueueDispatchTest extends OneBroker {

  @Test
  void consumerWithoutCreditGetsNothing() throws Exception {
    BrokerConsumer consumer = fixture.consume(mailbox);
    fixture.sendAll("a", "b");
    assertNull(mailbox.poll());
    consumer.credit(1);
    assertEquals(List.of("a"), mailbox.texts());
  }

  @Test
  void waitingConsumerGetsWhatArrives() throws Exception {
    fixture.consume(mailbox).credit(2);
    fixture.sendAll("a", "b", "c");
    assertEquals(List.of("a", "b"), mailbox.texts());
  }

  @Test
  void higherPriorityGoesFirstAndOrderHoldsWithinOne() throws Exception {
    fixture.send(order("low", 1));
    fixture.send(order("high-1", 9));
    fixture.send(order("middle", 4));
    fixture.send(order("high-2", 9));
    fixture.consume(mailbox).credit(10);
    assertEquals(List.of("high-1", "high-2", "middle", "low"), mailbox.texts());
  }

  @Test
  void consumersShareInTurn() throws Exception {
    Mailbox other = new Mailbox();
    fixture.consume(mailbox).credit(10);
    fixture.consume(other).credit(10);
    fixture.sendAll("a", "b", "c", "d");
    assertEquals(2, mailbox.texts().size());
    assertEquals(2, other.texts().size());
  }

  @Test
  void withdrawnCreditIsReportedAndStopsDeliveries() throws Exception {
    BrokerConsumer consumer = fixture.consume(mailbox);
    consumer.credit(3);
    fixture.sendAll("a");
    assertEquals(2, consumer.withdrawCredit());
    fixture.sendAll("b");
    assertEquals(List.of("a"), mailbox.texts());
  }

  @Test
  void acknowledgedMessageIsGone() throws Exception {
    fixture.sendAll("a");
    fixture.consume(mailbox).credit(1);
    assertEquals(1, fixture.figures(ORDERS).inFlight());
    fixture.acknowledge(mailbox.poll());
    DestinationFigures figures = fixture.figures(ORDERS);
    assertEquals(0, figures.depth());
    assertEquals(0, figures.inFlight());
    assertEquals(1, figures.acknowledged());
    assertEquals(0, fixture.broker.memoryUsed());
  }

  @Test
  void releasedMessageReturnsToItsPlaceWithItsCountRaised() throws Exception {
    fixture.sendAll("a", "b", "c");
    BrokerConsumer consumer = fixture.consume(mailbox);
    consumer.credit(2);
    Delivery a = mailbox.poll();
    Delivery b = mailbox.poll();
    fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, b, a);
    consumer.credit(3);
    Delivery again = mailbox.poll();
    assertEquals("a", text(again));
    assertEquals(2, again.deliveryCount());
    assertTrue(again.redelivered());
    assertEquals(List.of("b", "c"), mailbox.texts());
  }

  @Test
  void unseenMessageReturnsAsNew() throws Exception {
    fixture.sendAll("a");
    BrokerConsumer consumer = fixture.consume(mailbox);
    consumer.credit(1);
    fixture.release(ReleaseReason.NOT_SEEN, mailbox.poll());
    consumer.credit(1);
    Delivery again = mailbox.poll();
    assertEquals(1, again.deliveryCount());
    assertFalse(again.redelivered());
  }

  @Test
  void failureThatCannotTellItsMessageDoesNotKeepAMessageFromItsDeadLetter() throws Exception {
    fixture.sendAll("poison");
    BrokerConsumer consumer = fixture.consume(mailbox);
    for (int attempt = 1; attempt <= 3; attempt++) {
      consumer.credit(1);
      fixture.release(ReleaseReason.failed(new Mute()), mailbox.take());
    }
    fixture.store.flush();
    Mailbox dead = new Mailbox();
    fixture.consume(DLQ, null, dead).credit(1);
    Map<String, Object> story = dead.take().envelope().properties();
    assertEquals(Mute.class.getName(), story.get(DeadLetter.CAUSE));
    assertEquals(0, fixture.figures(ORDERS).inFlight());
  }

  /** An application's exception with a defect of its own. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no text for this");
    }
  }

  @Test
  void messageThatKeepsFailingBecomesADeadLetterWithItsStory() throws Exception {
    fixture.send(order("poison", Map.of("customer", "K-7")));
    BrokerConsumer consumer = fixture.consume(mailbox);
    for (int attempt = 1; attempt <= 3; attempt++) {
      consumer.credit(1);
      Delivery delivery = mailbox.take();
      assertEquals(attempt, delivery.deliveryCount());
      Exception failure = new IllegalStateException("no article, attempt " + attempt);
      fixture.release(ReleaseReason.failed(new RuntimeException("wrapped", failure)), delivery);
    }
    fixture.store.flush();
    Mailbox dead = new Mailbox();
    fixture.consume(DLQ, null, dead).credit(1);
    Delivery letter = dead.take();
    Map<String, Object> story = letter.envelope().properties();
    assertEquals("K-7", story.get("customer"));
    assertEquals("orders", story.get(DeadLetter.ORIGINAL_DESTINATION));
    assertEquals("ID:poison", story.get(DeadLetter.ORIGINAL_MESSAGE_ID));
    assertEquals(3, story.get(DeadLetter.DELIVERIES));
    assertEquals(fixture.scheduler.now(), story.get(DeadLetter.TIME));
    assertTrue(story.get(DeadLetter.CAUSE).toString().contains("no article, attempt 3"));
    assertEquals(1, letter.deliveryCount());
    assertEquals(0, fixture.figures(ORDERS).depth());
    assertEquals(1, fixture.figures(ORDERS).deadLettered());
  }

  @Test
  void sendThatTheStoreRefusesHarmsNobodyElse() throws Exception {
    KeptStore picky = new KeptStore();
    picky.refuse("ID:too large");
    try (BrokerFixture other = new BrokerFixture(picky, 1 << 20)) {
      other.sendAll("before");
      BrokerException refusal =
          assertThrows(BrokerException.class, () -> other.sendAll("too large"));
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      other.sendAll("after");
      other.consume(mailbox).credit(3);
      assertEquals(List.of("before", "after"), mailbox.texts());
    }
  }

  @Test
  void deadLetterThatTheStoreRefusesIsGivenBack() throws Exception {
    KeptStore picky = new KeptStore();
    RedeliveryPolicy once = new RedeliveryPolicy(1, Duration.ZERO, DLQ);
    try (BrokerFixture other = new BrokerFixture(picky, 1 << 20, once)) {
      other.sendAll("poison");
      picky.refuse("ID:poison");
      BrokerConsumer consumer = other.consume(mailbox);
      consumer.credit(1);
      other.release(ReleaseReason.NOT_ACKNOWLEDGED, mailbox.take());
      assertEquals(0, other.figures(ORDERS).inFlight());
      consumer.credit(1);
      assertEquals(2, mailbox.take().deliveryCount());
    }
  }

  @Test
  void deadLetterThatFailsStaysWhereItIs() throws Exception {
    fixture.send(Messages.to(DLQ, "dead").build());
    BrokerConsumer consumer = fixture.consume(DLQ, null, mailbox);
    for (int attempt = 1; attempt <= 20; attempt++) {
      consumer.credit(1);
      fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, mailbox.take());
    }
    assertEquals(1, fixture.figures(DLQ).depth());
  }

  @Test
  void deadLetterIsDiscardedWhenThereIsNoQueueForIt() throws Exception {
    RedeliveryPolicy policy = new RedeliveryPolicy(1, Duration.ZERO, null);
    try (BrokerFixture without =
        new BrokerFixture(new MemoryMessageStore("test"), 1 << 20, policy)) {
      without.sendAll("a");
      without.consume(mailbox).credit(1);
      without.release(ReleaseReason.NOT_ACKNOWLEDGED, mailbox.take());
      without.store.flush();
      assertEquals(0, without.figures(ORDERS).depth());
      assertNull(without.figures(DLQ));
    }
  }

  @Test
  void redeliveryWaitsForItsDelayAndNoLonger() throws Exception {
    RedeliveryPolicy policy = new RedeliveryPolicy(5, Duration.ofMillis(500), DLQ);
    try (BrokerFixture slow = new BrokerFixture(new MemoryMessageStore("test"), 1 << 20, policy)) {
      slow.sendAll("a");
      BrokerConsumer consumer = slow.consume(mailbox);
      consumer.credit(1);
      slow.release(ReleaseReason.NOT_ACKNOWLEDGED, mailbox.take());
      consumer.credit(1);
      slow.scheduler.advance(499);
      assertNull(mailbox.poll());
      slow.scheduler.advance(1);
      assertEquals("a", text(mailbox.take()));
    }
  }

  @Test
  void messageIsNotDeliveredBeforeItsTime() throws Exception {
    long due = fixture.scheduler.now() + 100;
    fixture.send(Messages.to(ORDERS, "later").deliveryTime(due).build());
    fixture.sendAll("now");
    fixture.consume(mailbox).credit(2);
    assertEquals(List.of("now"), mailbox.texts());
    fixture.scheduler.advance(100);
    assertEquals(List.of("later"), mailbox.texts());
  }

  @Test
  void expiredMessageIsNeverDeliveredAndLeaves() throws Exception {
    long expiration = fixture.scheduler.now() + 10;
    fixture.send(Messages.to(ORDERS, "old").expiration(expiration).build());
    fixture.sendAll("fresh");
    fixture.scheduler.advance(10);
    fixture.consume(mailbox).credit(2);
    assertEquals(List.of("fresh"), mailbox.texts());
    assertEquals(1, fixture.figures(ORDERS).expired());
    assertEquals(1, fixture.figures(ORDERS).depth());
  }

  @Test
  void selectorTakesWhatMatchesAndLeavesTheRest() throws Exception {
    fixture.send(order("red-1", Map.of("colour", "red")));
    fixture.send(order("blue-1", Map.of("colour", "blue")));
    fixture.send(order("red-2", Map.of("colour", "red")));
    Mailbox rest = new Mailbox();
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(10);
    fixture.send(order("red-3", Map.of("colour", "red")));
    fixture.consume(rest).credit(10);
    assertEquals(List.of("red-1", "red-2", "red-3"), mailbox.texts());
    assertEquals(List.of("blue-1"), rest.texts());
  }

  @Test
  void selectorFindsAMessageThatReturnsToAnEarlierPlace() throws Exception {
    fixture.send(order("red-1", Map.of("colour", "red")));
    fixture.send(order("red-2", Map.of("colour", "red")));
    BrokerConsumer consumer = fixture.consume(ORDERS, "colour = 'red'", mailbox);
    consumer.credit(2);
    Delivery first = mailbox.take();
    fixture.release(ReleaseReason.NOT_SEEN, first);
    mailbox.take();
    consumer.credit(1);
    assertEquals("red-1", text(mailbox.take()));
  }

  @Test
  void closedConsumerGetsNothingAndItsDeliveriesStayOutstanding() throws Exception {
    BrokerConsumer consumer = fixture.consume(mailbox);
    consumer.credit(5);
    fixture.sendAll("a");
    consumer.close();
    fixture.sendAll("b");
    assertEquals(List.of("a"), mailbox.texts());
    assertEquals(1, fixture.figures(ORDERS).inFlight());
    assertEquals(0, fixture.figures(ORDERS).consumers());
  }

  @Test
  void tooLargeMessageIsRefusedAndNamesSizeLimitAndSetting() {
    byte[] body = new byte[9 << 20];
    BrokerException refusal =
        assertThrows(
            BrokerException.class, () -> fixture.send(Messages.to(ORDERS, "x").body(body).build()));
    assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
    assertTrue(refusal.getMessage().contains("'orders'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("8388608"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("maxMessageSize"), refusal.getMessage());
  }

  @Test
  void nonPersistentMessageBeyondTheMemoryLimitIsRefused() throws Exception {
    try (BrokerFixture small = new BrokerFixture(new MemoryMessageStore("test"), 2000)) {
      byte[] body = new byte[1200];
      small.send(Messages.to(ORDERS, "1").persistent(false).body(body).build());
      BrokerException refusal =
          assertThrows(
              BrokerException.class,
              () -> small.send(Messages.to(ORDERS, "2").persistent(false).body(body).build()));
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      assertTrue(refusal.getMessage().contains("memoryLimit"), refusal.getMessage());
      assertEquals(1, small.figures(ORDERS).depth());
    }
  }

  @Test
  void consumerThatWaitsForAMarkOnItsWayHurriesIt() throws Exception {
    LazyStore lazy = new LazyStore(new MemoryMessageStore("lazy"));
    Mailbox got = new Mailbox();
    try (BrokerFixture fixture = new BrokerFixture(lazy, 64 << 20)) {
      int sent = (int) (2 * DeliveredMark.STRIDE);
      for (int i = 0; i < sent; i++) {
        fixture.sendAll("m" + i);
      }
      BrokerConsumer consumer = fixture.consume(got);
      boolean waited = false;
      for (int i = 0; i < sent; i++) {
        consumer.credit(1);
        assertEquals("m" + i, text(got.take()));
        waited |= lazy.waiting() > 0;
      }
      assertTrue(waited, "no mark was on its way without haste");
    }
  }
}

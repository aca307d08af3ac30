// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.DLQ;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.MemoryMessageStore;

/** What happens to a backlog while a page of it is read, and when that fails. */
class PageReadingTest {

  private static final int MANY = 3000;
  private static final long LITTLE_MEMORY = 100_000;

  private final BusyStore store = new BusyStore(new KeptStore());
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, LITTLE_MEMORY);
  }

  /** A broker whose memory another queue has used up, so that all that comes must rest. */
  private BrokerFixture startFull() throws Exception {
    BrokerFixture fixture = start();
    for (int i = 0; i < 1000; i++) {
      fixture.send(Messages.to(Address.queue("other"), "o" + i).build());
    }
    for (int i = 0; i < MANY; i++) {
      fixture.send(numbered("m" + i, 4, i));
    }
    return fixture;
  }

  private static Envelope numbered(String text, int priority, int number) {
    return Messages.to(ORDERS, text).priority(priority).properties(Map.of("n", number)).build();
  }

  private static void settle(BrokerFixture fixture) throws Exception {
    for (int i = 0; i < 3; i++) {
      fixture.scheduler.run();
      fixture.store.flush();
    }
  }

  private static void leaveOne(BusyStore store) throws Exception {
    try (BrokerFixture before = new BrokerFixture(store, LITTLE_MEMORY)) {
      before.sendAll("first");
    }
  }

  @Test
  void matchThatComesToRestWhileItsConsumerGivesUpSearchingIsDeliveredLater() throws Exception {
    try (BrokerFixture fixture = startFull()) {
      BrokerConsumer consumer = fixture.consume(ORDERS, "n < 0", mailbox);
      store.afterLastRead(
          () -> {
            consumer.withdrawCredit();
            fixture.send(numbered("match", 4, -1));
          });
      consumer.credit(1);
      assertTrue(mailbox.isEmpty());
      consumer.credit(1);
      settle(fixture);
      assertEquals(List.of("match"), mailbox.texts());
    }
  }

  @Test
  void matchThatComesToRestBehindAnUrgentOneDuringASearchIsDeliveredAfterIt() throws Exception {
    try (BrokerFixture fixture = startFull()) {
      BrokerConsumer consumer = fixture.consume(ORDERS, "n < 0", mailbox);
      store.afterLastRead(
          () -> {
            fixture.send(numbered("urgent", 9, -1));
            fixture.send(numbered("match", 4, -2));
          });
      consumer.credit(1);
      settle(fixture);
      Delivery first = mailbox.poll();
      assertEquals("urgent", text(first));
      fixture.acknowledge(first);
      consumer.credit(1);
      settle(fixture);
      assertEquals(List.of("match"), mailbox.texts());
    }
  }

  @Test
  void matchThatComesToRestWithAGroupOfAnotherDuringASearchIsDeliveredLater() throws Exception {
    try (BrokerFixture fixture = startFull()) {
      fixture.send(grouped("red1", "red"));
      BrokerConsumer owner = fixture.consume(ORDERS, "JMSXGroupID = 'red'", new Mailbox());
      owner.credit(1);
      settle(fixture);
      BrokerConsumer consumer = fixture.consume(ORDERS, "JMSXGroupID IS NOT NULL", mailbox);
      store.afterLastRead(
          () -> {
            consumer.withdrawCredit();
            fixture.send(grouped("blue", "blue"));
          });
      consumer.credit(1);
      consumer.credit(1);
      settle(fixture);
      assertEquals(List.of("blue"), mailbox.texts());
    }
  }

  private static Envelope grouped(String text, String group) {
    return order(text, Map.of("JMSXGroupID", group, "n", 1));
  }

  @Test
  void searchGetsOnThoughUrgentMessagesForOthersKeepComing() throws Exception {
    try (BrokerFixture fixture = startFull()) {
      BrokerConsumer consumer = fixture.consume(ORDERS, "n = 2900", mailbox);
      int[] urgent = {0};
      store.afterReads(
          () -> {
            if (urgent[0]++ < 2000) {
              fixture.send(numbered("u" + urgent[0], 9, -1));
            }
          });
      consumer.credit(1, TimeUnit.SECONDS.toNanos(20));
      settle(fixture);
      assertEquals(List.of("m2900"), mailbox.texts());
      assertTrue(urgent[0] < 200, "pages were read for " + urgent[0]);
    }
  }

  @Test
  void searchesOfTwoConsumersTakeTurns() throws Exception {
    try (BrokerFixture fixture = startFull()) {
      Mailbox others = new Mailbox();
      BrokerConsumer never = fixture.consume(ORDERS, "n < 0 OR n > 5000", others);
      BrokerConsumer consumer = fixture.consume(ORDERS, "n = 2900", mailbox);
      // What comes to rest while nobody asks sends the first one back each time.
      int[] pages = {0};
      store.afterReads(
          () -> {
            if (pages[0]++ < 2000) {
              never.withdrawCredit();
              fixture.send(numbered("u" + pages[0], 9, -1));
              never.credit(1, 0);
              others.poll();
            }
          });
      never.credit(1, 0);
      consumer.credit(1, TimeUnit.SECONDS.toNanos(20));
      settle(fixture);
      assertEquals(List.of("m2900"), mailbox.texts());
      assertTrue(pages[0] < 1000, "pages read: " + pages[0]);
    }
  }

  @Test
  void whatWasRefusedIsNotReadAgainForAMatchThatComesToRestInFrontOfIt() throws Exception {
    KeptStore counting = new KeptStore();
    try (BrokerFixture fixture = new BrokerFixture(counting, 3000)) {
      for (int i = 0; i < MANY; i++) {
        fixture.send(numbered("m" + i, 4, i));
      }
      BrokerConsumer consumer = fixture.consume(ORDERS, "n < 0", mailbox);
      consumer.credit(1);
      consumer.withdrawCredit();
      int whole = counting.reads();
      fixture.send(numbered("urgent", 9, -1));
      consumer.credit(2);
      settle(fixture);
      assertEquals(List.of("urgent"), mailbox.texts());
      int again = counting.reads() - whole;
      assertTrue(again <= 2, "read again: " + again + " of " + whole);
    }
  }

  @Test
  void expiredMessageOfAPageThatAlsoCameMeanwhileIsCountedOnce() throws Exception {
    leaveOne(store);
    try (BrokerFixture fixture = start()) {
      BrokerConsumer consumer = fixture.consume(mailbox);
      store.beforeNextRead(
          () ->
              fixture.send(
                  Messages.to(ORDERS, "old").expiration(fixture.scheduler.now() + 1).build()));
      store.afterNextRead(() -> fixture.scheduler.pass(2));
      consumer.credit(1);
      settle(fixture);
      fixture.acknowledge(mailbox.poll());
      consumer.credit(1);
      settle(fixture);
      for (int i = 0; i < 5; i++) {
        fixture.scheduler.advance(5000);
      }
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertEquals(1, fixture.figures(ORDERS).expired());
    }
  }

  @Test
  void whatComesToRestWhileAPageIsReadIsBoundedByTheBudgetAndKeepsItsOrder() throws Exception {
    leaveOne(store);
    try (BrokerFixture fixture = start()) {
      BrokerConsumer consumer = fixture.consume(mailbox);
      long[] used = {0};
      store.beforeNextRead(
          () -> {
            for (int i = 0; i < MANY; i++) {
              fixture.send(numbered("m" + i, 4, i));
            }
            used[0] = fixture.broker.memoryUsed();
          });
      List<String> expected = new ArrayList<>(List.of("first"));
      IntStream.range(0, MANY).forEach(i -> expected.add("m" + i));
      List<String> got = new ArrayList<>();
      for (int i = 0; i <= MANY; i++) {
        consumer.credit(1);
        settle(fixture);
        for (Delivery d = mailbox.poll(); d != null; d = mailbox.poll()) {
          got.add(text(d));
          fixture.acknowledge(d);
        }
      }
      assertEquals(expected, got);
      assertTrue(used[0] > LITTLE_MEMORY / 2 && used[0] <= LITTLE_MEMORY, "used: " + used[0]);
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void errorInAReadStopsTheBrokerAndNotTheQueueInSilence() throws Exception {
    leaveOne(store);
    BrokerFixture fixture = start();
    BrokerConsumer consumer = fixture.consume(mailbox);
    store.afterNextRead(
        () -> {
          throw new OutOfMemoryError("as if memory were short");
        });
    consumer.credit(1);
    BrokerException refused =
        assertThrows(BrokerException.class, () -> fixture.send(order("second")));
    assertTrue(refused.getMessage().contains("'orders'"), refused.getMessage());
    assertTrue(refused.getMessage().contains("memory were short"), refused.getMessage());
    fixture.close();
    try (BrokerFixture again = start()) {
      again.consume(mailbox).credit(1);
      assertEquals(List.of("first"), mailbox.texts(), "nothing is lost");
    }
  }

  @Test
  void errorInAnExpirySweepStopsTheBrokerAndNotTheQueueInSilence() throws Exception {
    leaveOne(store);
    BrokerFixture fixture = start();
    store.afterNextRead(
        () -> {
          throw new OutOfMemoryError("as if memory were short");
        });
    fixture.scheduler.advance(Expiry.PAUSE);
    assertThrows(BrokerException.class, () -> fixture.send(order("second")));
    fixture.close();
  }

  @Test
  void queueThatIsDeletedWhileItsPageIsReadLeavesNothingInMemory() throws Exception {
    BusyStore overflow = new BusyStore(new MemoryMessageStore("overflow"));
    RedeliveryPolicy policy = new RedeliveryPolicy(3, Duration.ZERO, DLQ);
    try (BrokerFixture fixture =
        new BrokerFixture(store, LITTLE_MEMORY, policy, () -> overflow, new ManualScheduler())) {
      Address replies = fixture.broker.createTemporary(Address.Kind.QUEUE, "c1");
      for (int i = 0; i < MANY; i++) {
        fixture.send(Messages.to(replies, "m" + i).build());
      }
      BrokerConsumer consumer = fixture.consume(replies, null, mailbox);
      overflow.afterNextRead(
          () -> {
            consumer.close();
            fixture.broker.deleteTemporary(replies);
          });
      while (fixture.figures(replies) != null) {
        consumer.credit(1);
        fixture.scheduler.run();
        for (Delivery d = mailbox.poll(); d != null; d = mailbox.poll()) {
          fixture.acknowledge(d);
        }
      }
      settle(fixture);
      assertNull(mailbox.poll());
      assertEquals(0, fixture.broker.memoryUsed());
      assertTrue(overflow.read(0, Long.MAX_VALUE, 1, 1).isEmpty(), "rows are left");
    }
  }
}

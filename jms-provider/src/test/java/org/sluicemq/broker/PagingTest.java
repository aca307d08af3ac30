// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MessageKey;

/** Backlogs of which only the head fits into memory. */
class PagingTest {

  private static final int MANY = 5000;
  private static final long LITTLE_MEMORY = 100_000;

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, LITTLE_MEMORY);
  }

  private static void sendMany(BrokerFixture fixture) throws Exception {
    for (int i = 0; i < MANY; i++) {
      fixture.send(order("m" + i, Map.of("n", i)));
    }
  }

  @Test
  void deepBacklogIsDeliveredWholeAndInOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      assertTrue(fixture.broker.memoryUsed() <= LITTLE_MEMORY);
      assertEquals(MANY, fixture.figures(ORDERS).depth());
      BrokerConsumer consumer = fixture.consume(mailbox);
      for (int i = 0; i < MANY; i++) {
        consumer.credit(1);
        Delivery delivery = mailbox.poll();
        assertEquals("m" + i, text(delivery));
        fixture.acknowledge(delivery);
        fixture.scheduler.run();
      }
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void selectorReachesAMatchBehindManyPagesThatDoNot() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      BrokerConsumer consumer = fixture.consume(ORDERS, "n = 4990", mailbox);
      consumer.credit(1);
      assertEquals("m4990", text(mailbox.poll()));
      long whole = MANY * order("m4990", Map.of("n", 4990)).size();
      assertTrue(fixture.broker.memoryUsed() < whole / 2, "only what matches is taken in");
    }
  }

  @Test
  void lookingForWhatIsNotThereEndsInTimeHoweverDeepTheBacklogIs() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      BrokerConsumer consumer = fixture.consume(ORDERS, "n < 0", mailbox);
      store.whenRead(() -> fixture.scheduler.pass(10));
      int calls = 0;
      for (int before = -1; store.reads() > before; calls++) {
        before = store.reads();
        long began = fixture.scheduler.now();
        consumer.credit(1, TimeUnit.MILLISECONDS.toNanos(35));
        long took = fixture.scheduler.now() - began;
        assertTrue(took <= 40, "35 ms and the page that was begun, not " + took);
        assertEquals(1, consumer.withdrawCredit());
      }
      assertNull(mailbox.poll());
      assertTrue(calls > 3, "all of it takes longer than " + calls + " calls may");
      long begun = store.reads();
      consumer.credit(1, TimeUnit.MILLISECONDS.toNanos(35));
      assertEquals(begun, store.reads(), "what was looked through is not read again");
    }
  }

  @Test
  void selectingConsumerGetsANewMatchWhileTheBacklogIsPaged() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      BrokerConsumer consumer = fixture.consume(ORDERS, "n < 0", mailbox);
      consumer.credit(1);
      assertNull(mailbox.poll());
      fixture.send(order("match-1", Map.of("n", -1)));
      assertEquals("match-1", text(mailbox.poll()));
      fixture.send(order("match-2", Map.of("n", -2)));
      consumer.credit(1);
      fixture.scheduler.run();
      assertEquals("match-2", text(mailbox.poll()));
    }
  }

  @Test
  void higherPriorityOvertakesAPagedBacklog() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      fixture.send(order("urgent", 9));
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(2);
      fixture.scheduler.run();
      assertEquals(List.of("urgent", "m0"), mailbox.texts());
    }
  }

  @Test
  void nothingIsDeliveredTwiceWhileSendersAndConsumersPage() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      BrokerConsumer consumer = fixture.consume(mailbox);
      List<String> got = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        fixture.send(order("late" + i, Map.of("n", i)));
        consumer.credit(2);
        fixture.scheduler.run();
        for (Delivery d = mailbox.poll(); d != null; d = mailbox.poll()) {
          got.add(text(d));
          fixture.acknowledge(d);
        }
      }
      List<String> expected =
          new ArrayList<>(IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList());
      IntStream.range(0, MANY).forEach(i -> expected.add("late" + i));
      assertEquals(expected, got);
    }
  }

  @Test
  void browserSeesTheWholeBacklogOnceAndTakesNothing() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(10);
      List<String> seen = new ArrayList<>();
      try (QueueView view = fixture.broker.browse(ORDERS, Selector.ALL)) {
        fixture.sendAll("after the start");
        for (Envelope e = view.next(); e != null; e = view.next()) {
          seen.add(text(e));
        }
      }
      assertEquals(IntStream.range(10, MANY).mapToObj(i -> "m" + i).toList(), seen);
      assertEquals(MANY + 1, fixture.figures(ORDERS).depth());
    }
  }

  @Test
  void messagesTakenInForASelectorDoNotOvertakeThoseThatRest() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
    }
    try (BrokerFixture again = start()) {
      Mailbox selecting = new Mailbox();
      again.consume(ORDERS, "n >= 4000", selecting).credit(1);
      assertEquals("m4000", text(selecting.take()));
      again.consume(mailbox).credit(MANY);
      assertEquals(
          IntStream.range(0, MANY).filter(i -> i != 4000).mapToObj(i -> "m" + i).toList(),
          mailbox.texts());
    }
  }

  @Test
  void messageGivenBackBehindTheHeadKeepsItsPlace() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
    }
    try (BrokerFixture again = start()) {
      Mailbox selecting = new Mailbox();
      again.consume(ORDERS, "n = 4990", selecting).credit(1);
      again.release(ReleaseReason.NOT_SEEN, selecting.take());
      again.consume(mailbox).credit(MANY);
      assertEquals(IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList(), mailbox.texts());
    }
  }

  @Test
  void damagedMessagesAreAllThatIsNotDelivered() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
    }
    store.damage(MessageKey.of(2, 4, 1));
    store.damage(MessageKey.of(2, 4, 1501));
    try (BrokerFixture again = start()) {
      List<String> sound =
          IntStream.range(1, MANY).filter(i -> i != 1500).mapToObj(i -> "m" + i).toList();
      List<String> seen = new ArrayList<>();
      try (QueueView view = again.broker.browse(ORDERS, Selector.ALL)) {
        for (Envelope e = view.next(); e != null; e = view.next()) {
          seen.add(text(e));
        }
      }
      assertEquals(sound, seen);
      again.consume(mailbox).credit(MANY);
      assertEquals(sound, mailbox.texts());
      again.send(order("after"));
      again.scheduler.run();
      assertEquals(List.of("after"), mailbox.texts(), "the broker goes on");
    }
  }

  @Test
  void oneLargeMessageIsReadAtATimeAndForWhoAsks() throws Exception {
    String large = "x".repeat(3_000_000);
    try (BrokerFixture fixture = start()) {
      fixture.sendAll(large + 1, large + 2, large + 3);
      assertEquals(0, fixture.broker.memoryUsed(), "none of them fits");
      BrokerConsumer consumer = fixture.consume(mailbox);
      fixture.scheduler.run();
      assertEquals(0, fixture.broker.memoryUsed(), "nobody has asked");
      for (int i = 1; i <= 3; i++) {
        consumer.credit(1);
        Delivery delivery = mailbox.poll();
        fixture.scheduler.run();
        assertEquals(large + i, text(delivery));
        assertTrue(fixture.broker.memoryUsed() < 7_000_000, "the next was read as well");
        fixture.acknowledge(delivery);
      }
    }
  }

  @Test
  void backlogIsThereAfterARestartInItsOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      sendMany(fixture);
    }
    try (BrokerFixture again = start()) {
      assertEquals(MANY, again.figures(ORDERS).depth());
      BrokerConsumer consumer = again.consume(mailbox);
      for (int i = 0; i < MANY; i++) {
        consumer.credit(1);
        assertEquals("m" + i, text(mailbox.poll()));
      }
    }
  }
}

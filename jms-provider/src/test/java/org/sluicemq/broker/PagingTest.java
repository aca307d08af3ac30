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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

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

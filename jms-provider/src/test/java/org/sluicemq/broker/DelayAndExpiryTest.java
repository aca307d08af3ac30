// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.DLQ;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.message.EnvelopeBuilder;
import org.sluicemq.store.MemoryMessageStore;

/** Deep backlogs of messages that are not due, or too old, under little memory. */
class DelayAndExpiryTest {

  private static final int MANY = 3000;
  private static final long LITTLE = 50_000;

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(
        store,
        LITTLE,
        new RedeliveryPolicy(3, Duration.ZERO, DLQ),
        () -> new MemoryMessageStore("overflow"),
        new ManualScheduler());
  }

  private List<String> take(BrokerFixture fixture, BrokerConsumer consumer) throws Exception {
    List<String> got = new ArrayList<>();
    fixture.scheduler.run();
    for (Delivery delivery = mailbox.poll(); delivery != null; delivery = mailbox.poll()) {
      got.add(text(delivery));
      fixture.acknowledge(delivery);
      consumer.credit(1);
      fixture.scheduler.run();
    }
    return got;
  }

  @Test
  void deepDelayedBacklogStaysAtRestAndEachMessageComesWhenItIsDue() throws Exception {
    try (BrokerFixture fixture = start()) {
      Random random = new Random(7);
      TreeMap<Long, List<String>> due = new TreeMap<>();
      long begin = fixture.scheduler.now();
      for (int i = 0; i < MANY; i++) {
        long at = begin + 100 * (1 + random.nextInt(50));
        due.computeIfAbsent(at, t -> new ArrayList<>()).add("m" + i);
        fixture.send(Messages.to(ORDERS, "m" + i).deliveryTime(at).build());
      }
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(1);
      assertTrue(
          fixture.broker.memoryUsed() <= 1.5 * LITTLE, "used: " + fixture.broker.memoryUsed());
      for (Map.Entry<Long, List<String>> step : due.entrySet()) {
        assertTrue(mailbox.isEmpty());
        fixture.scheduler.advance(step.getKey() - fixture.scheduler.now());
        assertEquals(step.getValue(), take(fixture, consumer));
        assertTrue(
            fixture.broker.memoryUsed() <= 2 * LITTLE, "used: " + fixture.broker.memoryUsed());
      }
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void newMessagesAreNotHeldUpByADeepDelayedBacklog() throws Exception {
    try (BrokerFixture fixture = start()) {
      long later = fixture.scheduler.now() + 100_000;
      for (int i = 0; i < MANY; i++) {
        fixture.send(Messages.to(ORDERS, "m" + i).deliveryTime(later).build());
      }
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(1);
      fixture.sendAll("now");
      assertEquals(List.of("now"), take(fixture, consumer));
    }
  }

  @Test
  void whatIsTooOldLeavesWithoutAConsumerFromMemoryAndFromRest() throws Exception {
    try (BrokerFixture fixture = start()) {
      long old = fixture.scheduler.now() + 1000;
      for (int i = 0; i < MANY; i++) {
        EnvelopeBuilder message = Messages.to(ORDERS, "m" + i).persistent(i % 3 != 0);
        fixture.send((i % 2 == 0 ? message.expiration(old) : message).build());
      }
      fixture.scheduler.advance(999);
      assertEquals(0, fixture.figures(ORDERS).expired());
      for (int i = 0; i < 20; i++) {
        fixture.scheduler.advance(1000);
      }
      assertEquals(MANY / 2, fixture.figures(ORDERS).expired());
      assertEquals(MANY / 2, fixture.figures(ORDERS).depth());
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(1);
      assertEquals(MANY / 2, take(fixture, consumer).size());
      assertEquals(0, fixture.figures(ORDERS).depth());
    }
  }

  @Test
  void whatGrewTooOldBeforeARestartLeavesAfterIt() throws Exception {
    long old;
    try (BrokerFixture fixture = start()) {
      old = fixture.scheduler.now() + 5000;
      for (int i = 0; i < MANY; i++) {
        fixture.send(Messages.to(ORDERS, "m" + i).expiration(old).build());
      }
    }
    try (BrokerFixture again = start()) {
      assertEquals(MANY, again.figures(ORDERS).depth());
      for (int i = 0; i < 40; i++) {
        again.scheduler.advance(1000);
      }
      assertEquals(0, again.figures(ORDERS).depth());
      assertEquals(MANY, again.figures(ORDERS).expired());
      assertTrue(store.read(0, Long.MAX_VALUE, 1, 1).isEmpty());
    }
  }

  @Test
  void nothingIsReadWhenNothingExpires() throws Exception {
    try (BrokerFixture fixture = start()) {
      for (int i = 0; i < MANY; i++) {
        fixture.sendAll("m" + i);
      }
      int before = store.reads();
      for (int i = 0; i < 20; i++) {
        fixture.scheduler.advance(1000);
      }
      assertEquals(before, store.reads());
    }
  }

  @Test
  void memoryIsBoundedWithAllKindsMixed() throws Exception {
    try (BrokerFixture fixture = start()) {
      Random random = new Random(11);
      long now = fixture.scheduler.now();
      int sent = 5000;
      for (int i = 0; i < sent; i++) {
        EnvelopeBuilder message =
            Messages.to(ORDERS, "m" + i)
                .persistent(random.nextBoolean())
                .priority(random.nextInt(10))
                .properties(Map.of("JMSXGroupID", "g" + random.nextInt(5), "n", i));
        if (random.nextInt(4) == 0) {
          message.deliveryTime(now + random.nextInt(1000));
        }
        if (random.nextInt(4) == 0) {
          message.expiration(now + 1 + random.nextInt(2000));
        }
        fixture.send(message.build());
      }
      BrokerConsumer idle = fixture.consume(new Mailbox());
      idle.credit(3);
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(1);
      long most = 0;
      for (int i = 0; i < 60; i++) {
        take(fixture, consumer);
        most = Math.max(most, fixture.broker.memoryUsed());
        fixture.scheduler.advance(100);
      }
      assertTrue(most <= 2 * LITTLE, "used: " + most);
      assertTrue(fixture.broker.memoryUsed() >= 0);
    }
  }
}

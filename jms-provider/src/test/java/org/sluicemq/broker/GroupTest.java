// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Envelope;

/** Message groups: one consumer at a time, in order, whatever happens. */
class GroupTest {

  private static final long MEMORY = 1 << 20;

  private final KeptStore store = new KeptStore();
  private final Mailbox one = new Mailbox();
  private final Mailbox other = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, MEMORY);
  }

  private static Envelope in(String group, String text) {
    return order(text, Map.of("JMSXGroupID", group));
  }

  private static Envelope last(String group, String text) {
    return order(text, Map.of("JMSXGroupID", group, "JMSXGroupSeq", -1));
  }

  @Test
  void groupStaysWithOneConsumerAndOthersGetTheOtherGroups() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.consume(one).credit(10);
      fixture.consume(other).credit(10);
      for (int i = 1; i <= 3; i++) {
        fixture.send(in("red", "red-" + i));
        fixture.send(in("blue", "blue-" + i));
      }
      List<List<String>> shares = List.of(one.texts(), other.texts());
      assertTrue(shares.contains(List.of("red-1", "red-2", "red-3")), shares.toString());
      assertTrue(shares.contains(List.of("blue-1", "blue-2", "blue-3")), shares.toString());
    }
  }

  @Test
  void groupWaitsForItsConsumerAndHoldsUpNobodyElse() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer first = fixture.consume(one);
      first.credit(1);
      fixture.send(in("red", "red-1"));
      fixture.consume(other).credit(10);
      fixture.send(in("red", "red-2"));
      fixture.sendAll("plain");
      fixture.send(in("blue", "blue-1"));
      assertEquals(List.of("plain", "blue-1"), other.texts());
      fixture.acknowledge(one.take());
      assertEquals(List.of("red-2"), other.texts(), "another came: the group may move");
      first.credit(5);
      fixture.send(in("red", "red-3"));
      assertNull(one.poll());
      assertEquals(List.of("red-3"), other.texts());
    }
  }

  @Test
  void groupMovesWhenItsConsumerGoesAndItsMessagesAreBackInTheirPlaces() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer leaving = fixture.consume(one);
      leaving.credit(2);
      for (int i = 1; i <= 3; i++) {
        fixture.send(in("red", "red-" + i));
      }
      fixture.consume(other).credit(5);
      leaving.close();
      assertNull(other.poll(), "red-1 and red-2 are still in hand");
      Delivery first = one.take();
      Delivery second = one.take();
      fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, second);
      assertNull(other.poll(), "red-1 is still in hand");
      fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, first);
      assertEquals(List.of("red-1", "red-2", "red-3"), other.texts());
    }
  }

  @Test
  void lastMessageOfAGroupSetsItFree() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer first = fixture.consume(one);
      BrokerConsumer second = fixture.consume(other);
      first.credit(2);
      fixture.send(in("red", "red-1"));
      fixture.send(last("red", "red-end"));
      second.credit(5);
      fixture.send(in("red", "red-new"));
      fixture.acknowledge(one.take());
      assertNull(other.poll(), "red-end is in hand");
      fixture.acknowledge(one.take());
      assertEquals(List.of("red-new"), other.texts());
    }
  }

  @Test
  void redeliveryThatWaitsHoldsUpItsGroupAlone() throws Exception {
    RedeliveryPolicy slow = new RedeliveryPolicy(5, Duration.ofMillis(500), Messages.DLQ);
    try (BrokerFixture fixture = new BrokerFixture(store, MEMORY, slow)) {
      BrokerConsumer consumer = fixture.consume(one);
      consumer.credit(1);
      fixture.send(in("red", "red-1"));
      fixture.send(in("red", "red-2"));
      fixture.send(in("blue", "blue-1"));
      fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, one.take());
      consumer.credit(5);
      assertEquals(List.of("blue-1"), one.texts());
      fixture.scheduler.advance(500);
      assertEquals(List.of("red-1", "red-2"), one.texts());
    }
  }

  @Test
  void rolledBackGroupIsRedeliveredInOrderToItsConsumer() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.consume(other).credit(10);
      BrokerConsumer owner = fixture.consume(one);
      owner.credit(2);
      fixture.send(in("red", "red-1"));
      fixture.send(in("red", "red-2"));
      Mailbox having = one.isEmpty() ? other : one;
      UnitOfWork unit = fixture.broker.begin();
      fixture.acknowledge(having.take(), unit);
      fixture.acknowledge(having.take(), unit);
      owner.credit(2);
      fixture.broker.rollback(unit);
      assertEquals(List.of("red-1", "red-2"), having.texts());
    }
  }

  @Test
  void selectorsThatShareAGroupTakeTurnsInIt() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer small = fixture.consume(ORDERS, "n < 10", one);
      BrokerConsumer large = fixture.consume(ORDERS, "n >= 10", other);
      for (int n : new int[] {1, 20, 2, 21}) {
        fixture.send(order("m" + n, Map.of("JMSXGroupID", "red", "n", n)));
      }
      small.credit(1);
      large.credit(4);
      Delivery first = one.take();
      assertNull(other.poll(), "m1 is in hand");
      fixture.acknowledge(first);
      assertEquals("m20", text(other.take()));
    }
  }

  @Test
  void consumerThatTakesAGroupOverGetsWhatItHadPassedOver() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer small = fixture.consume(ORDERS, "n < 10", one);
      BrokerConsumer any = fixture.consume(other);
      small.credit(1);
      for (int n : new int[] {1, 2, 20}) {
        fixture.send(order("m" + n, Map.of("JMSXGroupID", "red", "n", n)));
      }
      any.credit(2);
      fixture.acknowledge(one.take());
      assertEquals(List.of("m20", "m2"), other.texts());
    }
  }

  @Test
  void groupThatACommitSetsFreeIsHandedOutAfterAllOfTheUnitIsInItsPlace() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer leaving = fixture.consume(one);
      leaving.credit(1);
      fixture.send(in("red", "red-1"));
      fixture.send(in("red", "red-2"));
      fixture.consume(other).credit(5);
      leaving.close();
      UnitOfWork unit = fixture.broker.begin();
      fixture.acknowledge(one.take(), unit);
      fixture.broker.send(order("urgent", 9), BrokerFixture.CONNECTION, unit);
      fixture.broker.commit(unit);
      assertEquals(List.of("urgent", "red-2"), other.texts());
    }
  }

  @Test
  void groupOfABranchInDoubtWaitsForItsDecisionOverARestart() throws Exception {
    BrokerFixture crashed = start();
    crashed.consume(one).credit(1);
    crashed.send(in("red", "red-1"));
    crashed.send(in("red", "red-2"));
    UnitOfWork unit = crashed.broker.branches().start(TestXid.of(1, 1), XAResource.TMNOFLAGS);
    crashed.acknowledge(one.take(), unit);
    crashed.broker.branches().end(TestXid.of(1, 1), XAResource.TMSUCCESS);
    crashed.broker.branches().prepare(TestXid.of(1, 1));
    try (BrokerFixture restarted = start()) {
      restarted.consume(other).credit(5);
      assertNull(other.poll(), "red-1 is locked");
      restarted.broker.branches().rollback(TestXid.of(1, 1));
      assertEquals(List.of("red-1", "red-2"), other.texts());
    }
  }

  @Test
  void otherGroupsAreReachedBehindAnyDepthOfABusyOne() throws Exception {
    long little = 100_000;
    try (BrokerFixture fixture = new BrokerFixture(store, little)) {
      fixture.consume(one).credit(1);
      for (int i = 0; i < 5000; i++) {
        fixture.send(in("busy", "busy-" + i));
      }
      BrokerConsumer idle = fixture.consume(other);
      fixture.send(in("calm", "calm-1"));
      idle.credit(1);
      assertEquals("calm-1", text(other.take()));
      long whole = 5000 * in("busy", "busy-4999").size();
      assertTrue(fixture.broker.memoryUsed() < whole / 2, "the busy group stays at rest");
    }
  }

  @Test
  void memoryOfGroupsDoesNotGrowWithTheirNumber() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer consumer = fixture.consume(one);
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        fixture.send(in("group-" + i, "m" + i));
        consumer.credit(1);
        Delivery delivery = one.take();
        got.add(text(delivery));
        fixture.acknowledge(delivery);
      }
      assertEquals(5000, got.size());
      assertNotEquals(got.get(0), got.get(4999));
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.EnvelopeBuilder;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.StoreException;

/** Messages of topics for which memory has no room. */
class TopicOverflowTest extends LittleMemory {

  private static final Address NEWS = Address.topic("news");
  private static final SubscriptionName DURABLE = new SubscriptionName("me", "d", true, false);
  private static final SubscriptionName SHARED = new SubscriptionName(null, "s", false, true);

  /** A page that a consumer needs is read though memory is used up: a quarter of it at most. */
  private static final long WITH_A_PAGE = LITTLE + LITTLE / 4 + 200;

  private static EnvelopeBuilder news(String text, boolean persistent) {
    return Messages.to(NEWS, text).persistent(persistent);
  }

  private BrokerConsumer subscribe(BrokerFixture fixture, SubscriptionName name) throws Exception {
    return fixture.broker.consume(
        new ConsumerRequest(NEWS, Selector.ALL, "c2", false, name), mailbox);
  }

  private List<String> consumeAll(BrokerFixture fixture, BrokerConsumer consumer) throws Exception {
    List<String> got = new ArrayList<>();
    for (Delivery d = next(consumer); d != null; d = next(consumer)) {
      got.add(text(d));
      fixture.acknowledge(d);
      assertTrue(fixture.broker.memoryUsed() <= WITH_A_PAGE);
    }
    consumer.withdrawCredit();
    return got;
  }

  private int inOverflow() throws StoreException {
    int all = 0;
    for (KeptStore one : opened) {
      all += one.left().size();
    }
    return all;
  }

  @Test
  void slowSubscribersOfEveryKindGetEverythingInOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer shared = subscribe(fixture, SHARED);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, i % 3 == 0).build());
        assertTrue(fixture.broker.memoryUsed() <= LITTLE);
      }
      assertEquals(MANY, fixture.figures(NEWS).arrived());
      assertEquals(3 * MANY, fixture.figures(NEWS).depth());
      assertEquals(names(0, MANY), consumeAll(fixture, shared));
      assertEquals(names(0, MANY), consumeAll(fixture, durable));
      assertEquals(names(0, MANY), consumeAll(fixture, plain));
      assertEquals(0, fixture.figures(NEWS).depth());
      assertEquals(3 * MANY, fixture.figures(NEWS).acknowledged());
      assertEquals(0, fixture.broker.memoryUsed());
      assertEquals(List.of(), store.left());
    }
  }

  @Test
  void higherPriorityComesFirstWhereverItRests() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + (MANY + i), i % 2 == 0).priority(4).build());
      }
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, i % 2 == 0).priority(5).build());
      }
      assertEquals(names(0, 2 * MANY), consumeAll(fixture, durable));
    }
  }

  @Test
  void unitOfWorkLargerThanMemoryIsWholeOrAbsentAndStaysWithinTheLimit() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      UnitOfWork rolledBack = fixture.broker.begin();
      UnitOfWork committed = fixture.broker.begin();
      for (int i = 0; i < MANY; i++) {
        fixture.broker.send(news("never", i % 2 == 0).build(), "c1", rolledBack);
        fixture.broker.send(news("m" + i, i % 2 == 0).build(), "c1", committed);
      }
      fixture.broker.rollback(rolledBack);
      fixture.broker.commit(committed);
      assertTrue(fixture.broker.memoryUsed() <= LITTLE);
      assertEquals(names(0, MANY), consumeAll(fixture, plain));
      assertEquals(names(0, MANY), consumeAll(fixture, durable));
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void endedSubscriptionTakesItsRowsAlong() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer shared = subscribe(fixture, SHARED);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, false).build());
      }
      assertTrue(inOverflow() >= 3 * 1000, () -> "Only " + inOverflowQuietly() + " rest");
      plain.close();
      shared.close();
      durable.close();
      fixture.broker.unsubscribe("me", "d");
      assertEquals(0, fixture.figures(NEWS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
      assertEquals(0, inOverflow());
      BrokerConsumer fresh = subscribe(fixture, DURABLE);
      fixture.send(news("fresh", false).build());
      assertEquals(List.of("fresh"), consumeAll(fixture, fresh));
    }
  }

  private int inOverflowQuietly() {
    try {
      return inOverflow();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messageThatRestedKeepsItsCountOverRollbacks() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, false).build());
      }
      List<String> got = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        UnitOfWork unit = fixture.broker.begin();
        Delivery first = next(plain);
        assertEquals(1, first.deliveryCount());
        fixture.acknowledge(first, unit);
        fixture.broker.rollback(unit);
        Delivery again = next(plain);
        assertEquals(text(first), text(again));
        assertEquals(2, again.deliveryCount());
        got.add(text(again));
        fixture.acknowledge(again);
      }
      assertEquals(names(0, MANY), got);
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void messagesThatRestExpireAndLeaveNoRows() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      BrokerConsumer plain = subscribe(fixture, null);
      long soon = scheduler.now() + 10_000;
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, false).expiration(i % 2 == 0 ? soon : 0).build());
      }
      for (int i = 0; i < 20; i++) {
        scheduler.advance(10_000);
      }
      assertEquals(MANY, fixture.figures(NEWS).depth());
      assertEquals(MANY, fixture.figures(NEWS).expired());
      assertTrue(inOverflow() <= MANY, () -> inOverflowQuietly() + " rest");
      List<String> odd = IntStream.range(0, MANY / 2).mapToObj(i -> "m" + (2 * i + 1)).toList();
      assertEquals(odd, consumeAll(fixture, durable));
      assertEquals(odd, consumeAll(fixture, plain));
      assertEquals(0, fixture.figures(NEWS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void delayedMessagesRestUntilTheyAreDue() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      long due = scheduler.now() + 60_000;
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, i % 2 == 0).deliveryTime(due).build());
        assertTrue(fixture.broker.memoryUsed() <= LITTLE);
      }
      assertEquals(List.of(), consumeAll(fixture, plain));
      scheduler.advance(60_000);
      assertEquals(names(0, MANY), consumeAll(fixture, plain));
      assertEquals(names(0, MANY), consumeAll(fixture, durable));
    }
  }

  @Test
  void overflowThatCannotBeWrittenRefusesTheWholeMessage() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      noPlace = true;
      int sent = 0;
      BrokerException refusal = null;
      while (refusal == null) {
        try {
          fixture.send(news("m" + sent, true).build());
          sent++;
        } catch (BrokerException e) {
          refusal = e;
        }
      }
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      assertTrue(refusal.getMessage().contains("memoryLimit"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("No space left"), refusal.getMessage());
      assertEquals(sent, store.left().size());
      assertEquals(2L * sent, fixture.figures(NEWS).depth());
      assertEquals(sent, fixture.figures(NEWS).arrived());
      UnitOfWork unit = fixture.broker.begin();
      fixture.broker.send(news("rolled back", true).build(), "c1", unit);
      assertThrows(BrokerException.class, () -> fixture.broker.commit(unit));
      noPlace = false;
      fixture.send(news("m" + sent, true).build());
      assertEquals(names(0, sent + 1), consumeAll(fixture, durable));
      assertEquals(names(0, sent + 1), consumeAll(fixture, plain));
      assertEquals(0, fixture.broker.memoryUsed());
      assertEquals(List.of(), store.left());
    }
  }

  @Test
  void preparedBranchThatIsRefusedHoldsNobodyUpAndCommitsLater() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      Xid xid = TestXid.of(1, 1);
      UnitOfWork unit = fixture.broker.branches().start(xid, XAResource.TMNOFLAGS);
      fixture.broker.send(news("m" + MANY, true).build(), "c1", unit);
      fixture.broker.branches().end(xid, XAResource.TMSUCCESS);
      fixture.broker.branches().prepare(xid);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, true).build());
      }
      opened.get(0).refuse("ID:m" + MANY);
      XAException refusal =
          assertThrows(XAException.class, () -> fixture.broker.branches().commit(xid, false));
      assertEquals(XAException.XAER_RMFAIL, refusal.errorCode);
      assertEquals(names(0, MANY), consumeAll(fixture, durable));
      opened.get(0).refuse(null);
      fixture.broker.branches().commit(xid, false);
      assertEquals(names(MANY, MANY + 1), consumeAll(fixture, durable));
      assertEquals(names(0, MANY + 1), consumeAll(fixture, plain));
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void overflowThatFailsLosesNothingPersistentOfADurableSubscription() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerConsumer durable = subscribe(fixture, DURABLE);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, i % 2 == 0).build());
      }
      opened.get(0).fail();
      assertThrows(BrokerException.class, () -> fixture.send(news("refused", false).build()));
      fixture.send(news("m" + MANY, true).build());
      List<String> got = consumeAll(fixture, durable);
      assertTrue(
          got.containsAll(IntStream.rangeClosed(0, MANY / 2).mapToObj(i -> "m" + 2 * i).toList()));
      assertFalse(consumeAll(fixture, plain).isEmpty());
      assertEquals(0, fixture.figures(NEWS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
      assertEquals(List.of(), store.left());
    }
  }

  @Test
  void storeThatRefusesTheMessageLeavesNothingOfItInTheOverflow() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer plain = subscribe(fixture, null);
      subscribe(fixture, DURABLE);
      for (int i = 0; i < MANY; i++) {
        fixture.send(news("m" + i, false).build());
      }
      store.refuse("ID:refused");
      BrokerException refusal =
          assertThrows(BrokerException.class, () -> fixture.send(news("refused", true).build()));
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      assertEquals(2 * MANY, fixture.figures(NEWS).depth());
      assertEquals(names(0, MANY), consumeAll(fixture, plain));
    }
  }

  @Test
  void withoutAnOverflowTheLimitRefuses() throws Exception {
    try (BrokerFixture fixture = new BrokerFixture(store, LITTLE)) {
      BrokerConsumer plain = subscribe(fixture, null);
      BrokerException refusal =
          assertThrows(
              BrokerException.class,
              () -> {
                for (int i = 0; i < MANY; i++) {
                  fixture.send(news("m" + i, false).build());
                }
              });
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      assertTrue(refusal.getMessage().contains("memoryLimit"), refusal.getMessage());
      plain.close();
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }
}

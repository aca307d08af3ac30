// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

/** Messages that need not survive and for which memory has no room. */
class OverflowTest extends LittleMemory {

  private static Envelope light(Address address, String text) {
    return Messages.to(address, text).persistent(false).build();
  }

  private List<String> consumeAll(BrokerFixture fixture, Address address) throws Exception {
    List<String> got = new ArrayList<>();
    BrokerConsumer consumer = fixture.consume(address, null, mailbox);
    for (Delivery d = next(consumer); d != null; d = next(consumer)) {
      got.add(text(d));
      fixture.acknowledge(d);
    }
    consumer.close();
    return got;
  }

  @Test
  void nothingIsOpenedWhileMemoryHasRoom() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.send(light(ORDERS, "m0"));
      assertTrue(opened.isEmpty());
    }
  }

  @Test
  void persistentAndOtherMessagesOfAQueueKeepTheirOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      for (int i = 0; i < MANY; i++) {
        fixture.send(i % 3 == 0 ? Messages.order("m" + i) : light(ORDERS, "m" + i));
      }
      assertTrue(fixture.broker.memoryUsed() <= LITTLE);
      assertEquals(MANY, fixture.figures(ORDERS).depth());
      List<String> seen = new ArrayList<>();
      try (QueueView view = fixture.broker.browse(ORDERS, Selector.ALL)) {
        for (Envelope e = view.next(); e != null; e = view.next()) {
          seen.add(text(e));
        }
      }
      assertEquals(names(0, MANY), seen);
      assertEquals(names(0, MANY), consumeAll(fixture, ORDERS));
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void unitOfWorkLargerThanMemoryIsWholeOrAbsent() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork rolledBack = fixture.broker.begin();
      UnitOfWork committed = fixture.broker.begin();
      for (int i = 0; i < MANY; i++) {
        fixture.broker.send(light(ORDERS, "never"), "c1", rolledBack);
        boolean light = i % 2 == 0;
        Envelope envelope = light ? light(ORDERS, "m" + i) : Messages.order("m" + i);
        fixture.broker.send(envelope, "c1", committed);
      }
      fixture.broker.rollback(rolledBack);
      fixture.broker.commit(committed);
      UnitOfWork more = fixture.broker.begin();
      fixture.broker.send(light(ORDERS, "m" + MANY), "c1", more);
      fixture.broker.commit(more);
      assertEquals(names(0, MANY + 1), consumeAll(fixture, ORDERS));
    }
  }

  @Test
  void temporaryQueueOverflowsAndIsGoneWithItsConnection() throws Exception {
    try (BrokerFixture fixture = start()) {
      Address reply = fixture.broker.createTemporary(Address.Kind.QUEUE, "owner");
      Address other = fixture.broker.createTemporary(Address.Kind.QUEUE, "other");
      for (int i = 0; i < MANY; i++) {
        fixture.send(light(reply, "dropped"));
        fixture.send(Messages.to(other, "m" + i).build());
      }
      fixture.broker.connectionClosed("owner");
      assertEquals(names(0, MANY), consumeAll(fixture, other));
      assertEquals(0, fixture.broker.memoryUsed());
      assertTrue(
          opened.get(0).read(0, Long.MAX_VALUE, MANY, Long.MAX_VALUE).stream()
              .noneMatch(message -> message.envelope().destination().equals(reply)));
    }
  }

  @Test
  void overflowThatCannotBeOpenedRefusesTheSendAndHarmsNobody() throws Exception {
    try (BrokerFixture fixture = start()) {
      noPlace = true;
      int sent = 0;
      BrokerException refusal = null;
      while (refusal == null) {
        try {
          fixture.send(light(ORDERS, "m" + sent));
          sent++;
        } catch (BrokerException e) {
          refusal = e;
        }
      }
      assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
      assertTrue(refusal.getMessage().contains("memoryLimit"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("No space left"), refusal.getMessage());
      fixture.send(Messages.order("m" + sent));
      UnitOfWork unit = fixture.broker.begin();
      fixture.broker.send(Messages.order("rolled back"), "c1", unit);
      fixture.broker.send(light(ORDERS, "rolled back"), "c1", unit);
      assertThrows(BrokerException.class, () -> fixture.broker.commit(unit));
      noPlace = false;
      fixture.send(light(ORDERS, "m" + (sent + 1)));
      assertEquals(names(0, sent + 2), consumeAll(fixture, ORDERS));
    }
  }

  @Test
  void overflowThatFailsLosesWhatRestedThereAndNothingElse() throws Exception {
    try (BrokerFixture fixture = start()) {
      for (int i = 0; i < MANY; i++) {
        fixture.send(i % 2 == 0 ? Messages.order("m" + i) : light(ORDERS, "m" + i));
      }
      opened.get(0).fail();
      assertThrows(BrokerException.class, () -> fixture.send(light(ORDERS, "refused")));
      fixture.send(light(ORDERS, "m" + MANY));
      assertEquals(2, opened.size());
      List<String> got = consumeAll(fixture, ORDERS);
      assertTrue(
          got.containsAll(IntStream.rangeClosed(0, MANY / 2).mapToObj(i -> "m" + 2 * i).toList()));
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertEquals(0, fixture.broker.memoryUsed());
    }
  }

  @Test
  void whatRestedInTheOverflowIsGoneAfterARestart() throws Exception {
    try (BrokerFixture fixture = start()) {
      for (int i = 0; i < MANY; i++) {
        fixture.send(i < MANY / 2 ? Messages.order("m" + i) : light(ORDERS, "m" + i));
      }
    }
    try (BrokerFixture again = start()) {
      assertEquals(MANY / 2, again.figures(ORDERS).depth());
      assertEquals(names(0, MANY / 2), consumeAll(again, ORDERS));
    }
  }

  @Test
  void firstQueueOfAStoreOverflowsLikeAnyOther() throws Exception {
    RedeliveryPolicy noDeadLetters = new RedeliveryPolicy(3, Duration.ZERO, null);
    try (BrokerFixture fixture = start(noDeadLetters)) {
      for (String name : names(0, 300)) {
        fixture.send(light(ORDERS, name));
      }
      assertTrue(fixture.broker.memoryUsed() <= LITTLE);
      assertEquals(names(0, 300), consumeAll(fixture, ORDERS));
    }
  }
}

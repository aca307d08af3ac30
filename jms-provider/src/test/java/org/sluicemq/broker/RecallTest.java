// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer was given in advance goes to one that waits. */
class RecallTest {

  /** A consumer stuck on the first of its messages, which gives the others back when asked. */
  private final class Stuck implements DeliverySink {
    private final List<Delivery> held = new ArrayList<>();
    private BrokerConsumer source;
    private boolean obeys = true;
    private int recalls;

    @Override
    public void deliver(Delivery delivery) {
      held.add(delivery);
    }

    @Override
    public void recall() {
      recalls++;
      source.withdrawCredit();
      if (obeys && held.size() > 1) {
        List<Delivery> unseen = held.subList(1, held.size());
        fixture.broker.release(List.copyOf(unseen), ReleaseReason.NOT_SEEN);
        unseen.clear();
      }
    }

    List<String> texts() {
      return held.stream().map(Messages::text).toList();
    }
  }

  private BrokerFixture fixture;
  private final Stuck stuck = new Stuck();
  private final Mailbox mailbox = new Mailbox();

  @BeforeEach
  void start() throws Exception {
    fixture = new BrokerFixture();
    stuck.source = fixture.consume(stuck);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void sendGroup(String group, String... texts) throws Exception {
    for (String text : texts) {
      fixture.send(order(text, Map.of("JMSXGroupID", group)));
    }
  }

  @Test
  void waitingConsumerGetsInOrderAndUncountedWhatAnotherHoldsUnseen() throws Exception {
    stuck.source.credit(8);
    fixture.sendAll("a", "b", "c", "d");
    fixture.consume(mailbox).credit(2);
    assertEquals(List.of(), mailbox.texts());
    fixture.scheduler.run();
    Delivery b = mailbox.take();
    assertEquals("b", text(b));
    assertEquals(1, b.deliveryCount());
    assertEquals(List.of("c"), mailbox.texts());
    assertEquals(List.of("a"), stuck.texts());
    assertEquals(1, stuck.recalls);
    fixture.acknowledge(stuck.held.remove(0));
    stuck.source.credit(1);
    assertEquals(List.of("d"), stuck.texts());
  }

  @Test
  void messageThatGoesToABusyConsumerWhileAnotherWaitsComesBack() throws Exception {
    fixture.consume(mailbox).credit(1);
    stuck.source.credit(8);
    fixture.sendAll("a", "b", "c");
    fixture.scheduler.run();
    assertEquals(1, mailbox.texts().size());
    BrokerConsumer third = fixture.consume(mailbox);
    third.credit(1);
    fixture.scheduler.run();
    assertEquals(1, mailbox.texts().size());
    assertEquals(1, stuck.held.size());
    assertEquals(1, stuck.recalls);
  }

  @Test
  void consumerIsAskedOnceUntilItGivesCreditAgain() throws Exception {
    stuck.obeys = false;
    stuck.source.credit(4);
    fixture.sendAll("a", "b", "c", "d");
    BrokerConsumer waiting = fixture.consume(mailbox);
    waiting.credit(1);
    fixture.scheduler.run();
    waiting.withdrawCredit();
    waiting.credit(1);
    fixture.sendAll("e");
    waiting.credit(1);
    fixture.scheduler.run();
    assertEquals(1, stuck.recalls);
    for (Delivery delivery : List.copyOf(stuck.held)) {
      fixture.acknowledge(delivery);
    }
    waiting.withdrawCredit();
    stuck.held.clear();
    stuck.source.credit(3);
    fixture.sendAll("f", "g", "h");
    waiting.credit(1);
    fixture.scheduler.run();
    assertEquals(2, stuck.recalls);
  }

  @Test
  void nobodyIsAskedForTheMessageInHand() throws Exception {
    stuck.source.credit(4);
    fixture.sendAll("a", "b");
    fixture.acknowledge(stuck.held.remove(0));
    fixture.consume(mailbox).credit(1);
    fixture.scheduler.run();
    assertEquals(0, stuck.recalls);
    assertEquals(List.of("b"), stuck.texts());
  }

  @Test
  void nobodyIsAskedForWhatTheOtherDoesNotSelect() throws Exception {
    stuck.source.credit(4);
    fixture.send(order("a"));
    fixture.send(order("b", Map.of("colour", "blue")));
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    fixture.scheduler.run();
    assertEquals(0, stuck.recalls);
    fixture.send(order("c", Map.of("colour", "red")));
    assertEquals(List.of("a", "b"), stuck.texts().subList(0, 2));
    fixture.scheduler.run();
    assertEquals(List.of("c"), mailbox.texts());
  }

  @Test
  void groupStaysWithItsConsumerAndIsNotRecalledInVain() throws Exception {
    fixture.consume(mailbox).credit(1);
    sendGroup("red", "other");
    assertEquals(List.of("other"), mailbox.texts());
    stuck.source.credit(4);
    sendGroup("blue", "a", "b", "c");
    assertEquals(List.of("a", "b", "c"), stuck.texts());
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    fixture.scheduler.run();
    assertEquals(0, stuck.recalls);
  }

  @Test
  void unseenGroupMovesInOrderToAConsumerThatComes() throws Exception {
    stuck.source.credit(8);
    fixture.sendAll("a");
    sendGroup("blue", "b", "c", "d");
    fixture.consume(mailbox).credit(8);
    fixture.scheduler.run();
    assertEquals(List.of("b", "c", "d"), mailbox.texts());
    assertEquals(List.of("a"), stuck.texts());
  }
}

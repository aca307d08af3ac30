// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.selector.Selector;

class TopicTest {

  private static final Address FIGURES = Address.topic("figures");

  private BrokerFixture fixture;
  private final Mailbox one = new Mailbox();
  private final Mailbox other = new Mailbox();

  @BeforeEach
  void start() throws Exception {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void publish(String... texts) throws Exception {
    for (String text : texts) {
      fixture.send(Messages.to(FIGURES, text).build());
    }
  }

  @Test
  void figuresKeepWhatAReaderDidBeforeItEnded() throws Exception {
    BrokerConsumer reader = fixture.consume(FIGURES, null, one);
    publish("a", "b");
    reader.credit(1);
    fixture.acknowledge(one.take());
    reader.close();
    DestinationFigures figures = fixture.figures(FIGURES);
    assertEquals(1, figures.acknowledged());
    assertEquals(2, figures.arrived());
    assertEquals(0, figures.depth());
    assertEquals(0, figures.consumers());
  }

  @Test
  void everySubscriptionGetsEveryMessageInOrder() throws Exception {
    fixture.consume(FIGURES, null, one).credit(5);
    fixture.consume(FIGURES, null, other).credit(5);
    publish("a", "b");
    assertEquals(List.of("a", "b"), one.texts());
    assertEquals(List.of("a", "b"), other.texts());
  }

  @Test
  void subscriptionSeesOnlyWhatComesWhileItIsOpen() throws Exception {
    publish("before");
    BrokerConsumer consumer = fixture.consume(FIGURES, null, one);
    publish("during");
    consumer.credit(5);
    consumer.close();
    publish("after");
    assertEquals(List.of("during"), one.texts());
  }

  @Test
  void selectorFiltersASubscription() throws Exception {
    fixture.consume(FIGURES, "n > 1", one).credit(5);
    for (int n = 0; n < 4; n++) {
      fixture.send(Messages.to(FIGURES, "m" + n).properties(Map.of("n", n)).build());
    }
    assertEquals(List.of("m2", "m3"), one.texts());
  }

  @Test
  void noLocalLeavesOutTheMessagesOfTheSameConnection() throws Exception {
    fixture.broker.consume(new ConsumerRequest(FIGURES, Selector.ALL, "own", true), one).credit(5);
    fixture.broker.send(Messages.to(FIGURES, "mine").build(), "own", null);
    fixture.broker.send(Messages.to(FIGURES, "theirs").build(), "another", null);
    assertEquals(List.of("theirs"), one.texts());
  }

  @Test
  void publishedInAUnitOfWorkItIsSeenAtTheCommit() throws Exception {
    fixture.consume(FIGURES, null, one).credit(5);
    UnitOfWork unit = fixture.broker.begin();
    fixture.broker.send(Messages.to(FIGURES, "a").build(), "c", unit);
    assertEquals(List.of(), one.texts());
    fixture.broker.commit(unit);
    assertEquals(List.of("a"), one.texts());
  }

  @Test
  void closedSubscriptionGivesItsMemoryBack() throws Exception {
    BrokerConsumer consumer = fixture.consume(FIGURES, null, one);
    consumer.credit(1);
    publish("a", "b", "c");
    consumer.close();
    fixture.acknowledge(one.take());
    assertEquals(0, fixture.broker.memoryUsed());
  }

  @Test
  void temporaryDestinationEndsWithItsConnection() throws Exception {
    Address reply = fixture.broker.createTemporary(Address.Kind.QUEUE, "owner");
    fixture.send(Messages.to(reply, "answer").build());
    BrokerConsumer consumer = fixture.consume(reply, null, one);
    consumer.credit(1);
    assertEquals(List.of("answer"), one.texts());
    BrokerException inUse =
        assertThrows(BrokerException.class, () -> fixture.broker.deleteTemporary(reply));
    assertEquals(BrokerException.Reason.IN_USE, inUse.reason());
    consumer.close();
    fixture.broker.connectionClosed("owner");
    BrokerException gone =
        assertThrows(BrokerException.class, () -> fixture.send(Messages.to(reply, "late").build()));
    assertEquals(BrokerException.Reason.INVALID_DESTINATION, gone.reason());
  }

  @Test
  void clientIdentifierBelongsToOneConnectionAtATime() throws Exception {
    fixture.broker.claimClientId("desk", "first");
    BrokerException taken =
        assertThrows(BrokerException.class, () -> fixture.broker.claimClientId("desk", "second"));
    assertEquals(BrokerException.Reason.IN_USE, taken.reason());
    fixture.broker.connectionClosed("first");
    fixture.broker.claimClientId("desk", "second");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sections 4.2 and 8.3: durable and shared subscriptions. */
abstract class SubscriptionConformance extends JmsConformance {

  private static final ClientSettings DESK = ClientSettings.DEFAULTS.withClientId("desk");

  private SluiceConnection desk() throws JMSException {
    SluiceConnection connection = connect(DESK);
    connection.start();
    return connection;
  }

  private void publish(String... texts) throws JMSException {
    try (Connection connection = connect()) {
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(NEWS);
      for (String text : texts) {
        TextMessage message = session.createTextMessage(text);
        message.setStringProperty("text", text);
        producer.send(message);
      }
    }
  }

  @Test
  void durableSubscriptionKeepsMessagesWhileItHasNoConsumer() throws Exception {
    try (Connection connection = desk()) {
      connection.createSession().createDurableConsumer(NEWS, "s").close();
    }
    publish("a", "b");
    try (Connection connection = desk()) {
      receive(connection.createSession().createDurableConsumer(NEWS, "s"), "a");
    }
    publish("c");
    Session session = desk().createSession();
    MessageConsumer consumer = session.createDurableConsumer(NEWS, "s");
    receive(consumer, "b", "c");
    consumer.close();
    session.unsubscribe("s");
    publish("d");
    assertNull(session.createDurableConsumer(NEWS, "s").receiveNoWait());
  }

  @Test
  void durableSubscriberTellsItsTopicSelectorAndNoLocal() throws Exception {
    Session session = desk().createSession();
    TopicSubscriber plain = session.createDurableSubscriber(NEWS, "s");
    assertSame(NEWS, plain.getTopic());
    assertNull(plain.getMessageSelector());
    assertEquals(false, plain.getNoLocal());
    TopicSubscriber other = session.createDurableSubscriber(NEWS, "t", "text = 'a'", true);
    assertEquals("text = 'a'", other.getMessageSelector());
    assertEquals(true, other.getNoLocal());
    publish("b", "a");
    receive(other, "a");
    receive(plain, "b", "a");
    plain.close();
    assertThrows(IllegalStateException.class, plain::getTopic);
    assertThrows(IllegalStateException.class, plain::getNoLocal);
  }

  @Test
  void noLocalLeavesOutWhatTheSameClientPublishes() throws Exception {
    SluiceConnection connection = desk();
    Session session = connection.createSession();
    MessageConsumer foreign = session.createDurableConsumer(NEWS, "s", null, true);
    session.createProducer(NEWS).send(session.createTextMessage("own"));
    publish("theirs");
    receive(foreign, "theirs");
    assertNull(foreign.receiveNoWait());
  }

  @Test
  void durableConsumerInUseIsRefusedAndItsNameIsNotDeleted() throws Exception {
    Session session = desk().createSession();
    MessageConsumer consumer = session.createDurableConsumer(NEWS, "s");
    List<Work> calls =
        List.of(
            () -> session.createDurableConsumer(NEWS, "s"),
            () -> session.createDurableSubscriber(NEWS, "s", "text = 'a'", false),
            () -> session.createDurableConsumer(new JmsTopic("other"), "s"),
            () -> session.createSharedDurableConsumer(NEWS, "s"),
            () -> session.unsubscribe("s"));
    for (Work call : calls) {
      JMSException refused = assertThrows(JMSException.class, call::run);
      assertTrue(refused.getMessage().contains("'s'"), refused.getMessage());
    }
    publish("a");
    receive(consumer, "a");
  }

  @Test
  void subscriptionWithMessagesNotAcknowledgedIsNotDeleted() throws Exception {
    Session session = desk().createSession(false, Session.CLIENT_ACKNOWLEDGE);
    MessageConsumer consumer = session.createDurableConsumer(NEWS, "s");
    publish("a");
    TextMessage message = (TextMessage) consumer.receive(LONG);
    consumer.close();
    assertThrows(JMSException.class, () -> session.unsubscribe("s"));
    message.acknowledge();
    session.unsubscribe("s");
    assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("s"));
  }

  @Test
  void anotherSelectorMakesTheSubscriptionAnew() throws Exception {
    Session session = desk().createSession();
    session.createDurableConsumer(NEWS, "s").close();
    publish("a", "b");
    MessageConsumer changed = session.createDurableConsumer(NEWS, "s", "text = 'b'", false);
    assertNull(changed.receiveNoWait());
    publish("a", "b");
    receive(changed, "b");
    assertNull(changed.receiveNoWait());
  }

  @Test
  void rolledBackMessageComesAgainToItsSubscriptionAlone() throws Exception {
    SluiceConnection connection = desk();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    MessageConsumer first = session.createDurableConsumer(NEWS, "first");
    MessageConsumer second = connection.createSession().createDurableConsumer(NEWS, "second");
    publish("a");
    receive(first, "a");
    session.rollback();
    TextMessage again = (TextMessage) first.receive(LONG);
    assertTrue(again.getJMSRedelivered());
    session.commit();
    TextMessage other = (TextMessage) second.receive(LONG);
    assertEquals(false, other.getJMSRedelivered());
  }

  @Test
  void sharedConsumersShareTheMessagesOfOneSubscription() throws Exception {
    for (boolean durable : new boolean[] {false, true}) {
      Session one = started().createSession();
      Session two = started().createSession();
      MessageConsumer first = shared(one, durable);
      MessageConsumer second = shared(two, durable);
      publish("a", "b");
      String seen = text(first.receive(LONG)) + text(second.receive(LONG));
      assertTrue(List.of("ab", "ba").contains(seen), seen);
      assertNull(first.receiveNoWait());
      first.close();
      second.close();
      publish("c");
      MessageConsumer third = shared(one, durable);
      assertEquals(durable ? "c" : null, textOrNull(third));
      third.close();
    }
  }

  private static MessageConsumer shared(Session session, boolean durable) throws JMSException {
    return durable
        ? session.createSharedDurableConsumer(NEWS, "s")
        : session.createSharedConsumer(NEWS, "s");
  }

  private static String textOrNull(MessageConsumer consumer) throws JMSException {
    TextMessage message = (TextMessage) consumer.receiveNoWait();
    return message == null ? null : message.getText();
  }

  @Test
  void sharedSubscriptionWithAnotherSelectorIsRefusedWhileItIsUsed() throws Exception {
    Session session = started().createSession();
    MessageConsumer one = session.createSharedConsumer(NEWS, "s", "text = 'a'");
    assertThrows(JMSException.class, () -> session.createSharedConsumer(NEWS, "s"));
    one.close();
    MessageConsumer all = session.createSharedConsumer(NEWS, "s");
    publish("b");
    receive(all, "b");
  }

  @Test
  void sameNameOfAnotherClientIsAnotherSubscription() throws Exception {
    Session mine = desk().createSession();
    MessageConsumer withId = mine.createSharedDurableConsumer(NEWS, "s");
    MessageConsumer withoutId = started().createSession().createSharedDurableConsumer(NEWS, "s");
    publish("a");
    receive(withId, "a");
    receive(withoutId, "a");
  }

  @Test
  void whatIsNoSubscriptionIsRefused() throws Exception {
    Session session = desk().createSession();
    for (String name : new String[] {null, "", " "}) {
      assertThrows(JMSException.class, () -> session.createDurableConsumer(NEWS, name));
      assertThrows(JMSException.class, () -> session.createSharedConsumer(NEWS, name));
    }
    assertThrows(
        InvalidSelectorException.class,
        () -> session.createDurableConsumer(NEWS, "s", "= 1", false));
    assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(null, "s"));
    assertThrows(
        InvalidDestinationException.class,
        () -> session.createDurableConsumer(session.createTemporaryTopic(), "s"));
    assertThrows(InvalidDestinationException.class, () -> session.unsubscribe(null));
  }

  @Test
  void unsharedDurableSubscriptionNeedsAClientIdentifier() throws Exception {
    Session session = connect().createSession();
    assertThrows(IllegalStateException.class, () -> session.createDurableConsumer(NEWS, "s"));
    session.createSharedDurableConsumer(NEWS, "s").close();
    session.unsubscribe("s");
  }

  @Test
  void topicSessionMakesDurableSubscribers() throws Exception {
    SluiceTopicConnection connection =
        closedAtTheEnd(new SluiceTopicConnection(underTest().broker(), DESK, () -> {}));
    connection.start();
    TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicSubscriber subscriber = session.createDurableSubscriber(NEWS, "s");
    publish("a");
    receive(subscriber, "a");
    subscriber.close();
    session.unsubscribe("s");
  }

  @Test
  void contextMakesEveryKindOfSubscription() throws Exception {
    try (JMSContext context = new SluiceContext(connect(DESK), JMSContext.AUTO_ACKNOWLEDGE)) {
      List<JMSConsumer> consumers =
          Stream.of(
                  context.createDurableConsumer(NEWS, "durable"),
                  context.createSharedConsumer(NEWS, "shared"),
                  context.createSharedDurableConsumer(NEWS, "both"))
              .toList();
      publish("a");
      for (JMSConsumer consumer : consumers) {
        assertEquals("a", consumer.receiveBody(String.class, LONG));
      }
      assertThrows(JMSRuntimeException.class, () -> context.unsubscribe("durable"));
      consumers.forEach(JMSConsumer::close);
      context.unsubscribe("durable");
      context.unsubscribe("both");
      assertThrows(InvalidDestinationRuntimeException.class, () -> context.unsubscribe("shared"));
    }
  }

  @Test
  void nameMayHaveTheCharactersAndTheLengthThatAllProvidersTake() throws Exception {
    String name = "\u00c4rger_9.-" + "x".repeat(119);
    assertEquals(128, name.length());
    Session session = started().createSession();
    MessageConsumer durable = session.createSharedDurableConsumer(NEWS, name);
    MessageConsumer transitory = session.createSharedConsumer(NEWS, name);
    publish("a");
    receive(durable, "a");
    receive(transitory, "a");
    durable.close();
    session.unsubscribe(name);
  }

  @Test
  void durableAndOtherSubscriptionsOfOneNameAreSeparate() throws Exception {
    Session session = desk().createSession();
    MessageConsumer shared = session.createSharedConsumer(NEWS, "s");
    MessageConsumer durable = session.createDurableConsumer(NEWS, "s");
    publish("a");
    receive(shared, "a");
    receive(durable, "a");
    durable.close();
    session.unsubscribe("s");
    publish("b");
    receive(shared, "b");
  }

  @Test
  void sharedAndUnsharedDurableSubscriptionsCannotHaveOneName() throws Exception {
    Session session = desk().createSession();
    session.createDurableConsumer(NEWS, "unshared").close();
    session.createSharedDurableConsumer(NEWS, "shared").close();
    assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(NEWS, "unshared"));
    assertThrows(JMSException.class, () -> session.createDurableConsumer(NEWS, "shared"));
    assertThrows(JMSException.class, () -> session.createDurableSubscriber(NEWS, "shared"));
    publish("a");
    receive(session.createDurableConsumer(NEWS, "unshared"), "a");
    receive(session.createSharedDurableConsumer(NEWS, "shared"), "a");
  }

  @Test
  void sharedSubscriptionOfAnotherTopicIsRefusedWhileItIsUsedAndMadeAnewAfterwards()
      throws Exception {
    Topic other = new JmsTopic("other");
    Session session = started().createSession();
    MessageConsumer shared = session.createSharedConsumer(NEWS, "s");
    MessageConsumer durable = session.createSharedDurableConsumer(NEWS, "s");
    assertThrows(JMSException.class, () -> session.createSharedConsumer(other, "s"));
    assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(other, "s"));
    assertThrows(
        JMSException.class, () -> session.createSharedDurableConsumer(NEWS, "s", "text = 'a'"));
    publish("lost with the subscription");
    shared.close();
    durable.close();
    MessageConsumer anew = session.createSharedDurableConsumer(other, "s");
    assertNull(anew.receiveNoWait());
    session.createProducer(other).send(session.createTextMessage("kept"));
    receive(anew, "kept");
  }

  @Test
  void sharedSubscriptionThatIsNotDurableEndsWithItsLastConsumer() throws Exception {
    Session session = started().createSession();
    MessageConsumer first = session.createSharedConsumer(NEWS, "s");
    MessageConsumer second = session.createSharedConsumer(NEWS, "s");
    first.close();
    publish("a");
    receive(second, "a");
    publish("b");
    second.close();
    assertNull(session.createSharedConsumer(NEWS, "s").receiveNoWait());
  }

  @Test
  void anotherNoLocalMakesTheSubscriptionAnew() throws Exception {
    Session session = desk().createSession();
    session.createDurableConsumer(NEWS, "s", null, false).close();
    publish("a");
    assertNull(session.createDurableConsumer(NEWS, "s", null, true).receiveNoWait());
  }

  @Test
  void noLocalLeavesOutWhatALaterConnectionOfTheSameClientPublishes() throws Exception {
    try (Connection connection = desk()) {
      connection.createSession().createDurableConsumer(NEWS, "s", null, true).close();
    }
    Session session = desk().createSession();
    session.createProducer(NEWS).send(session.createTextMessage("own"));
    publish("theirs");
    MessageConsumer consumer = session.createDurableConsumer(NEWS, "s", null, true);
    receive(consumer, "theirs");
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void subscriptionWithAnOpenTransactionIsNotDeleted() throws Exception {
    Session session = desk().createSession(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = session.createDurableConsumer(NEWS, "s");
    publish("a");
    receive(consumer, "a");
    consumer.close();
    assertThrows(JMSException.class, () -> session.unsubscribe("s"));
    session.commit();
    session.unsubscribe("s");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections 4.1, 4.2 and 9.2: the interfaces of one domain. */
abstract class DomainConformance extends JmsConformance {

  private SluiceQueueConnection queues() throws Exception {
    SluiceQueueConnection connection =
        closedAtTheEnd(
            new SluiceQueueConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    connection.start();
    return connection;
  }

  private SluiceTopicConnection topics() throws Exception {
    SluiceTopicConnection connection =
        closedAtTheEnd(
            new SluiceTopicConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    connection.start();
    return connection;
  }

  @Test
  void queueSenderAndReceiverWork() throws Exception {
    QueueSession session = queues().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    QueueReceiver receiver = session.createReceiver(ORDERS);
    assertSame(ORDERS, receiver.getQueue());
    QueueSender sender = session.createSender(ORDERS);
    assertSame(ORDERS, sender.getQueue());
    sender.send(session.createTextMessage("a"));
    sender.send(session.createTextMessage("b"), 1, 4, 0);
    QueueSender unbound = session.createSender(null);
    unbound.send(ORDERS, session.createTextMessage("c"));
    unbound.send(ORDERS, session.createTextMessage("d"), 1, 4, 0);
    receive(receiver, "a", "b", "c", "d");
    receiver.close();
    assertThrows(IllegalStateException.class, receiver::getQueue);
  }

  @Test
  void topicPublisherAndSubscriberWork() throws Exception {
    TopicSession session = topics().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicSubscriber subscriber = session.createSubscriber(NEWS);
    TopicSubscriber others = session.createSubscriber(NEWS, "JMSPriority = 4", true);
    assertSame(NEWS, subscriber.getTopic());
    assertTrue(others.getNoLocal());
    TopicPublisher publisher = session.createPublisher(NEWS);
    assertSame(NEWS, publisher.getTopic());
    publisher.publish(session.createTextMessage("a"));
    publisher.publish(session.createTextMessage("b"), 1, 4, 0);
    TopicPublisher unbound = session.createPublisher(null);
    unbound.publish(NEWS, session.createTextMessage("c"));
    unbound.publish(NEWS, session.createTextMessage("d"), 1, 4, 0);
    receive(subscriber, "a", "b", "c", "d");
    assertEquals(null, others.receiveNoWait());
  }

  @Test
  void whatBelongsToTheOtherDomainIsRefused() throws Exception {
    SluiceQueueConnection queueConnection = queues();
    QueueSession queues = queueConnection.createQueueSession(false, 1);
    TopicSession topics = topics().createTopicSession(false, 1);
    List<Work> calls =
        List.of(
            () -> queues.createTopic("t"),
            queues::createTemporaryTopic,
            () -> queues.createDurableSubscriber(NEWS, "s"),
            () -> queues.createDurableSubscriber(NEWS, "s", null, false),
            () -> queues.createDurableConsumer(NEWS, "s"),
            () -> queues.createDurableConsumer(NEWS, "s", null, false),
            () -> queues.createSharedConsumer(NEWS, "s"),
            () -> queues.createSharedConsumer(NEWS, "s", null),
            () -> queues.createSharedDurableConsumer(NEWS, "s"),
            () -> queues.createSharedDurableConsumer(NEWS, "s", null),
            () -> queues.unsubscribe("s"),
            () -> queueConnection.createSharedConnectionConsumer(NEWS, "s", null, null, 1),
            () -> queueConnection.createDurableConnectionConsumer(NEWS, "s", null, null, 1),
            () -> queueConnection.createSharedDurableConnectionConsumer(NEWS, "s", null, null, 1),
            () -> topics.createQueue("q"),
            topics::createTemporaryQueue,
            () -> topics.createBrowser(ORDERS),
            () -> topics.createBrowser(ORDERS, null));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
    assertThrows(InvalidDestinationException.class, () -> queues.createReceiver(null));
    assertThrows(InvalidDestinationException.class, () -> topics.createSubscriber(null));
  }

  @Test
  void closedSessionOfADomainRefusesWhatItMakes() throws Exception {
    QueueSession queues = queues().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicSession topics = topics().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    queues.close();
    topics.close();
    List<Work> calls =
        List.of(
            () -> queues.createSender(ORDERS),
            () -> queues.createReceiver(ORDERS),
            () -> topics.createPublisher(NEWS),
            () -> topics.createSubscriber(NEWS));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
  }

  @Test
  void connectionOfADomainHasConnectionConsumers() throws Exception {
    SluiceConnection connection = connect();
    ServerSessions pool = new ServerSessions();
    pool.with(connection.createSession(), message -> {});
    assertSame(
        pool, queues().createConnectionConsumer(ORDERS, null, pool, 1).getServerSessionPool());
    assertSame(pool, topics().createConnectionConsumer(NEWS, null, pool, 1).getServerSessionPool());
  }

  @Test
  void queueRequestorGetsItsReply() throws Exception {
    Session server = started().createSession();
    server
        .createConsumer(ORDERS)
        .setMessageListener(
            request ->
                Unchecked.run(
                    () ->
                        server
                            .createProducer(request.getJMSReplyTo())
                            .send(server.createTextMessage("re: " + text(request)))));
    QueueSession session = queues().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    QueueRequestor requestor = new QueueRequestor(session, ORDERS);
    Message reply = requestor.request(session.createTextMessage("hello"));
    assertEquals("re: hello", text(reply));
    requestor.close();
  }

  @Test
  void topicRequestorGetsItsReply() throws Exception {
    Session server = started().createSession();
    server
        .createConsumer(NEWS)
        .setMessageListener(
            request ->
                Unchecked.run(
                    () ->
                        server
                            .createProducer(request.getJMSReplyTo())
                            .send(server.createTextMessage("re: " + text(request)))));
    TopicSession session = topics().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicRequestor requestor = new TopicRequestor(session, NEWS);
    Message reply = requestor.request(session.createTextMessage("hello"));
    assertEquals("re: hello", text(reply));
    requestor.close();
  }

  @Test
  void requestorsNeedADestinationAndEndWithTheirSession() throws Exception {
    QueueSession queues = queues().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    assertThrows(InvalidDestinationException.class, () -> new QueueRequestor(queues, null));
    TopicSession topics = topics().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    assertThrows(InvalidDestinationException.class, () -> new TopicRequestor(topics, null));
    QueueRequestor requestor = new QueueRequestor(queues, ORDERS);
    requestor.close();
    assertThrows(IllegalStateException.class, queues::createMessage);
    assertThrows(IllegalStateException.class, () -> new QueueRequestor(queues, ORDERS));
    assertThrows(
        IllegalStateException.class, () -> requestor.request(topics.createTextMessage("late")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.BrokerException.Reason;

/** What sessions ask of a broker, and what they do not ask any more. */
class SessionProtocolTest extends ProtocolTest {

  private QueueSession queues() throws Exception {
    return closedAtTheEnd(new SluiceQueueConnection(fake, ClientSettings.DEFAULTS, () -> {}))
        .createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private TopicSession topics() throws Exception {
    return closedAtTheEnd(new SluiceTopicConnection(fake, ClientSettings.DEFAULTS, () -> {}))
        .createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @Test
  void closedSessionDoesNotAskTheBroker() throws Exception {
    Session session = connect(ClientSettings.DEFAULTS.withClientId("desk")).createSession(true, 0);
    QueueSession queues = queues();
    TopicSession topics = topics();
    session.createProducer(ORDERS).send(session.createMessage());
    session.close();
    queues.close();
    topics.close();
    fake.calls();
    List<Work> calls =
        List.of(
            session::commit,
            session::rollback,
            () -> session.createConsumer(ORDERS),
            () -> session.createSharedConsumer(NEWS, "s"),
            () -> session.createDurableConsumer(NEWS, "s"),
            () -> session.createSharedDurableConsumer(NEWS, "s"),
            () -> queues.createReceiver(ORDERS),
            () -> topics.createSubscriber(NEWS));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
    assertEquals(List.of(), fake.calls());
  }

  @Test
  void destinationThatTheBrokerRefusesIsRefusedBeforeItIsUsed() throws Exception {
    Session session = automatic();
    QueueSession queues = queues();
    TopicSession topics = topics();
    List<Work> calls =
        List.of(
            () -> session.createProducer(ORDERS),
            () -> session.createBrowser(ORDERS),
            () -> queues.createSender(ORDERS),
            () -> topics.createPublisher(NEWS));
    for (Work call : calls) {
      fake.refuse("declare", Reason.INVALID_DESTINATION);
      assertThrows(InvalidDestinationException.class, call::run);
    }
  }
}

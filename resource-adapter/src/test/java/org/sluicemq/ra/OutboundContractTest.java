// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.container.AdapterFixture;
import org.sluicemq.ra.container.PoolOfOne;
import org.sluicemq.ra.container.TestXid;
import org.sluicemq.ra.outbound.QueueManagedConnectionFactory;
import org.sluicemq.ra.outbound.SluiceManagedConnectionFactory;
import org.sluicemq.ra.outbound.TopicManagedConnectionFactory;

/** Connections that a container pools and enlists. */
class OutboundContractTest {

  private final PoolOfOne pool = new PoolOfOne();
  private final SluiceManagedConnectionFactory managed = new SluiceManagedConnectionFactory();
  private AdapterFixture fixture;
  private ConnectionFactory factory;

  @BeforeEach
  void start() throws ResourceException {
    fixture = new AdapterFixture();
    managed.setResourceAdapter(fixture.adapter());
    factory = (ConnectionFactory) managed.createConnectionFactory(pool);
  }

  @AfterEach
  void stop() throws ResourceException {
    if (pool.connection() != null) {
      pool.connection().destroy();
    }
    fixture.close();
  }

  private static void send(Connection connection, String text) throws JMSException {
    try (Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("orders"))) {
      producer.send(session.createTextMessage(text));
    }
  }

  private TestXid begin() throws Exception {
    TestXid xid = TestXid.next();
    pool.connection().getXAResource().start(xid, XAResource.TMNOFLAGS);
    return xid;
  }

  private void commit(TestXid xid) throws Exception {
    XAResource resource = pool.connection().getXAResource();
    resource.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, resource.prepare(xid));
    resource.commit(xid, false);
  }

  private void rollback(TestXid xid) throws Exception {
    XAResource resource = pool.connection().getXAResource();
    resource.end(xid, XAResource.TMFAIL);
    resource.rollback(xid);
  }

  @Test
  void outsideATransactionASendCountsAtOnce() throws Exception {
    try (Connection connection = factory.createConnection()) {
      send(connection, "one");

      assertEquals("one", fixture.take("orders").getBody(String.class));
    }
  }

  @Test
  void sendInATransactionCountsWhenItIsCommitted() throws Exception {
    try (Connection connection = factory.createConnection()) {
      TestXid xid = begin();
      send(connection, "one");
      assertNull(fixture.poll("orders"));
      commit(xid);
    }

    assertEquals("one", fixture.take("orders").getBody(String.class));
  }

  @Test
  void sendInATransactionIsGoneWhenItIsRolledBack() throws Exception {
    try (Connection connection = factory.createConnection()) {
      TestXid xid = begin();
      send(connection, "one");
      rollback(xid);
    }

    assertNull(fixture.poll("orders"));
  }

  @Test
  void commitMayComeAfterTheApplicationHasClosedItsHandle() throws Exception {
    Connection connection = factory.createConnection();
    TestXid xid = begin();
    send(connection, "one");
    connection.close();
    commit(xid);

    assertEquals("one", fixture.take("orders").getBody(String.class));
  }

  @Test
  void twoHandlesInOneTransactionAreOneUnit() throws Exception {
    try (Connection first = factory.createConnection()) {
      TestXid xid = begin();
      send(first, "one");
      try (JMSContext second = factory.createContext()) {
        second.createProducer().send(second.createQueue("orders"), "two");
      }
      assertNull(fixture.poll("orders"));
      commit(xid);
    }

    assertEquals("one", fixture.take("orders").getBody(String.class));
    assertEquals("two", fixture.take("orders").getBody(String.class));
  }

  @Test
  void receivedMessageComesAgainAfterARollback() throws Exception {
    fixture.send("orders", "one");
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("orders"))) {
      TestXid xid = begin();
      assertEquals("one", consumer.receiveBody(String.class, 10_000));
      rollback(xid);

      Message again = consumer.receive(10_000);
      assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
    }
  }

  @Test
  void sessionTellsWhetherItIsInATransaction() throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE)) {
      assertFalse(session.getTransacted());
      assertEquals(Session.DUPS_OK_ACKNOWLEDGE, session.getAcknowledgeMode());

      TestXid xid = begin();
      assertTrue(session.getTransacted());
      assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
      rollback(xid);
    }
  }

  @Test
  void modesThatAServerDoesNotHaveBecomeAutoAcknowledge() throws Exception {
    try (Connection connection = factory.createConnection()) {
      try (Session session = connection.createSession(true, 0)) {
        assertEquals(Session.AUTO_ACKNOWLEDGE, session.getAcknowledgeMode());
      }
      try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
        assertEquals(Session.AUTO_ACKNOWLEDGE, session.getAcknowledgeMode());
      }
      assertThrows(JMSException.class, () -> connection.createSession(17));
    }
  }

  @Test
  void localTransactionsOfTheServerCommitAndRollBack() throws Exception {
    try (Connection connection = factory.createConnection()) {
      LocalTransaction local = pool.connection().getLocalTransaction();
      local.begin();
      send(connection, "undone");
      local.rollback();
      local.begin();
      send(connection, "done");
      assertNull(fixture.poll("orders"));
      pool.connection().getLocalTransaction().commit();
    }

    assertEquals("done", fixture.take("orders").getBody(String.class));
    assertNull(fixture.poll("orders"));
  }

  @Test
  void localTransactionThatHasNotBegunIsRefused() throws Exception {
    factory.createConnection();
    LocalTransaction local = pool.connection().getLocalTransaction();

    assertThrows(ResourceException.class, local::commit);
    local.begin();
    assertThrows(ResourceException.class, local::begin);
    local.rollback();
  }

  @Test
  void connectionHasOneSessionAtATime() throws Exception {
    try (Connection connection = factory.createConnection()) {
      Session first = connection.createSession();
      assertThrows(JMSException.class, connection::createSession);
      first.close();
      assertNotNull(connection.createSession());
    }
  }

  @Test
  void whatOnlyAServerMayDoIsRefused() throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
        MessageProducer producer = session.createProducer(null)) {
      assertThrows(IllegalStateException.class, () -> connection.setClientID("me"));
      assertThrows(IllegalStateException.class, () -> connection.setExceptionListener(e -> {}));
      assertThrows(IllegalStateException.class, connection::stop);
      assertThrows(
          IllegalStateException.class,
          () -> connection.createConnectionConsumer(session.createQueue("q"), null, null, 1));
      assertThrows(
          IllegalStateException.class,
          () ->
              connection.createSharedConnectionConsumer(
                  session.createTopic("t"), "s", null, null, 1));
      assertThrows(
          IllegalStateException.class,
          () ->
              connection.createDurableConnectionConsumer(
                  session.createTopic("t"), "s", null, null, 1));
      assertThrows(
          IllegalStateException.class,
          () ->
              connection.createSharedDurableConnectionConsumer(
                  session.createTopic("t"), "s", null, null, 1));
      assertThrows(IllegalStateException.class, () -> session.setMessageListener(m -> {}));
      assertThrows(IllegalStateException.class, session::getMessageListener);
      assertThrows(IllegalStateRuntimeException.class, session::run);
      assertThrows(IllegalStateException.class, session::commit);
      assertThrows(IllegalStateException.class, session::rollback);
      assertThrows(IllegalStateException.class, () -> consumer.setMessageListener(m -> {}));
      assertThrows(IllegalStateException.class, consumer::getMessageListener);
      assertThrows(
          IllegalStateException.class,
          () -> producer.send(session.createQueue("q"), session.createMessage(), null));
    }
  }

  @Test
  void whatOnlyAServerMayDoIsRefusedByContextsToo() {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("orders"))) {
      JMSProducer producer = context.createProducer();
      assertThrows(
          IllegalStateRuntimeException.class,
          () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
      assertThrows(IllegalStateRuntimeException.class, () -> context.setClientID("me"));
      assertThrows(IllegalStateRuntimeException.class, () -> context.setExceptionListener(e -> {}));
      assertThrows(IllegalStateRuntimeException.class, context::stop);
      assertThrows(IllegalStateRuntimeException.class, context::commit);
      assertThrows(IllegalStateRuntimeException.class, context::rollback);
      assertThrows(IllegalStateRuntimeException.class, () -> consumer.setMessageListener(m -> {}));
      assertThrows(IllegalStateRuntimeException.class, consumer::getMessageListener);
      assertThrows(IllegalStateRuntimeException.class, () -> producer.setAsync(new Ignoring()));
      assertSame(producer, producer.setAsync(null));
    }
  }

  private static final class Ignoring implements jakarta.jms.CompletionListener {
    @Override
    public void onCompletion(Message message) {}

    @Override
    public void onException(Message message, Exception exception) {}
  }

  @Test
  void contextKeepsItsHeadersAndPropertiesOnTheMessage() throws Exception {
    try (JMSContext context = factory.createContext(JMSContext.DUPS_OK_ACKNOWLEDGE)) {
      assertEquals(JMSContext.DUPS_OK_ACKNOWLEDGE, context.getSessionMode());
      context
          .createProducer()
          .setJMSType("order")
          .setProperty("customer", 12)
          .send(context.createQueue("orders"), "one");
    }

    Message message = fixture.take("orders");
    assertEquals("order", message.getJMSType());
    assertEquals(12, message.getIntProperty("customer"));
  }

  @Test
  void closeTellsTheServerOnce() throws Exception {
    Connection connection = factory.createConnection();

    connection.close();
    connection.close();

    assertEquals(1, pool.events().size());
    ConnectionEvent event = pool.events().get(0);
    assertEquals(ConnectionEvent.CONNECTION_CLOSED, event.getId());
    assertSame(connection, event.getConnectionHandle());
  }

  @Test
  void closeAfterTheServerTookTheConnectionBackDoesNothing() throws Exception {
    Connection connection = factory.createConnection();
    Session session = connection.createSession();
    MessageProducer producer = session.createProducer(session.createQueue("orders"));

    pool.connection().cleanup();
    producer.close();
    session.close();
    connection.close();

    assertEquals(List.of(), pool.events());
    assertThrows(IllegalStateException.class, connection::createSession);
    assertThrows(IllegalStateException.class, session::createMessage);
    assertThrows(JMSException.class, () -> producer.send(null));
  }

  @Test
  void connectionThatWasTakenBackServesTheNextHandle() throws Exception {
    fixture.send("orders", "one");
    JMSContext first = factory.createContext();
    first.createConsumer(first.createQueue("orders"), "JMSPriority = 9");
    ManagedConnection connection = pool.connection();
    connection.cleanup();

    try (JMSContext second = factory.createContext()) {
      assertSame(connection, pool.connection());
      assertEquals(
          "one",
          second.createConsumer(second.createQueue("orders")).receiveBody(String.class, 10_000));
    }
    assertThrows(IllegalStateRuntimeException.class, first::createProducer);
  }

  @Test
  void handleCanMoveToAnotherConnection() throws Exception {
    Connection connection = factory.createConnection();
    ManagedConnection other = managed.createManagedConnection(null, null);

    other.associateConnection(connection);
    pool.connection().cleanup();
    send(connection, "moved");
    connection.close();

    assertEquals("moved", fixture.take("orders").getBody(String.class));
    assertEquals(List.of(), pool.events());
    other.destroy();
  }

  @Test
  void connectionsMatchByWhoConnects() throws Exception {
    Connection nobodys = factory.createConnection();
    ManagedConnection first = pool.connection();
    nobodys.close();
    factory.createConnection().close();
    assertSame(first, pool.connection());

    factory.createConnection("ada", "secret").close();
    assertNotSame(first, pool.connection());
    ManagedConnection adas = pool.connection();
    factory.createConnection("ada", "secret").close();
    assertSame(adas, pool.connection());
    assertEquals("ada", adas.getMetaData().getUserName());
    first.destroy();
  }

  @Test
  void connectionOfAnotherFactoryDoesNotMatch() throws Exception {
    factory.createConnection().close();
    SluiceManagedConnectionFactory other = new SluiceManagedConnectionFactory();
    other.setResourceAdapter(fixture.adapter());
    assertNotNull(other.matchManagedConnections(Set.of(pool.connection()), null, null));

    other.setUserName("ada");

    assertNull(other.matchManagedConnections(Set.of(pool.connection()), null, null));
  }

  @Test
  void connectionKnowsWhatItIsConnectedTo() throws Exception {
    factory.createConnection();

    assertEquals("Sluice", pool.connection().getMetaData().getEISProductName());
    assertNotNull(pool.connection().getMetaData().getEISProductVersion());
  }

  @Test
  void clientIdentifierOfTheFactoryIsThatOfTheConnection() throws Exception {
    managed.setClientId("desk");

    try (Connection connection = factory.createConnection()) {
      assertEquals("desk", connection.getClientID());
    }
  }

  @Test
  void queueConnectionFactoryMakesQueueSessions() throws Exception {
    QueueManagedConnectionFactory queues = new QueueManagedConnectionFactory();
    queues.setResourceAdapter(fixture.adapter());
    QueueConnectionFactory queueFactory =
        assertInstanceOf(QueueConnectionFactory.class, queues.createConnectionFactory(pool));

    try (var connection = queueFactory.createQueueConnection()) {
      QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
      session
          .createSender(session.createQueue("orders"))
          .send(session.createTextMessage("by queue"));
      assertThrows(IllegalStateException.class, () -> session.createTopic("news"));
      connection.start();
      Message received = session.createReceiver(session.createQueue("orders")).receive(10_000);
      assertEquals("by queue", received.getBody(String.class));
    }
  }

  @Test
  void topicConnectionFactoryMakesTopicSessions() throws Exception {
    TopicManagedConnectionFactory topics = new TopicManagedConnectionFactory();
    topics.setResourceAdapter(fixture.adapter());
    TopicConnectionFactory topicFactory =
        assertInstanceOf(TopicConnectionFactory.class, topics.createConnectionFactory(pool));

    try (var connection = topicFactory.createTopicConnection()) {
      TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
      var subscriber = session.createSubscriber(session.createTopic("news"));
      connection.start();
      session
          .createPublisher(session.createTopic("news"))
          .publish(session.createTextMessage("by topic"));
      assertEquals("by topic", subscriber.receive(10_000).getBody(String.class));
      assertThrows(IllegalStateException.class, () -> session.createQueue("orders"));
    }
  }

  @Test
  void factoryWithoutAServerIsTheProvidersOwn() throws Exception {
    Object unmanaged = managed.createConnectionFactory();

    try (JMSContext context =
        assertInstanceOf(SluiceConnectionFactory.class, unmanaged)
            .createContext(JMSContext.SESSION_TRANSACTED)) {
      context.createProducer().send(context.createQueue("orders"), "one");
      context.commit();
    }
    assertEquals("one", fixture.take("orders").getBody(String.class));
  }

  @Test
  void factoryThatBelongsToNothingSaysWhatToDo() {
    ResourceException refused =
        assertThrows(
            ResourceException.class,
            () -> new SluiceManagedConnectionFactory().createManagedConnection(null, null));

    assertTrue(refused.getMessage().contains("set url"), refused.getMessage());
  }

  @Test
  void factoryWithAUrlGoesThere() throws Exception {
    SluiceManagedConnectionFactory elsewhere = new SluiceManagedConnectionFactory();
    elsewhere.setUrl("sluice:mem:elsewhere");
    ManagedConnection connection = elsewhere.createManagedConnection(null, null);
    try (JMSContext context = new SluiceConnectionFactory("sluice:mem:elsewhere").createContext()) {
      try (Connection handle = (Connection) connection.getConnection(null, null)) {
        send(handle, "there");
      }
      assertEquals(
          "there",
          context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000));
    } finally {
      connection.destroy();
    }
  }
}

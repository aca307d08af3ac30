// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InitialContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in an initial context that properties define. */
class LookupTest {

  private static final long PROMPTLY = 10_000;

  @ParameterizedTest
  @ValueSource(
      classes = {
        ConnectionFactory.class,
        QueueConnectionFactory.class,
        TopicConnectionFactory.class,
        XAConnectionFactory.class,
        XAQueueConnectionFactory.class,
        XATopicConnectionFactory.class
      })
  void factoryIsOneOfEveryType(Class<?> type) throws Exception {
    Context context = Contexts.with("connectionFactory.Any", "sluice:mem:naming-types");
    assertInstanceOf(type, context.lookup("Any"));
  }

  @Test
  void everyTypeOfFactoryConnects() throws Exception {
    Object factory =
        Contexts.with("connectionFactory.Any", "sluice:mem:naming-types").lookup("Any");
    ((ConnectionFactory) factory).createConnection().close();
    ((QueueConnectionFactory) factory).createQueueConnection().close();
    ((TopicConnectionFactory) factory).createTopicConnection().close();
    ((XAConnectionFactory) factory).createXAConnection().close();
    ((XAQueueConnectionFactory) factory).createXAQueueConnection().close();
    ((XATopicConnectionFactory) factory).createXATopicConnection().close();
    ((XAConnectionFactory) factory).createXAContext().close();
  }

  @Test
  void messageTravelsBetweenObjectsThatWereLookedUp() throws Exception {
    Context names =
        Contexts.with(
            "connectionFactory.MyConnectionFactory", "sluice:mem:naming-travel",
            "queue.MY_QUEUE", "orders.in");
    ConnectionFactory factory = (ConnectionFactory) names.lookup("MyConnectionFactory");
    Queue queue = (Queue) names.lookup("MY_QUEUE");
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(queue, "found");
      Queue same = context.createQueue("orders.in");
      assertEquals("found", context.createConsumer(same).receiveBody(String.class, PROMPTLY));
    }
  }

  @Test
  void destinationHasTheKindAndThePhysicalNameOfItsProperty() throws Exception {
    Context names = Contexts.with("queue.MY_QUEUE", "orders", "topic.MY_TOPIC", "prices");
    assertEquals("orders", assertInstanceOf(Queue.class, names.lookup("MY_QUEUE")).getQueueName());
    assertEquals("prices", assertInstanceOf(Topic.class, names.lookup("MY_TOPIC")).getTopicName());
  }

  @Test
  void destinationsNeedNoDefinitionInTheDynamicContexts() throws Exception {
    Context names = Contexts.with();
    assertEquals("orders.in", ((Queue) names.lookup("dynamicQueues/orders.in")).getQueueName());
    assertEquals("prices/eu", ((Topic) names.lookup("dynamicTopics/prices/eu")).getTopicName());
    Context queues = (Context) names.lookup("dynamicQueues");
    assertEquals("orders.in", ((Queue) queues.lookup("orders.in")).getQueueName());
  }

  @Test
  void slashInANameMakesContexts() throws Exception {
    Context names =
        Contexts.with("queue.jms/orders/new", "orders.new", "queue.jms/orders/old", "orders.old");
    assertEquals("orders.new", ((Queue) names.lookup("jms/orders/new")).getQueueName());
    Context jms = (Context) names.lookup("jms");
    Context orders = (Context) jms.lookup("orders");
    assertEquals("orders.old", ((Queue) orders.lookup("old")).getQueueName());
    assertEquals("jms/orders", orders.getNameInNamespace());
    assertEquals("", names.getNameInNamespace());
    assertSame(names.lookup("jms/orders/new"), orders.lookup(new CompositeName("new")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jms/orders", "/jms/orders", "jms//orders", "jms/orders/"})
  void emptyPartsOfANameDoNotCount(String name) throws Exception {
    assertInstanceOf(Queue.class, Contexts.with("queue.jms/orders", "orders").lookup(name));
    assertInstanceOf(Queue.class, Contexts.with("queue." + name, "orders").lookup("jms/orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java:comp/env/jms/orders", "java:/jms/orders"})
  void nameAsInAServerIsANameLikeAnyOther(String name) throws Exception {
    assertInstanceOf(Queue.class, Contexts.with("queue." + name, "orders").lookup(name));
  }

  @Test
  void emptyNameIsTheContextItself() throws Exception {
    Context names = Contexts.with("queue.MY_QUEUE", "orders");
    Context same = (Context) names.lookup("");
    assertInstanceOf(Queue.class, same.lookup("MY_QUEUE"));
    Context queues = (Context) names.lookup("dynamicQueues");
    assertInstanceOf(Queue.class, ((Context) queues.lookup("")).lookup("orders"));
  }

  @Test
  void linksAreObjectsLikeAnyOther() throws Exception {
    Context names = Contexts.with("queue.MY_QUEUE", "orders");
    assertInstanceOf(Queue.class, names.lookupLink("MY_QUEUE"));
    assertInstanceOf(Queue.class, names.lookupLink(new CompositeName("MY_QUEUE")));
  }

  @Test
  void prefixesAreReadWithoutCaseAndValuesWithoutTheSpaceAroundThem() throws Exception {
    Context names =
        Contexts.with(
            "connectionfactory.Lower", " sluice:mem:naming-lower\t",
            "Queue. MY_QUEUE ", " orders ");
    assertInstanceOf(ConnectionFactory.class, names.lookup("Lower"));
    assertEquals("orders", ((Queue) names.lookup("MY_QUEUE")).getQueueName());
  }

  @Test
  void configuredClientIdIsTheConnectionsOwnAndCannotBeReplaced() throws Exception {
    Context names =
        Contexts.with(
            "connectionFactory.DURABLE_SUB_CONNECTION_FACTORY",
            "sluice:mem:naming-client?clientId=cts");
    TopicConnectionFactory factory =
        (TopicConnectionFactory) names.lookup("DURABLE_SUB_CONNECTION_FACTORY");
    try (TopicConnection connection = factory.createTopicConnection()) {
      assertEquals("cts", connection.getClientID());
      assertThrows(IllegalStateException.class, () -> connection.setClientID("other"));
      assertThrows(IllegalStateException.class, () -> connection.setClientID("cts"));
      assertThrows(InvalidClientIDException.class, factory::createTopicConnection);
    }
    try (JMSContext context = ((ConnectionFactory) factory).createContext()) {
      assertEquals("cts", context.getClientID());
      assertThrows(IllegalStateRuntimeException.class, () -> context.setClientID("other"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ConnectionFactory",
        "QueueConnectionFactory",
        "TopicConnectionFactory",
        "XAConnectionFactory"
      })
  void providerUrlBindsTheUsualNames(String name) throws Exception {
    Context names =
        Contexts.with(
            Context.PROVIDER_URL,
            "sluice:mem:naming-url?clientId=by-url",
            "connectionFactory.Other",
            "sluice:mem:naming-other");
    ConnectionFactory factory = (ConnectionFactory) names.lookup(name);
    try (Connection connection = factory.createConnection()) {
      assertEquals("by-url", connection.getClientID());
    }
  }

  @Test
  void propertyOfItsOwnGoesBeforeTheProviderUrl() throws Exception {
    Context names =
        Contexts.with(
            Context.PROVIDER_URL,
            "sluice:mem:naming-url",
            "connectionFactory.ConnectionFactory",
            "sluice:mem:naming-own?clientId=own");
    try (JMSContext context =
        ((ConnectionFactory) names.lookup("ConnectionFactory")).createContext()) {
      assertEquals("own", context.getClientID());
    }
    assertNotNull(names.lookup("TopicConnectionFactory"));
  }

  @Test
  void usualNamesAreThereWhenNothingIsDefined() throws Exception {
    assertInstanceOf(XAConnectionFactory.class, Contexts.with().lookup("ConnectionFactory"));
    assertInstanceOf(
        ConnectionFactory.class,
        new SluiceInitialContextFactory().getInitialContext(null).lookup("ConnectionFactory"));
  }

  @Test
  void contextCanBeClosedAndKeepsWhatItGave() throws Exception {
    Context names = Contexts.with("queue.jms/orders", "orders");
    Context jms = (Context) names.lookup("jms");
    Queue queue = (Queue) jms.lookup("orders");
    jms.close();
    names.close();
    assertEquals("orders", queue.getQueueName());
  }

  @Test
  void initialContextsAreIndependent() throws Exception {
    Context one = Contexts.with("queue.MY_QUEUE", "one");
    Context other = new InitialContext(Contexts.environment("queue.MY_QUEUE", "other"));
    assertEquals("one", ((Queue) one.lookup("MY_QUEUE")).getQueueName());
    assertEquals("other", ((Queue) other.lookup("MY_QUEUE")).getQueueName());
  }

  @Test
  void environmentIsACopyOfWhatTheContextWasMadeWith() throws Exception {
    Context names = Contexts.with("queue.MY_QUEUE", "orders");
    assertEquals("orders", names.getEnvironment().get("queue.MY_QUEUE"));
    names.getEnvironment().clear();
    assertEquals("orders", names.getEnvironment().get("queue.MY_QUEUE"));
  }
}

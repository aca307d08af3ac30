// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Destination;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;
import org.sluicemq.ra.outbound.SluiceManagedConnectionFactory;

class LookupsTest {

  private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

  /** A JNDI of this test. */
  public static final class Directory implements InitialContextFactory {
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
      try {
        return new InitialContext(true) {
          @Override
          public Object lookup(String name) throws NameNotFoundException {
            Object found = BOUND.get(name);
            if (found == null) {
              throw new NameNotFoundException(name);
            }
            return found;
          }
        };
      } catch (javax.naming.NamingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final SluiceConnectionFactory own = new SluiceConnectionFactory("sluice:mem:own");
  private final SluiceActivationSpec spec = new SluiceActivationSpec();

  @BeforeEach
  void openDirectory() {
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Directory.class.getName());
  }

  @AfterEach
  void closeDirectory() {
    System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    BOUND.clear();
  }

  private Destination destination() throws ResourceException {
    return Lookups.destination(spec.settings());
  }

  @Test
  void destinationLookupIsAnObjectInJndi() throws Exception {
    BOUND.put("java:/jms/queue/orders", new SluiceQueue("orders"));
    spec.setDestinationLookup("java:/jms/queue/orders");
    spec.setDestination("ignored");

    assertEquals("orders", ((Queue) destination()).getQueueName());
  }

  @Test
  void destinationLookupThatFindsNothingSaysSo() {
    spec.setDestinationLookup("java:/jms/queue/orders");

    ResourceException refused = assertThrows(ResourceException.class, this::destination);

    assertTrue(refused.getMessage().contains("java:/jms/queue/orders"), refused.getMessage());
  }

  @Test
  void destinationLookupThatFindsSomethingElseSaysSo() {
    BOUND.put("java:/jms/queue/orders", "a text");
    spec.setDestinationLookup("java:/jms/queue/orders");

    ResourceException refused = assertThrows(ResourceException.class, this::destination);

    assertTrue(refused.getMessage().contains("java.lang.String"), refused.getMessage());
  }

  @Test
  void destinationIsAnObjectInJndiWhenThereIsOne() throws Exception {
    BOUND.put("jms/news", new SluiceTopic("news"));
    spec.setDestination("jms/news");

    assertEquals("news", ((Topic) destination()).getTopicName());
  }

  @Test
  void destinationThatIsNotInJndiIsAPlainName() throws Exception {
    BOUND.put("orders", "not a destination");
    spec.setDestination("orders");

    assertEquals("orders", assertInstanceOf(Queue.class, destination()).getQueueName());
  }

  @Test
  void plainNameOfATopicIsATopic() throws Exception {
    spec.setDestination("news");
    spec.setDestinationType("jakarta.jms.Topic");

    assertEquals("news", assertInstanceOf(Topic.class, destination()).getTopicName());
  }

  @Test
  void adaptersOwnBrokerServesWhoNamesNoFactory() throws Exception {
    spec.setDestination("orders");

    assertSame(own, Lookups.connectionFactory(spec.settings(), own));
  }

  @Test
  void namedFactoryLeadsToItsBroker() throws Exception {
    SluiceManagedConnectionFactory elsewhere = new SluiceManagedConnectionFactory();
    elsewhere.setUrl("sluice:mem:elsewhere");
    BOUND.put("jms/elsewhere", elsewhere.createConnectionFactory(null));
    spec.setDestination("orders");
    spec.setConnectionFactoryLookup("jms/elsewhere");

    assertSame(elsewhere.connectionFactory(), Lookups.connectionFactory(spec.settings(), own));
  }

  @Test
  void factoryOfAnotherProviderIsRefused() throws Exception {
    BOUND.put("jms/other", "another factory");
    spec.setDestination("orders");
    spec.setConnectionFactoryLookup("jms/other");
    ActivationSettings settings = spec.settings();

    ResourceException refused =
        assertThrows(ResourceException.class, () -> Lookups.connectionFactory(settings, own));

    assertTrue(refused.getMessage().contains("connectionFactoryLookup"), refused.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import javax.naming.ConfigurationException;
import javax.naming.InitialContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code jndi.properties} on the class path, and a program that knows nothing but names. */
class JndiPropertiesTest {

  @TempDir private Path directory;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader classPath;

  @BeforeEach
  void putTheDirectoryOnTheClassPath() throws Exception {
    classPath = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(classPath);
  }

  @AfterEach
  void takeItAway() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    classPath.close();
  }

  private void write(String text) throws Exception {
    Files.writeString(directory.resolve("jndi.properties"), text);
  }

  @Test
  void programNeedsNamesAlone() throws Exception {
    write(
        """
        java.naming.factory.initial = org.sluicemq.naming.SluiceInitialContextFactory
        connectionFactory.MyConnectionFactory = sluice:mem:naming-file
        connectionFactory.DURABLE_SUB_CONNECTION_FACTORY = sluice:mem:naming-file?clientId=cts
        queue.MY_QUEUE  = orders.in
        topic.jms/MY_TOPIC = prices
        """);
    InitialContext names = new InitialContext();
    ConnectionFactory factory = InitialContext.doLookup("MyConnectionFactory");
    Queue queue = InitialContext.doLookup("MY_QUEUE");
    assertEquals("orders.in", queue.getQueueName());
    assertEquals("prices", ((Topic) names.lookup("jms/MY_TOPIC")).getTopicName());
    try (JMSContext sender = factory.createContext();
        JMSContext named =
            ((ConnectionFactory) names.lookup("DURABLE_SUB_CONNECTION_FACTORY")).createContext()) {
      sender.createProducer().send(queue, "one broker");
      assertEquals("cts", named.getClientID());
      assertEquals("one broker", named.createConsumer(queue).receiveBody(String.class, 10_000));
    }
  }

  @Test
  void environmentGoesBeforeTheFile() throws Exception {
    write(
        """
        java.naming.factory.initial=org.sluicemq.naming.SluiceInitialContextFactory
        queue.MY_QUEUE=by.file
        queue.MY_QUEUE2=second.by.file
        """);
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put("queue.MY_QUEUE", "by.environment");
    InitialContext names = new InitialContext(environment);
    assertEquals("by.environment", ((Queue) names.lookup("MY_QUEUE")).getQueueName());
    assertEquals("second.by.file", ((Queue) names.lookup("MY_QUEUE2")).getQueueName());
  }

  @Test
  void mistakeInTheFileIsToldByThePropertysName() throws Exception {
    write(
        """
        java.naming.factory.initial=org.sluicemq.naming.SluiceInitialContextFactory
        connectionFactory.Mine=sluice:memory:x
        """);
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, InitialContext::new);
    assertTrue(refusal.getMessage().contains("connectionFactory.Mine"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("sluice:mem:NAME"), refusal.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several times the memory limit of messages that need not survive, through the API. */
class OverflowOnDiskTest {

  private static final int MESSAGES = 1200;
  private static final int BODY = 1024;
  private static final long LIMIT = 256 << 10;

  /** A page that a consumer needs is read though memory is used up: a quarter of it at most. */
  private static final long WITH_A_PAGE = LIMIT + LIMIT / 4 + 4 * BODY;

  private static final SluiceQueue QUEUE = new SluiceQueue("slow");
  private static final SluiceTopic TOPIC = new SluiceTopic("news");

  @TempDir private Path directory;

  private SluiceConnectionFactory factory() {
    return new SluiceConnectionFactory(
        "sluice:file:" + directory.resolve("store") + "?memoryLimit=" + LIMIT);
  }

  private boolean overflowIsThere() {
    return Files.exists(directory.resolve("store").resolve("overflow.mv.db"));
  }

  private static long memoryUsed() throws Exception {
    ObjectName pattern = new ObjectName("org.sluicemq:type=Broker,*");
    var server = ManagementFactory.getPlatformMBeanServer();
    ObjectName broker = server.queryNames(pattern, null).iterator().next();
    return (Long) server.getAttribute(broker, "MemoryUsed");
  }

  private static void publish(JMSContext context, Destination destination, int persistentEvery)
      throws Exception {
    JMSProducer producer = context.createProducer();
    for (int i = 0; i < MESSAGES; i++) {
      boolean persistent = persistentEvery != 0 && i % persistentEvery == 0;
      producer.setDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
      producer.setProperty("n", i).send(destination, new byte[BODY]);
      if (!context.getTransacted()) {
        assertTrue(memoryUsed() <= LIMIT, "After " + i + ": " + memoryUsed());
      }
    }
  }

  private static void expectAll(JMSConsumer consumer) throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      BytesMessage message = (BytesMessage) consumer.receive(20_000);
      assertNotNull(message, "Message " + i + " did not come");
      assertEquals(i, message.getIntProperty("n"));
      assertEquals(BODY, message.getBodyLength());
      assertFalse(message.getJMSRedelivered());
      assertTrue(memoryUsed() <= WITH_A_PAGE, "After " + i + ": " + memoryUsed());
    }
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void queueWithoutConsumerPagesToDiskAndKeepsItsOrder() throws Exception {
    try (JMSContext context = factory().createContext()) {
      publish(context, QUEUE, 3);
      assertTrue(overflowIsThere());
      expectAll(context.createConsumer(QUEUE));
      assertEquals(0, memoryUsed());
    }
    assertFalse(overflowIsThere());
  }

  @Test
  void subscribersOfATopicThatAreSlowPageToDiskAndKeepTheirOrder() throws Exception {
    try (JMSContext context = factory().createContext();
        JMSContext reader = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      JMSConsumer plain = reader.createConsumer(TOPIC);
      JMSConsumer shared = reader.createSharedConsumer(TOPIC, "shared");
      JMSConsumer durable = reader.createSharedDurableConsumer(TOPIC, "durable");
      publish(context, TOPIC, 4);
      assertTrue(overflowIsThere());
      expectAll(plain);
      expectAll(shared);
      expectAll(durable);
      assertEquals(0, memoryUsed());
      durable.close();
      reader.unsubscribe("durable");
    }
    assertFalse(overflowIsThere());
  }

  @Test
  void transactionsLargerThanMemoryAreRolledBackAndRedeliveredWhole() throws Exception {
    try (JMSContext publisher = factory().createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext reader = publisher.createContext(JMSContext.SESSION_TRANSACTED)) {
      JMSConsumer plain = reader.createConsumer(TOPIC);
      publish(publisher, TOPIC, 0);
      publisher.rollback();
      publish(publisher, TOPIC, 0);
      publisher.commit();
      assertTrue(memoryUsed() <= LIMIT);
      assertEquals(numbers(1), receive(plain, 1));
      reader.rollback();
      assertEquals(numbers(2), receive(plain, 2));
      reader.commit();
      assertNull(plain.receiveNoWait());
    }
    assertFalse(overflowIsThere());
  }

  /** Each message with the count it is to have. */
  private static List<String> numbers(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      all.add(i + " delivered " + count);
    }
    return all;
  }

  private static List<String> receive(JMSConsumer consumer, int count) throws JMSException {
    List<String> got = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      var message = consumer.receive(20_000);
      assertNotNull(message, "Message " + i + " did not come, delivery " + count);
      got.add(
          message.getIntProperty("n")
              + " delivered "
              + message.getIntProperty("JMSXDeliveryCount"));
    }
    return got;
  }

  @Test
  void subscriberThatLeavesTakesItsBacklogAlong() throws Exception {
    try (JMSContext context = factory().createContext()) {
      try (JMSContext reader = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
        reader.createConsumer(TOPIC);
        publish(context, TOPIC, 0);
        assertTrue(overflowIsThere());
      }
      assertEquals(0, memoryUsed());
      JMSConsumer next = context.createConsumer(TOPIC);
      publish(context, TOPIC, 0);
      expectAll(next);
    }
    assertFalse(overflowIsThere());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.Arrays;
import java.util.Random;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;

/**
 * A process under load that is killed from outside. It tells on its standard output what it knows
 * to be done, one line at a time, each after the call that did it has returned:
 *
 * <pre>
 *   sent ID                            the send has returned
 *   got RECEIVER ID new|again|damaged  the message was received, not settled yet
 *   done RECEIVER ID                   the acknowledgement or the commit has returned
 * </pre>
 */
public final class LoadProcess {

  static final String QUEUE = "ledger";
  private static final int SENDERS = 3;
  static final String TOPIC = "news";
  static final String SUBSCRIPTION = "reader";
  private static final int BODY = 1000;
  private static final int LARGE_BODY = 1_500_000;
  private static final int SENDS_PER_LARGE_BODY = 40;

  private LoadProcess() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the URL of the broker and a prefix for identifiers that no earlier run has
   *     used
   */
  public static void main(String[] arguments) {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(arguments[0]);
    String prefix = arguments[1];
    for (int i = 0; i < SENDERS; i++) {
      String sender = prefix + "-" + i;
      start(() -> send(factory, new SluiceQueue(QUEUE), sender));
    }
    // Begins before the first message for it.
    try (JMSContext context = factory.createContext()) {
      context.createSharedDurableConsumer(new SluiceTopic(TOPIC), SUBSCRIPTION).close();
    }
    start(() -> send(factory, new SluiceTopic(TOPIC), prefix + "-d"));
    start(() -> receiveTopic(factory));
    start(() -> sendTransacted(factory, prefix + "-t"));
    start(() -> receive(factory, JMSContext.CLIENT_ACKNOWLEDGE, "acknowledging"));
    start(() -> receive(factory, JMSContext.SESSION_TRANSACTED, "transacted"));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler(
        (failed, e) -> {
          e.printStackTrace();
          Runtime.getRuntime().halt(3);
        });
    thread.start();
  }

  private static void send(SluiceConnectionFactory factory, Destination to, String sender) {
    JMSContext context = factory.createContext();
    JMSProducer producer = context.createProducer();
    for (int n = 0; ; n++) {
      String id = sender + "-" + n;
      producer.setProperty("id", id).send(to, body(id));
      tell("sent " + id);
    }
  }

  private static void sendTransacted(SluiceConnectionFactory factory, String sender) {
    JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED);
    JMSProducer producer = context.createProducer();
    Queue queue = new SluiceQueue(QUEUE);
    for (int n = 0; ; n++) {
      String one = sender + "-" + n + "a";
      String other = sender + "-" + n + "b";
      producer.setProperty("id", one).send(queue, body(one));
      producer.setProperty("id", other).send(queue, body(other));
      context.commit();
      tell("sent " + one);
      tell("sent " + other);
    }
  }

  /** The body of a message: what it holds, and how much, follows from its identifier. */
  static byte[] body(String id) {
    Random stamp = new Random(id.hashCode());
    boolean large = stamp.nextInt(SENDS_PER_LARGE_BODY) == 0;
    byte[] body = new byte[(large ? LARGE_BODY : BODY) + stamp.nextInt(100)];
    stamp.nextBytes(body);
    return body;
  }

  private static void receiveTopic(SluiceConnectionFactory factory) {
    JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSConsumer consumer =
        context.createSharedDurableConsumer(new SluiceTopic(TOPIC), SUBSCRIPTION);
    while (true) {
      Message message = consumer.receive();
      settle(context, JMSContext.CLIENT_ACKNOWLEDGE, "reader", message);
    }
  }

  private static void receive(SluiceConnectionFactory factory, int mode, String name) {
    JMSContext context = factory.createContext(mode);
    JMSConsumer consumer = context.createConsumer(new SluiceQueue(QUEUE));
    while (true) {
      settle(context, mode, name, consumer.receive());
    }
  }

  private static void settle(JMSContext context, int mode, String name, Message message) {
    try {
      String id = message.getStringProperty("id");
      tell("got " + name + " " + id + " " + how(message));
      if (mode == JMSContext.SESSION_TRANSACTED) {
        context.commit();
      } else {
        message.acknowledge();
      }
      tell("done " + name + " " + id);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a message came, in a word of the protocol. */
  static String how(Message message) throws JMSException {
    byte[] expected = body(message.getStringProperty("id"));
    if (!Arrays.equals(expected, message.getBody(byte[].class))) {
      return "damaged";
    }
    return message.getJMSRedelivered() ? "again" : "new";
  }

  /** One write for one line: a line is there whole or not at all, also when the process dies. */
  private static synchronized void tell(String line) {
    byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}

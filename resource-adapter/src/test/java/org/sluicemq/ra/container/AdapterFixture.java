// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.resource.ResourceException;
import java.util.UUID;
import org.sluicemq.ra.SluiceResourceAdapter;

/** A started adapter over a broker in memory, and a plain client of the same broker. */
public final class AdapterFixture implements AutoCloseable {

  private final ScriptedWorkManager work;
  private final SluiceResourceAdapter adapter = new SluiceResourceAdapter();
  private final JMSContext client;

  public AdapterFixture() throws ResourceException {
    this(new ScriptedWorkManager());
  }

  public AdapterFixture(ScriptedWorkManager work) throws ResourceException {
    this.work = work;
    adapter.setMemoryStore("test-" + UUID.randomUUID());
    adapter.setMaxDeliveries("3");
    adapter.start(work);
    client = adapter.connectionFactory().createContext();
  }

  public SluiceResourceAdapter adapter() {
    return adapter;
  }

  public ScriptedWorkManager work() {
    return work;
  }

  public void send(String queue, String text) {
    client.createProducer().send(client.createQueue(queue), text);
  }

  public void publish(String topic, String text) {
    client.createProducer().send(client.createTopic(topic), text);
  }

  /** Takes a message, waiting for it; null when none comes. */
  public Message take(String queue) {
    try (JMSConsumer consumer = client.createConsumer(client.createQueue(queue))) {
      return consumer.receive(10_000);
    }
  }

  /** Takes a message if there is one. */
  public Message poll(String queue) {
    try (JMSConsumer consumer = client.createConsumer(client.createQueue(queue))) {
      return consumer.receiveNoWait();
    }
  }

  @Override
  public void close() {
    client.close();
    adapter.stop();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.Referenceable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;

class AdministeredDestinationTest {

  @Test
  void anyOfThePropertyNamesNamesTheDestination() throws Exception {
    AdministeredQueue queue = new AdministeredQueue();
    AdministeredTopic topic = new AdministeredTopic();

    queue.setDestinationName("orders");
    topic.setPhysicalName("news");

    assertEquals("orders", ((Queue) queue).getQueueName());
    assertEquals("orders", queue.toString());
    assertEquals("news", ((Topic) topic).getTopicName());
    assertEquals("news", topic.getName());
  }

  @Test
  void destinationsOfOneNameAndKindAreEqual() {
    AdministeredQueue one = new AdministeredQueue();
    AdministeredQueue other = new AdministeredQueue();
    AdministeredTopic topic = new AdministeredTopic();
    one.setName("orders");
    other.setName("orders");
    topic.setName("orders");

    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertNotEquals(one, topic);
  }

  @Test
  void serversCanBindAndCopyIt() throws Exception {
    AdministeredQueue queue = new AdministeredQueue();
    queue.setName("orders");
    Reference reference = new Reference("jakarta.jms.Queue");
    assertInstanceOf(Referenceable.class, queue).setReference(reference);
    assertSame(reference, queue.getReference());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(queue);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertEquals(queue, copy);
  }
}

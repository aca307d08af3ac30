// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;

/** Section 5.2: what the objects say that stand for destinations. */
class DestinationTest {

  @Test
  void twoAreEqualWhenKindAndNameAre() {
    JmsQueue queue = new JmsQueue("orders");
    assertEquals(queue, new JmsQueue("orders"));
    assertEquals(queue.hashCode(), new JmsQueue("orders").hashCode());
    assertNotEquals(queue, new JmsQueue("returns"));
    assertNotEquals(queue, new JmsTopic("orders"));
    assertNotEquals(queue, "orders");
  }

  @Test
  void namesAndKindsSpreadOverASet() {
    Set<Integer> hashes = new HashSet<>();
    for (String name : List.of("orders", "returns", "invoices")) {
      hashes.add(new JmsQueue(name).hashCode());
      hashes.add(new JmsTopic(name).hashCode());
    }
    assertEquals(6, hashes.size());
  }

  @Test
  void eachTellsItsNameInTheWordsOfItsKind() throws Exception {
    assertEquals("orders", new JmsQueue("orders").getQueueName());
    assertEquals("news", new JmsTopic("news").getTopicName());
    assertEquals("news", new JmsTopic("news").toString());
    assertEquals(Address.of(Address.Kind.TOPIC, "news"), new JmsTopic("news").address());
  }

  @Test
  void nameThatNoDestinationCanHaveIsRefusedAtOnce() {
    assertThrows(IllegalArgumentException.class, () -> new JmsQueue(""));
    assertThrows(IllegalArgumentException.class, () -> new JmsTopic("a*b"));
  }

  @Test
  void topicOfAnotherClassIsTakenByItsName() throws Exception {
    Topic foreign = () -> "news";
    assertEquals(Address.of(Address.Kind.TOPIC, "news"), Destinations.address(foreign));
  }

  @Test
  void refusalSaysWhetherNoneWasGivenOrOneOfNoKind() {
    Destination neither = new Destination() {};
    assertTrue(refusal(null).contains("is null"), refusal(null));
    assertTrue(refusal(neither).contains("neither a queue nor a topic"), refusal(neither));
  }

  private static String refusal(Destination destination) {
    return assertThrows(InvalidDestinationException.class, () -> Destinations.address(destination))
        .getMessage();
  }

  @Test
  void temporaryDestinationOfAnotherConnectionCanBeSentTo() throws Exception {
    Address address = Address.of(Address.Kind.QUEUE, Address.TEMPORARY_PREFIX + "1");
    TemporaryQueue seen = assertInstanceOf(TemporaryQueue.class, Destinations.of(address));
    assertEquals(address, Destinations.address(seen));
  }
}

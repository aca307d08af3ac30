// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import org.sluicemq.message.Address;

/** Between the destinations that an application holds, of whatever class, and addresses. */
final class Destinations {

  private Destinations() {}

  /**
   * The address of a destination that an application passed in. Ours, and the same class from
   * another loader, and other implementations are all taken by kind and name.
   */
  static Address address(Destination destination) throws JMSException {
    if (destination instanceof JmsDestination ours) {
      return ours.address();
    }
    if (destination instanceof Queue queue) {
      if (destination instanceof Topic) {
        throw new InvalidDestinationException(
            "The destination '"
                + destination
                + "' is a queue and a topic at once: pass one of ours");
      }
      return named(Address.Kind.QUEUE, queue.getQueueName());
    }
    if (destination instanceof Topic topic) {
      return named(Address.Kind.TOPIC, topic.getTopicName());
    }
    throw new InvalidDestinationException(
        destination == null
            ? "The destination is null: pass a queue or a topic"
            : "The destination '" + destination + "' is neither a queue nor a topic");
  }

  /** The address of a destination that may be absent. */
  static Address addressOrNull(Destination destination) throws JMSException {
    return destination == null ? null : address(destination);
  }

  /** An address by a name that an application gave. */
  static Address named(Address.Kind kind, String name) throws InvalidDestinationException {
    try {
      return Address.of(kind, name);
    } catch (IllegalArgumentException e) {
      InvalidDestinationException refused = new InvalidDestinationException(e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  /** What an application sees of an address. */
  static JmsDestination of(Address address) {
    if (address == null) {
      return null;
    }
    boolean queue = address.kind() == Address.Kind.QUEUE;
    if (address.temporary()) {
      return queue
          ? new JmsTemporaryQueue(address.name(), null)
          : new JmsTemporaryTopic(address.name(), null);
    }
    return queue ? new JmsQueue(address.name()) : new JmsTopic(address.name());
  }
}

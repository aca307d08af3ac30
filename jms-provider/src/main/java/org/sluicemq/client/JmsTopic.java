// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Topic;
import org.sluicemq.message.Address;

/** A topic by its physical name. Immutable and safe between threads. */
public class JmsTopic extends JmsDestination implements Topic {

  private static final long serialVersionUID = 1L;

  /**
   * Names a topic; nothing is created.
   *
   * @param name the physical name
   * @throws IllegalArgumentException if the name is not allowed
   */
  public JmsTopic(String name) {
    super(name);
  }

  /**
   * The physical name.
   *
   * @return the name
   */
  @Override
  public final String getTopicName() {
    return name();
  }

  @Override
  final Address.Kind kind() {
    return Address.Kind.TOPIC;
  }
}

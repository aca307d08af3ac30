// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Queue;
import org.sluicemq.message.Address;

/** A queue by its physical name. Immutable and safe between threads. */
public class JmsQueue extends JmsDestination implements Queue {

  private static final long serialVersionUID = 1L;

  /**
   * Names a queue; nothing is created.
   *
   * @param name the physical name
   * @throws IllegalArgumentException if the name is not allowed
   */
  public JmsQueue(String name) {
    super(name);
  }

  /**
   * The physical name.
   *
   * @return the name
   */
  @Override
  public final String getQueueName() {
    return name();
  }

  @Override
  final Address.Kind kind() {
    return Address.Kind.QUEUE;
  }
}

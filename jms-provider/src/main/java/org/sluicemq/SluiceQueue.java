// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import org.sluicemq.client.JmsQueue;

/** A queue by name, as an administered object (Jakarta Messaging 3.1 section 2.2). Immutable. */
public class SluiceQueue extends JmsQueue {

  private static final long serialVersionUID = 1L;

  /**
   * Names a queue; it is created at its first use.
   *
   * @param name the queue's name
   * @throws IllegalArgumentException if the name is not allowed; the message says why
   */
  public SluiceQueue(String name) {
    super(name);
  }
}

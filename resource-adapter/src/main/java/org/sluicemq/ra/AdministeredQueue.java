// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import jakarta.jms.Queue;

/** A queue that a server administers and binds in JNDI. It needs only its name. */
public class AdministeredQueue extends AdministeredDestination implements Queue {

  private static final long serialVersionUID = 1L;

  /** Makes a queue whose name is still to be set. */
  public AdministeredQueue() {}

  @Override
  public String getQueueName() {
    return getName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdministeredQueue queue && toString().equals(queue.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}

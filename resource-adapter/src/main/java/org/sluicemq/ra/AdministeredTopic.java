// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import jakarta.jms.Topic;

/** A topic that a server administers and binds in JNDI. It needs only its name. */
public class AdministeredTopic extends AdministeredDestination implements Topic {

  private static final long serialVersionUID = 1L;

  /** Makes a topic whose name is still to be set. */
  public AdministeredTopic() {}

  @Override
  public String getTopicName() {
    return getName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdministeredTopic topic && toString().equals(topic.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import org.sluicemq.client.JmsTopic;

/** A topic by name, as an administered object (Jakarta Messaging 3.1 section 2.2). Immutable. */
public class SluiceTopic extends JmsTopic {

  private static final long serialVersionUID = 1L;

  /**
   * Names a topic; it is created at its first use.
   *
   * @param name the topic's name
   * @throws IllegalArgumentException if the name is not allowed; the message says why
   */
  public SluiceTopic(String name) {
    super(name);
  }
}

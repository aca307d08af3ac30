// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import javax.naming.Reference;
import javax.naming.Referenceable;
import org.sluicemq.client.JmsTopic;

/**
 * A topic by name, as an administered object (Jakarta Messaging 3.1 section 2.2): it can be
 * serialized, and bound in a naming service. Immutable and thread-safe.
 */
public class SluiceTopic extends JmsTopic implements Referenceable {

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

  /**
   * What a naming service keeps of this topic.
   *
   * @return a reference that {@link SluiceObjectFactory} reads
   */
  @Override
  public Reference getReference() {
    return SluiceObjectFactory.referenceTo(SluiceTopic.class, name());
  }
}

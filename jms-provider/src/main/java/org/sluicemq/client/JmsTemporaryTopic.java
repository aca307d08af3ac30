// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/**
 * A temporary topic (section 6.2.2). Only the connection that created it can consume from it and
 * delete it; elsewhere, such as in a received reply-to header, it is an address to send to.
 */
public final class JmsTemporaryTopic extends JmsTopic implements TemporaryTopic {

  private static final long serialVersionUID = 1L;

  private final transient SluiceConnection owner;

  JmsTemporaryTopic(String name, SluiceConnection owner) {
    super(name);
    this.owner = owner;
  }

  /**
   * Deletes the topic and what it holds.
   *
   * @throws JMSException if it still has consumers, or if this object was not made by a session of
   *     the connection that owns it
   */
  @Override
  public void delete() throws JMSException {
    TemporaryDestinations.delete(owner, this);
  }
}

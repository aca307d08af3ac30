// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;

/** What happens when the application acknowledges a received message (section 3.6). */
@FunctionalInterface
public interface Acknowledgement {

  /**
   * For messages that nobody waits for: sent, browsed, or received in a session that acknowledges.
   */
  Acknowledgement NONE = () -> {};

  /**
   * Acknowledges what the session has delivered so far.
   *
   * @throws JMSException when that fails; {@code IllegalStateException} when the session is closed
   */
  void acknowledge() throws JMSException;
}

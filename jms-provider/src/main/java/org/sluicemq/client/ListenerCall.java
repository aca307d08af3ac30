// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.message.JmsMessage;

/**
 * Hands messages to a listener and lets the session's mode decide what becomes of them (section
 * 8.7). For the thread that runs the session's listeners.
 */
record ListenerCall(SluiceSession session, MessageListener listener) {

  private static final System.Logger LOG = System.getLogger(ListenerCall.class.getName());

  void deliver(Delivery delivery, JmsMessage message) {
    try {
      session.mode().handling(delivery);
      Throwable failure = call(message);
      if (failure == null) {
        session.mode().handled(delivery, null);
      } else {
        failed(delivery, failure);
      }
    } catch (BrokerException e) {
      session.flow().giveBackUnseen();
      session.connection().report(Failures.of(e));
    } catch (JMSException e) {
      session.connection().report(e);
    }
  }

  /** What would come after this message must not come before its redelivery. */
  private void failed(Delivery delivery, Throwable failure) throws JMSException {
    session
        .assigned()
        .whileGivenBack(
            () -> {
              session.flow().giveBackUnseen();
              try {
                session.mode().handled(delivery, failure);
              } catch (BrokerException e) {
                throw Failures.of(e);
              }
            });
  }

  private Throwable call(JmsMessage message) {
    try {
      listener.onMessage(message);
      return null;
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "A message listener failed on the " + message, e);
      return e;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import org.sluicemq.broker.BrokerException;

/** Chooses the exception that chapter 10 names for a case. */
final class Failures {

  private Failures() {}

  /** The broker's refusal in terms of JMS. */
  static JMSException of(BrokerException e) {
    String code = e.reason().name();
    return caused(
        switch (e.reason()) {
          case INVALID_DESTINATION -> new InvalidDestinationException(e.getMessage(), code);
          case SECURITY -> new JMSSecurityException(e.getMessage(), code);
          case LIMIT -> new ResourceAllocationException(e.getMessage(), code);
          case ROLLED_BACK -> new TransactionRolledBackException(e.getMessage(), code);
          case IN_USE, STORE, UNKNOWN, CLOSED -> new JMSException(e.getMessage(), code);
        },
        e);
  }

  /**
   * A commit that failed: the broker has rolled the unit of work back, unless only a restart tells.
   */
  static JMSException ofCommit(BrokerException e) {
    if (e.reason() == BrokerException.Reason.UNKNOWN) {
      return of(e);
    }
    return caused(
        new TransactionRolledBackException(
            "The transaction was rolled back: " + e.getMessage(), e.reason().name()),
        e);
  }

  /** A client identifier that another connection holds, or another refusal. */
  static JMSException ofClientId(BrokerException e) {
    return e.reason() == BrokerException.Reason.IN_USE
        ? caused(new InvalidClientIDException(e.getMessage(), e.reason().name()), e)
        : of(e);
  }

  /** Gives an exception its cause, in both of the places where callers look for it. */
  static <E extends JMSException> E caused(E exception, Exception cause) {
    exception.initCause(cause);
    exception.setLinkedException(cause);
    return exception;
  }

  static IllegalStateException closed(String what) {
    return new IllegalStateException("The " + what + " is closed");
  }

  /** What belongs to topics, asked of a connection in the domain of queues (section 9.2). */
  static IllegalStateException notOfAQueueConnection(String call) {
    return new IllegalStateException("A QueueConnection has no " + call + ": use a Connection");
  }

  /** The unchecked twin of an exception, for the simplified API. */
  static JMSRuntimeException unchecked(JMSException e) {
    String text = e.getMessage();
    String code = e.getErrorCode();
    if (e instanceof IllegalStateException) {
      return new IllegalStateRuntimeException(text, code, e);
    }
    if (e instanceof InvalidDestinationException) {
      return new InvalidDestinationRuntimeException(text, code, e);
    }
    if (e instanceof InvalidSelectorException) {
      return new InvalidSelectorRuntimeException(text, code, e);
    }
    if (e instanceof InvalidClientIDException) {
      return new InvalidClientIDRuntimeException(text, code, e);
    }
    if (e instanceof JMSSecurityException) {
      return new JMSSecurityRuntimeException(text, code, e);
    }
    return uncheckedWork(e, text, code);
  }

  private static JMSRuntimeException uncheckedWork(JMSException e, String text, String code) {
    if (e instanceof MessageFormatException) {
      return new MessageFormatRuntimeException(text, code, e);
    }
    if (e instanceof MessageNotWriteableException) {
      return new MessageNotWriteableRuntimeException(text, code, e);
    }
    if (e instanceof ResourceAllocationException) {
      return new ResourceAllocationRuntimeException(text, code, e);
    }
    if (e instanceof TransactionInProgressException) {
      return new TransactionInProgressRuntimeException(text, code, e);
    }
    if (e instanceof TransactionRolledBackException) {
      return new TransactionRolledBackRuntimeException(text, code, e);
    }
    return new JMSRuntimeException(text, code, e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;

/** What an application is told when it does what only a server, or nobody, may do. */
final class Refusals {

  private Refusals() {}

  /** A method that section 12.2 of Jakarta Messaging 3.1 reserves. */
  static IllegalStateException reserved(String method, String instead) {
    return new IllegalStateException(
        method + " must not be called by an application in a server: " + instead);
  }

  /** A commit or the like in a session that follows the server's transactions. */
  static IllegalStateException notYours(String method) {
    return new IllegalStateException(
        method
            + " must not be called in a server, where a session follows the transaction of the"
            + " server: use UserTransaction or the container's transactions");
  }

  /** A handle that has been closed, or taken back by the server. */
  static IllegalStateException closed(String what) {
    return new IllegalStateException(
        "The "
            + what
            + " is closed: by the application, or by the server, which may take a connection back"
            + " when the request ends that has got it, or the transaction");
  }

  /** A method of the other domain. */
  static IllegalStateException wrongDomain(String method, String session) {
    return new IllegalStateException(
        method + " is not for a " + session + ": create the session with createSession");
  }

  /** Work in a transaction with a connection that has no part in it. */
  static IllegalStateException notEnlisted() {
    return new IllegalStateException(
        "The thread is in a transaction and the connection has no part in it, so this would count"
            + " at once, whatever becomes of the transaction: the connection was got before the"
            + " transaction began or by another thread, or the server does not enlist connections"
            + " of this connection factory. Get the connection from the factory within the"
            + " transaction. If the work is meant to be outside, do it in a method with"
            + " NOT_SUPPORTED, or with REQUIRES_NEW and a connection of its own, or set the"
            + " property "
            + OutsideTransactions.PROPERTY
            + " of the connection factory to allow.");
  }

  /** Work in a transaction that somebody else has ended. */
  static IllegalStateException rolledBack() {
    return new IllegalStateException(
        "The transaction of the thread was rolled back, perhaps because it took too long, so this"
            + " would be done outside of it: end the transaction and begin another");
  }

  /** Work with a connection that is in somebody else's transaction. */
  static IllegalStateException ofAnotherTransaction() {
    return new IllegalStateException(
        "The connection takes part in a transaction that is not the one of this thread, so that"
            + " one would decide about this: get a connection of its own from the connection"
            + " factory for each transaction, and for work outside of any");
  }

  static IllegalStateRuntimeException unchecked(JMSException refusal) {
    return new IllegalStateRuntimeException(refusal.getMessage(), refusal.getErrorCode(), refusal);
  }
}

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
            + " is closed; a connection ends at the latest with the request that made it");
  }

  /** A method of the other domain. */
  static IllegalStateException wrongDomain(String method, String session) {
    return new IllegalStateException(
        method + " is not for a " + session + ": create the session with createSession");
  }

  static IllegalStateRuntimeException unchecked(JMSException refusal) {
    return new IllegalStateRuntimeException(refusal.getMessage(), refusal.getErrorCode(), refusal);
  }
}

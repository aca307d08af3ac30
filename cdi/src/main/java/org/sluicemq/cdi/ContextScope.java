// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.JMSContext;

/** Something that contexts belong to and that closes them when it ends. Safe for any thread. */
interface ContextScope {

  /** A scope that is never active. */
  ContextScope NEVER = request -> null;

  /**
   * The context that serves a request where the calling thread is; opened at the first call.
   *
   * @return it, or null if the scope is not active on this thread
   * @throws jakarta.jms.JMSRuntimeException if it cannot be opened; the message says why
   */
  JMSContext find(ContextRequest request);
}

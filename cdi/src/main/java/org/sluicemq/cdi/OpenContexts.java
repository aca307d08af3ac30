// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The contexts of one transaction or one request, one for each kind of injection point. Safe for
 * any thread: a transaction that took too long is ended, and this closed, by a thread of the
 * transaction manager.
 */
final class OpenContexts implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OpenContexts.class.getName());

  private final Map<ContextRequest, JMSContext> contexts = new ConcurrentHashMap<>();
  private final Object opening = new Object();
  private volatile boolean closed;

  /**
   * The one context for a kind of injection point.
   *
   * @param opener makes it if it is not there
   * @throws IllegalStateRuntimeException if the scope ended meanwhile
   */
  JMSContext get(ContextRequest request, Supplier<JMSContext> opener) {
    synchronized (opening) {
      JMSContext found = contexts.get(request);
      if (found == null) {
        found = opener.get();
        contexts.put(request, found);
      }
      // Closing does not wait for an opener, which may wait for whoever closes: so look afterwards.
      if (closed) {
        closeAll();
        throw new IllegalStateRuntimeException(
            "The scope of the injected JMSContext has ended (" + request + ")");
      }
      return found;
    }
  }

  /** Closes them all; what cannot be closed is reported in the log, the others are closed. */
  @Override
  public void close() {
    closed = true;
    closeAll();
  }

  private void closeAll() {
    for (ContextRequest request : contexts.keySet()) {
      JMSContext context = contexts.remove(request);
      if (context != null) {
        close(request, context);
      }
    }
  }

  private static void close(ContextRequest request, JMSContext context) {
    try {
      context.close();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An injected JMSContext did not close: " + request, e);
    }
  }
}

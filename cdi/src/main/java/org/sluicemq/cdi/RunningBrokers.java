// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConnectionFactory;

/**
 * Handles that keep embedded brokers running between one scope and the next, which would otherwise
 * stop with the last context of a request, and forget what is in memory. For one thread at a time.
 */
final class RunningBrokers implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunningBrokers.class.getName());

  private final Map<String, Sluice> handles = new HashMap<>();

  /**
   * Keeps the broker of a factory running.
   *
   * @param name what the factory is found by
   * @throws JMSRuntimeException if it cannot be started; the message says why
   */
  void keep(String name, SluiceConnectionFactory factory) {
    if (!handles.containsKey(name)) {
      try {
        handles.put(name, factory.open());
      } catch (JMSException e) {
        throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
      }
    }
  }

  @Override
  public void close() {
    handles.forEach(
        (name, handle) -> {
          try {
            handle.close();
          } catch (JMSException e) {
            LOG.log(Level.ERROR, "The broker of connection factory ''{0}'' did not stop", name, e);
          }
        });
    handles.clear();
  }
}

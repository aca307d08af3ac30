// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConnectionFactory;

/**
 * Handles that keep embedded brokers running between one scope and the next, which would otherwise
 * stop with the last context of a request, and forget what is in memory. Safe for any thread; one
 * that starts a broker holds up only those who want the same one.
 */
final class RunningBrokers implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunningBrokers.class.getName());

  private final Map<String, Handle> handles = new ConcurrentHashMap<>();

  /**
   * Keeps the broker of a factory running.
   *
   * @param name what the factory is found by
   * @throws JMSRuntimeException if it cannot be started; the message says why
   */
  void keep(String name, SluiceConnectionFactory factory) {
    handles.computeIfAbsent(name, Handle::new).open(factory);
  }

  @Override
  public void close() {
    handles.values().forEach(Handle::close);
  }

  /** One broker, and whether it is kept. Guarded by itself. */
  private static final class Handle {

    private final String name;
    private Sluice broker;

    private Handle(String name) {
      this.name = name;
    }

    private synchronized void open(SluiceConnectionFactory factory) {
      if (broker == null) {
        try {
          broker = factory.open();
        } catch (JMSException e) {
          throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
      }
    }

    private synchronized void close() {
      if (broker != null) {
        try {
          broker.close();
        } catch (JMSException e) {
          LOG.log(Level.ERROR, "The broker of connection factory ''{0}'' did not stop", name, e);
        }
        broker = null;
      }
    }
  }
}

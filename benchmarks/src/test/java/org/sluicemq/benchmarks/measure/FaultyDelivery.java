// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of a sound broker on which one delivery in a hundred goes wrong: a harness that
 * cannot fail proves nothing.
 */
final class FaultyDelivery {

  /** What happens to the message. */
  enum Fault {
    DROPPED,
    REPEATED
  }

  private static final int EVERY = 100;
  private static final Set<Class<?>> WRAPPED =
      Set.of(Connection.class, Session.class, MessageConsumer.class);

  private final Fault fault;
  private final AtomicInteger deliveries = new AtomicInteger();

  private FaultyDelivery(Fault fault) {
    this.fault = fault;
  }

  static ConnectionFactory of(ConnectionFactory sound, Fault fault) {
    return new FaultyDelivery(fault).wrap(ConnectionFactory.class, sound);
  }

  private <T> T wrap(Class<T> type, Object sound) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setMessageListener")) {
                arguments[0] = faulty((MessageListener) arguments[0]);
              }
              try {
                Object result = method.invoke(sound, arguments);
                Class<?> declared = method.getReturnType();
                return WRAPPED.contains(declared) ? wrap(declared, result) : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private MessageListener faulty(MessageListener listener) {
    return message -> {
      boolean wrong = deliveries.incrementAndGet() % EVERY == 0;
      if (!wrong || fault == Fault.REPEATED) {
        listener.onMessage(message);
      }
      if (wrong && fault == Fault.REPEATED) {
        redeliver(listener, message);
      }
    };
  }

  private static void redeliver(MessageListener listener, Message message) {
    try {
      ((BytesMessage) message).reset();
    } catch (JMSException impossible) {
      throw new IllegalStateException(impossible);
    }
    listener.onMessage(message);
  }
}

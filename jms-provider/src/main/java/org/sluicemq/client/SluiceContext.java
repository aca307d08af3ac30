// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connection and session in one (section 2.8.4). Contexts made by {@link #createContext} share the
 * connection, which closes with the last of them. Made for a connection of its own by {@link
 * #SluiceContext(SluiceConnection, int)}.
 */
public class SluiceContext implements JMSContext {

  private final SharedConnection shared;
  private final SluiceSession session;
  private final AtomicBoolean holdsConnection = new AtomicBoolean(true);
  private volatile boolean autoStart = true;

  /**
   * Makes the first context of a connection and takes charge of the connection.
   *
   * @param connection a new connection; closed with the last context, and when this throws
   * @param sessionMode one of the modes of {@link JMSContext}
   * @throws JMSRuntimeException if there is no such mode
   */
  public SluiceContext(SluiceConnection connection, int sessionMode) {
    this(new SharedConnection(connection), () -> open(connection, sessionMode));
  }

  SluiceContext(SharedConnection shared, Unchecked.Call<? extends SluiceSession> opened) {
    this.shared = shared;
    try {
      session = opened.call();
    } catch (JMSException e) {
      shared.release();
      throw Failures.unchecked(e);
    }
  }

  private static SluiceSession open(SluiceConnection connection, int sessionMode)
      throws JMSException {
    AcknowledgeMode mode = connection.mode(sessionMode == SESSION_TRANSACTED, sessionMode);
    return connection.openUnused(running -> new SluiceSession(connection, mode, running));
  }

  /** The session, for something that the application does with it. */
  final SluiceSession session() {
    shared.connection().use();
    return session;
  }

  /** The connection, for as long as this context is open. */
  private SluiceConnection connection() {
    Unchecked.run(session::requireOpen);
    return shared.connection();
  }

  @Override
  public final JMSContext createContext(int sessionMode) {
    connection().use();
    SharedConnection again = shared.acquire();
    return new SluiceContext(again, () -> open(again.connection(), sessionMode));
  }

  @Override
  public final JMSProducer createProducer() {
    return Unchecked.get(() -> new SluiceJmsProducer(session()));
  }

  @Override
  public final String getClientID() {
    return Unchecked.get(connection()::getClientID);
  }

  @Override
  public final void setClientID(String clientId) {
    Unchecked.run(() -> connection().setClientID(clientId));
  }

  @Override
  public final ConnectionMetaData getMetaData() {
    return Unchecked.get(connection()::getMetaData);
  }

  @Override
  public final ExceptionListener getExceptionListener() {
    return Unchecked.get(connection()::getExceptionListener);
  }

  @Override
  public final void setExceptionListener(ExceptionListener listener) {
    Unchecked.run(() -> connection().setExceptionListener(listener));
  }

  @Override
  public final void start() {
    Unchecked.run(connection()::start);
  }

  @Override
  public final void stop() {
    Unchecked.run(connection()::stop);
  }

  @Override
  public final void setAutoStart(boolean autoStart) {
    Unchecked.run(session::requireOpen);
    this.autoStart = autoStart;
  }

  @Override
  public final boolean getAutoStart() {
    Unchecked.run(session::requireOpen);
    return autoStart;
  }

  /**
   * Closes the session, and the connection when no other context uses it.
   *
   * @throws IllegalStateRuntimeException if a listener of this context calls it
   */
  @Override
  public final void close() {
    if (session.isClosed()) {
      return;
    }
    try {
      Unchecked.run(session::close);
    } finally {
      // Whoever else was closing it has waited in the line above and must not count twice.
      if (session.isClosed() && holdsConnection.compareAndSet(true, false)) {
        shared.release();
      }
    }
  }

  @Override
  public final BytesMessage createBytesMessage() {
    return Unchecked.get(session()::createBytesMessage);
  }

  @Override
  public final MapMessage createMapMessage() {
    return Unchecked.get(session()::createMapMessage);
  }

  @Override
  public final Message createMessage() {
    return Unchecked.get(session()::createMessage);
  }

  @Override
  public final ObjectMessage createObjectMessage() {
    return Unchecked.get(session()::createObjectMessage);
  }

  @Override
  public final ObjectMessage createObjectMessage(Serializable object) {
    return Unchecked.get(() -> session().createObjectMessage(object));
  }

  @Override
  public final StreamMessage createStreamMessage() {
    return Unchecked.get(session()::createStreamMessage);
  }

  @Override
  public final TextMessage createTextMessage() {
    return Unchecked.get(session()::createTextMessage);
  }

  @Override
  public final TextMessage createTextMessage(String text) {
    return Unchecked.get(() -> session().createTextMessage(text));
  }

  @Override
  public final boolean getTransacted() {
    return Unchecked.get(session::getTransacted);
  }

  @Override
  public final int getSessionMode() {
    return Unchecked.get(session::getAcknowledgeMode);
  }

  @Override
  public final void commit() {
    Unchecked.run(session()::commit);
  }

  @Override
  public final void rollback() {
    Unchecked.run(session()::rollback);
  }

  @Override
  public final void recover() {
    Unchecked.run(session()::recover);
  }

  @Override
  public final void acknowledge() {
    Unchecked.run(session()::acknowledge);
  }

  @Override
  public final JMSConsumer createConsumer(Destination destination) {
    return createConsumer(destination, null, false);
  }

  @Override
  public final JMSConsumer createConsumer(Destination destination, String selector) {
    return createConsumer(destination, selector, false);
  }

  @Override
  public final JMSConsumer createConsumer(
      Destination destination, String selector, boolean noLocal) {
    return consumer(() -> session().openConsumer(destination, selector, noLocal));
  }

  /** Makes a consumer and, unless it was told not to, starts the connection (section 6.1.4). */
  private JMSConsumer consumer(Unchecked.Call<SluiceConsumer> opened) {
    SluiceConsumer consumer = Unchecked.get(opened);
    if (autoStart) {
      start();
    }
    return new SluiceJmsConsumer(consumer);
  }

  @Override
  public final Queue createQueue(String queueName) {
    return Unchecked.get(() -> session().createQueue(queueName));
  }

  @Override
  public final Topic createTopic(String topicName) {
    return Unchecked.get(() -> session().createTopic(topicName));
  }

  @Override
  public final JMSConsumer createDurableConsumer(Topic topic, String name) {
    return createDurableConsumer(topic, name, null, false);
  }

  @Override
  public final JMSConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) {
    return consumer(
        () -> (SluiceConsumer) session().createDurableConsumer(topic, name, selector, noLocal));
  }

  @Override
  public final JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
    return createSharedDurableConsumer(topic, name, null);
  }

  @Override
  public final JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
    return consumer(
        () -> (SluiceConsumer) session().createSharedDurableConsumer(topic, name, selector));
  }

  @Override
  public final JMSConsumer createSharedConsumer(Topic topic, String name) {
    return createSharedConsumer(topic, name, null);
  }

  @Override
  public final JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
    return consumer(() -> (SluiceConsumer) session().createSharedConsumer(topic, name, selector));
  }

  @Override
  public final QueueBrowser createBrowser(Queue queue) {
    return createBrowser(queue, null);
  }

  @Override
  public final QueueBrowser createBrowser(Queue queue, String selector) {
    return Unchecked.get(() -> session().createBrowser(queue, selector));
  }

  @Override
  public final TemporaryQueue createTemporaryQueue() {
    return Unchecked.get(session()::createTemporaryQueue);
  }

  @Override
  public final TemporaryTopic createTemporaryTopic() {
    return Unchecked.get(session()::createTemporaryTopic);
  }

  @Override
  public final void unsubscribe(String name) {
    Unchecked.run(() -> session().unsubscribe(name));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
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

/**
 * What an application in a server holds as a {@link JMSContext}: the simplified API over the
 * session of a managed connection, valid until it is closed, by the application or by the server.
 */
class ContextHandle implements JMSContext {

  private final ConnectionHandle connection;
  private final SessionHandle session;
  private final JMSContext physical;
  private volatile boolean autoStart = true;

  ContextHandle(ConnectionHandle connection, SessionMode mode) throws JMSException {
    this.connection = connection;
    this.session = connection.open(SessionHandle.Domain.BOTH, mode);
    this.physical = connection.managed().context();
  }

  /** The provider's context, as long as this handle may use it. */
  private JMSContext context() {
    try {
      session.requireOpen();
      return physical;
    } catch (IllegalStateException e) {
      throw Refusals.unchecked(e);
    }
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    throw Refusals.unchecked(
        Refusals.reserved(
            "JMSContext.createContext", "create another context with the connection factory"));
  }

  @Override
  public JMSProducer createProducer() {
    return new ContextProducer(context().createProducer());
  }

  private JMSConsumer kept(JMSConsumer consumer) {
    if (autoStart) {
      start();
    }
    return session.kept(new ContextConsumer(this, consumer));
  }

  void forget(JMSConsumer consumer) {
    session.forget(consumer);
  }

  private QueueBrowser kept(QueueBrowser browser) {
    if (autoStart) {
      start();
    }
    return session.kept(browser);
  }

  @Override
  public void start() {
    context();
    try {
      connection.start();
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  @Override
  public void stop() {
    throw Refusals.unchecked(Refusals.reserved("JMSContext.stop", "close the consumer instead"));
  }

  @Override
  public void setAutoStart(boolean autoStart) {
    context();
    this.autoStart = autoStart;
  }

  @Override
  public boolean getAutoStart() {
    context();
    return autoStart;
  }

  @Override
  public void close() {
    connection.end();
  }

  @Override
  public void setClientID(String clientId) {
    throw Refusals.unchecked(
        Refusals.reserved("setClientID", "set clientId on the connection factory"));
  }

  /** Nobody can have set one. */
  @Override
  public ExceptionListener getExceptionListener() {
    context();
    return null;
  }

  @Override
  public void setExceptionListener(ExceptionListener listener) {
    throw Refusals.unchecked(
        Refusals.reserved("setExceptionListener", "the server watches its connections"));
  }

  /** Whether the session is in a transaction of the server. */
  @Override
  public boolean getTransacted() {
    return context().getSessionMode() == SESSION_TRANSACTED;
  }

  @Override
  public int getSessionMode() {
    return getTransacted() ? SESSION_TRANSACTED : session.mode().code();
  }

  @Override
  public void commit() {
    throw Refusals.unchecked(Refusals.notYours("JMSContext.commit"));
  }

  @Override
  public void rollback() {
    throw Refusals.unchecked(Refusals.notYours("JMSContext.rollback"));
  }

  @Override
  public void recover() {
    if (getTransacted()) {
      throw Refusals.unchecked(Refusals.notYours("JMSContext.recover"));
    }
    context().recover();
  }

  /** Without effect, as in every mode but client acknowledgement, which a server does not have. */
  @Override
  public void acknowledge() {
    context();
  }

  @Override
  public String getClientID() {
    return context().getClientID();
  }

  @Override
  public ConnectionMetaData getMetaData() {
    return context().getMetaData();
  }

  @Override
  public BytesMessage createBytesMessage() {
    return context().createBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() {
    return context().createMapMessage();
  }

  @Override
  public Message createMessage() {
    return context().createMessage();
  }

  @Override
  public ObjectMessage createObjectMessage() {
    return context().createObjectMessage();
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) {
    return context().createObjectMessage(object);
  }

  @Override
  public StreamMessage createStreamMessage() {
    return context().createStreamMessage();
  }

  @Override
  public TextMessage createTextMessage() {
    return context().createTextMessage();
  }

  @Override
  public TextMessage createTextMessage(String text) {
    return context().createTextMessage(text);
  }

  @Override
  public Queue createQueue(String name) {
    return context().createQueue(name);
  }

  @Override
  public Topic createTopic(String name) {
    return context().createTopic(name);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() {
    return context().createTemporaryQueue();
  }

  @Override
  public TemporaryTopic createTemporaryTopic() {
    return context().createTemporaryTopic();
  }

  @Override
  public void unsubscribe(String name) {
    context().unsubscribe(name);
  }

  @Override
  public JMSConsumer createConsumer(Destination destination) {
    return kept(context().createConsumer(destination));
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector) {
    return kept(context().createConsumer(destination, selector));
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
    return kept(context().createConsumer(destination, selector, noLocal));
  }

  @Override
  public JMSConsumer createDurableConsumer(Topic topic, String name) {
    return kept(context().createDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) {
    return kept(context().createDurableConsumer(topic, name, selector, noLocal));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
    return kept(context().createSharedDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
    return kept(context().createSharedDurableConsumer(topic, name, selector));
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name) {
    return kept(context().createSharedConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
    return kept(context().createSharedConsumer(topic, name, selector));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) {
    return kept(context().createBrowser(queue));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) {
    return kept(context().createBrowser(queue, selector));
  }
}

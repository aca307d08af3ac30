// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
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
 * What a bean gets for {@code @Inject JMSContext}: at each call the context of the current
 * transaction or request. Refuses what would change a context that others share (section 12.4.5).
 * Immutable, safe for any thread; can be passivated with the bean that holds it.
 */
final class InjectedContext implements JMSContext, Serializable {

  private static final long serialVersionUID = 1L;

  private final transient ContextRequest request;
  private final transient MessagingExtension extension;

  InjectedContext(ContextRequest request, MessagingExtension extension) {
    this.request = request;
    this.extension = extension;
  }

  private Object writeReplace() {
    return new PassivatedContext(request);
  }

  private JMSContext here() {
    return extension.current(request);
  }

  private static IllegalStateRuntimeException refused(String method) {
    return new IllegalStateRuntimeException(
        method
            + "() may not be called on an injected JMSContext, since other beans share it and its"
            + " scope closes it (Jakarta Messaging 3.1 section 12.4.5); make a context of your own"
            + " with ConnectionFactory.createContext to call it");
  }

  @Override
  public String toString() {
    return "injected JMSContext (" + request + ")";
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return here().createContext(sessionMode);
  }

  @Override
  public JMSProducer createProducer() {
    return here().createProducer();
  }

  @Override
  public String getClientID() {
    return here().getClientID();
  }

  @Override
  public void setClientID(String clientID) {
    throw refused("setClientID");
  }

  @Override
  public ConnectionMetaData getMetaData() {
    return here().getMetaData();
  }

  @Override
  public ExceptionListener getExceptionListener() {
    return here().getExceptionListener();
  }

  @Override
  public void setExceptionListener(ExceptionListener listener) {
    throw refused("setExceptionListener");
  }

  @Override
  public void start() {
    throw refused("start");
  }

  @Override
  public void stop() {
    throw refused("stop");
  }

  @Override
  public void setAutoStart(boolean autoStart) {
    throw refused("setAutoStart");
  }

  @Override
  public boolean getAutoStart() {
    return here().getAutoStart();
  }

  @Override
  public void close() {
    throw refused("close");
  }

  @Override
  public BytesMessage createBytesMessage() {
    return here().createBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() {
    return here().createMapMessage();
  }

  @Override
  public Message createMessage() {
    return here().createMessage();
  }

  @Override
  public ObjectMessage createObjectMessage() {
    return here().createObjectMessage();
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) {
    return here().createObjectMessage(object);
  }

  @Override
  public StreamMessage createStreamMessage() {
    return here().createStreamMessage();
  }

  @Override
  public TextMessage createTextMessage() {
    return here().createTextMessage();
  }

  @Override
  public TextMessage createTextMessage(String text) {
    return here().createTextMessage(text);
  }

  @Override
  public boolean getTransacted() {
    return here().getTransacted();
  }

  @Override
  public int getSessionMode() {
    return here().getSessionMode();
  }

  @Override
  public void commit() {
    throw refused("commit");
  }

  @Override
  public void rollback() {
    throw refused("rollback");
  }

  @Override
  public void recover() {
    throw refused("recover");
  }

  @Override
  public JMSConsumer createConsumer(Destination destination) {
    return here().createConsumer(destination);
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String messageSelector) {
    return here().createConsumer(destination, messageSelector);
  }

  @Override
  public JMSConsumer createConsumer(
      Destination destination, String messageSelector, boolean noLocal) {
    return here().createConsumer(destination, messageSelector, noLocal);
  }

  @Override
  public Queue createQueue(String queueName) {
    return here().createQueue(queueName);
  }

  @Override
  public Topic createTopic(String topicName) {
    return here().createTopic(topicName);
  }

  @Override
  public JMSConsumer createDurableConsumer(Topic topic, String name) {
    return here().createDurableConsumer(topic, name);
  }

  @Override
  public JMSConsumer createDurableConsumer(
      Topic topic, String name, String messageSelector, boolean noLocal) {
    return here().createDurableConsumer(topic, name, messageSelector, noLocal);
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
    return here().createSharedDurableConsumer(topic, name);
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String messageSelector) {
    return here().createSharedDurableConsumer(topic, name, messageSelector);
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String sharedSubscriptionName) {
    return here().createSharedConsumer(topic, sharedSubscriptionName);
  }

  @Override
  public JMSConsumer createSharedConsumer(
      Topic topic, String sharedSubscriptionName, String messageSelector) {
    return here().createSharedConsumer(topic, sharedSubscriptionName, messageSelector);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) {
    return here().createBrowser(queue);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String messageSelector) {
    return here().createBrowser(queue, messageSelector);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() {
    return here().createTemporaryQueue();
  }

  @Override
  public TemporaryTopic createTemporaryTopic() {
    return here().createTemporaryTopic();
  }

  @Override
  public void unsubscribe(String name) {
    here().unsubscribe(name);
  }

  @Override
  public void acknowledge() {
    throw refused("acknowledge");
  }
}

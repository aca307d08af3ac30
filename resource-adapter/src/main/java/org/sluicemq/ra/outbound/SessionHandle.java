// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import jakarta.jms.XASession;
import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an application holds as a {@link Session}: the managed connection's one session, with the
 * producers, consumers and browsers that were made through this handle and end with it.
 */
class SessionHandle implements QueueSession, TopicSession {

  /** Which messaging domains the session serves. */
  enum Domain {
    BOTH,
    QUEUE,
    TOPIC
  }

  private static final Logger LOG = System.getLogger(SessionHandle.class.getName());

  private final ConnectionHandle connection;
  private final XASession physical;
  private final Domain domain;
  private final SessionMode mode;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SessionHandle(ConnectionHandle connection, XASession physical, Domain domain, SessionMode mode) {
    this.connection = connection;
    this.physical = physical;
    this.domain = domain;
    this.mode = mode;
  }

  @Override
  public void close() throws JMSException {
    detach();
    connection.closed(this);
  }

  /** Ends what was made through this handle. The physical session goes on to serve others. */
  void detach() {
    closed = true;
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "A part of a session did not close cleanly", e);
      }
    }
    open.clear();
  }

  /** A part has been closed by the application. */
  void forget(AutoCloseable part) {
    open.remove(part);
  }

  void requireOpen() throws IllegalStateException {
    if (closed) {
      throw Refusals.closed("session");
    }
  }

  SessionMode mode() {
    return mode;
  }

  private Session session() throws JMSException {
    requireOpen();
    return physical;
  }

  private Session session(Domain other, String method) throws JMSException {
    if (domain == other) {
      throw Refusals.wrongDomain(method, domain == Domain.QUEUE ? "QueueSession" : "TopicSession");
    }
    return session();
  }

  /** Remembers a part that ends with this handle. */
  <T extends AutoCloseable> T kept(T part) {
    open.add(part);
    return part;
  }

  @Override
  public MessageProducer createProducer(Destination destination) throws JMSException {
    return producer(destination);
  }

  @Override
  public QueueSender createSender(Queue queue) throws JMSException {
    return producer(queue);
  }

  @Override
  public TopicPublisher createPublisher(Topic topic) throws JMSException {
    return producer(topic);
  }

  private ProducerHandle producer(Destination destination) throws JMSException {
    return kept(new ProducerHandle(this, session().createProducer(destination)));
  }

  @Override
  public MessageConsumer createConsumer(Destination destination) throws JMSException {
    return consumer(session().createConsumer(destination), destination, false);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector)
      throws JMSException {
    return consumer(session().createConsumer(destination, selector), destination, false);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
      throws JMSException {
    return consumer(session().createConsumer(destination, selector, noLocal), destination, noLocal);
  }

  @Override
  public QueueReceiver createReceiver(Queue queue) throws JMSException {
    return consumer(session().createConsumer(queue), queue, false);
  }

  @Override
  public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
    return consumer(session().createConsumer(queue, selector), queue, false);
  }

  @Override
  public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
    return consumer(session().createConsumer(topic), topic, false);
  }

  @Override
  public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal)
      throws JMSException {
    return consumer(session().createConsumer(topic, selector, noLocal), topic, noLocal);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
    Session session = session(Domain.QUEUE, "createSharedConsumer");
    return consumer(session.createSharedConsumer(topic, name), topic, false);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name, String selector)
      throws JMSException {
    Session session = session(Domain.QUEUE, "createSharedConsumer");
    return consumer(session.createSharedConsumer(topic, name, selector), topic, false);
  }

  @Override
  public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
    Session session = session(Domain.QUEUE, "createDurableSubscriber");
    return consumer(session.createDurableSubscriber(topic, name), topic, false);
  }

  @Override
  public TopicSubscriber createDurableSubscriber(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    Session session = session(Domain.QUEUE, "createDurableSubscriber");
    return consumer(
        session.createDurableSubscriber(topic, name, selector, noLocal), topic, noLocal);
  }

  @Override
  public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
    Session session = session(Domain.QUEUE, "createDurableConsumer");
    return consumer(session.createDurableConsumer(topic, name), topic, false);
  }

  @Override
  public MessageConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    Session session = session(Domain.QUEUE, "createDurableConsumer");
    return consumer(session.createDurableConsumer(topic, name, selector, noLocal), topic, noLocal);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
    Session session = session(Domain.QUEUE, "createSharedDurableConsumer");
    return consumer(session.createSharedDurableConsumer(topic, name), topic, false);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
      throws JMSException {
    Session session = session(Domain.QUEUE, "createSharedDurableConsumer");
    return consumer(session.createSharedDurableConsumer(topic, name, selector), topic, false);
  }

  private ConsumerHandle consumer(
      MessageConsumer consumer, Destination destination, boolean noLocal) {
    return kept(new ConsumerHandle(this, consumer, destination, noLocal));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) throws JMSException {
    return kept(session(Domain.TOPIC, "createBrowser").createBrowser(queue));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
    return kept(session(Domain.TOPIC, "createBrowser").createBrowser(queue, selector));
  }

  @Override
  public Queue createQueue(String name) throws JMSException {
    return session(Domain.TOPIC, "createQueue").createQueue(name);
  }

  @Override
  public Topic createTopic(String name) throws JMSException {
    return session(Domain.QUEUE, "createTopic").createTopic(name);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() throws JMSException {
    return session(Domain.TOPIC, "createTemporaryQueue").createTemporaryQueue();
  }

  @Override
  public TemporaryTopic createTemporaryTopic() throws JMSException {
    return session(Domain.QUEUE, "createTemporaryTopic").createTemporaryTopic();
  }

  @Override
  public void unsubscribe(String name) throws JMSException {
    session(Domain.QUEUE, "unsubscribe").unsubscribe(name);
  }

  @Override
  public BytesMessage createBytesMessage() throws JMSException {
    return session().createBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() throws JMSException {
    return session().createMapMessage();
  }

  @Override
  public Message createMessage() throws JMSException {
    return session().createMessage();
  }

  @Override
  public ObjectMessage createObjectMessage() throws JMSException {
    return session().createObjectMessage();
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
    return session().createObjectMessage(object);
  }

  @Override
  public StreamMessage createStreamMessage() throws JMSException {
    return session().createStreamMessage();
  }

  @Override
  public TextMessage createTextMessage() throws JMSException {
    return session().createTextMessage();
  }

  @Override
  public TextMessage createTextMessage(String text) throws JMSException {
    return session().createTextMessage(text);
  }

  /** Whether the session is in a transaction of the server. */
  @Override
  public boolean getTransacted() throws JMSException {
    return session().getAcknowledgeMode() == SESSION_TRANSACTED;
  }

  @Override
  public int getAcknowledgeMode() throws JMSException {
    return getTransacted() ? SESSION_TRANSACTED : mode.code();
  }

  @Override
  public void commit() throws JMSException {
    throw Refusals.notYours("Session.commit");
  }

  @Override
  public void rollback() throws JMSException {
    throw Refusals.notYours("Session.rollback");
  }

  @Override
  public void recover() throws JMSException {
    if (getTransacted()) {
      throw Refusals.notYours("Session.recover");
    }
    session().recover();
  }

  @Override
  public MessageListener getMessageListener() throws JMSException {
    throw Refusals.reserved("Session.getMessageListener", "use a message-driven bean");
  }

  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    throw Refusals.reserved("Session.setMessageListener", "use a message-driven bean");
  }

  /** Belongs to connection consumers, which a server has no use for. */
  @Override
  public void run() {
    throw Refusals.unchecked(
        Refusals.reserved("Session.run", "use a message-driven bean to receive"));
  }
}

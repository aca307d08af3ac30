// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

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
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Acknowledgement;
import org.sluicemq.message.Address;
import org.sluicemq.message.DeliveryContext;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.JmsMessage;

/**
 * A session (section 6.2): for one thread at a time, except that close may come from any. What
 * becomes of received messages is its {@link AcknowledgeMode}'s affair, when they come its {@link
 * SessionFlow}'s.
 */
class SluiceSession implements Session {

  /** An asynchronous sender runs ahead of the disk by so many bytes. */
  private static final long MOST_BYTES_UNDER_WAY = 4 << 20;

  private final SluiceConnection connection;
  private final String id;
  private final AcknowledgeMode mode;
  private final SessionFlow flow;
  private final Sender sender;
  private final CompletionCallbacks callbacks;
  private final Acknowledgement acknowledgement = this::acknowledge;
  private final Set<SluiceBrowser> browsers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AssignedMessages assigned = new AssignedMessages(this);
  private volatile ListenerThread listenerThread;

  SluiceSession(SluiceConnection connection, AcknowledgeMode mode, boolean running) {
    this.connection = connection;
    this.mode = mode;
    id = connection.nextSessionId();
    flow = new SessionFlow(connection.broker(), mode::idle, connection.settings().ticks(), running);
    callbacks = new CompletionCallbacks(id, MOST_BYTES_UNDER_WAY);
    sender = new Sender(connection.broker(), connection, id, mode, callbacks);
  }

  final SluiceConnection connection() {
    return connection;
  }

  final Broker broker() {
    return connection.broker();
  }

  final AcknowledgeMode mode() {
    return mode;
  }

  final SessionFlow flow() {
    return flow;
  }

  final Sender sender() {
    return sender;
  }

  final CompletionCallbacks callbacks() {
    return callbacks;
  }

  /** What the messages of this session do when they are acknowledged. */
  final Acknowledgement acknowledgement() {
    return acknowledgement;
  }

  final boolean isClosed() {
    return flow.gate().isClosed();
  }

  final void requireOpen() throws IllegalStateException {
    if (flow.gate().isClosed()) {
      throw Failures.closed("session");
    }
  }

  final boolean isListenerThread() {
    return Thread.currentThread() == listenerThread || assigned.isRunner();
  }

  /** What connection consumers have assigned to this session. */
  final AssignedMessages assigned() {
    return assigned;
  }

  /**
   * The message object of a delivery to a consumer of a destination, null for none of its own. A
   * delivery of which none can be made, for lack of memory, goes back before this throws.
   */
  final JmsMessage thaw(Delivery delivery, JmsDestination consumed, Acknowledgement acknowledging) {
    try {
      return made(delivery, consumed, acknowledging);
    } catch (RuntimeException | Error e) {
      mode.release(delivery, ReleaseReason.NOT_SEEN);
      throw e;
    }
  }

  private JmsMessage made(
      Delivery delivery, JmsDestination consumed, Acknowledgement acknowledging) {
    Envelope envelope = delivery.envelope();
    Address sentTo = envelope.destination();
    boolean same = consumed != null && consumed.address().equals(sentTo);
    return connection
        .messages()
        .thaw(
            envelope,
            new DeliveryContext(
                delivery.deliveryCount(),
                delivery.redelivered(),
                same ? consumed : Destinations.of(sentTo),
                Destinations.of(envelope.replyTo()),
                acknowledging));
  }

  /** A listener was set: from now on a thread of the session's own waits for messages. */
  final synchronized void startListening() {
    if (listenerThread == null) {
      ListenerThread thread =
          new ListenerThread(id, flow, cause -> connection.listenerThreadFailed(id, cause));
      listenerThread = thread;
      thread.start();
    }
  }

  /** Acknowledges what was handed over; without effect in modes that do it by themselves. */
  final void acknowledge() throws JMSException {
    requireOpen();
    mode.acknowledge();
  }

  @Override
  public final BytesMessage createBytesMessage() throws JMSException {
    requireOpen();
    return connection.messages().bytes();
  }

  @Override
  public final MapMessage createMapMessage() throws JMSException {
    requireOpen();
    return connection.messages().map();
  }

  @Override
  public final Message createMessage() throws JMSException {
    requireOpen();
    return connection.messages().message();
  }

  @Override
  public final ObjectMessage createObjectMessage() throws JMSException {
    return createObjectMessage(null);
  }

  @Override
  public final ObjectMessage createObjectMessage(Serializable object) throws JMSException {
    requireOpen();
    return connection.messages().object(object);
  }

  @Override
  public final StreamMessage createStreamMessage() throws JMSException {
    requireOpen();
    return connection.messages().stream();
  }

  @Override
  public final TextMessage createTextMessage() throws JMSException {
    return createTextMessage(null);
  }

  @Override
  public final TextMessage createTextMessage(String text) throws JMSException {
    requireOpen();
    return connection.messages().text(text);
  }

  @Override
  public final boolean getTransacted() throws JMSException {
    requireOpen();
    return mode.isTransacted();
  }

  @Override
  public final int getAcknowledgeMode() throws JMSException {
    requireOpen();
    return mode.code();
  }

  @Override
  public final void commit() throws JMSException {
    requireOpen();
    callbacks.requireNotInCallback("commit");
    callbacks.awaitIdle();
    mode.commit();
  }

  @Override
  public final void rollback() throws JMSException {
    requireOpen();
    callbacks.requireNotInCallback("rollback");
    callbacks.awaitIdle();
    assigned.whileGivenBack(() -> flow.whileGivenBack(mode::rollback));
  }

  @Override
  public final void recover() throws JMSException {
    requireOpen();
    assigned.whileGivenBack(() -> flow.whileGivenBack(mode::recover));
  }

  /** The listener for the messages of connection consumers (section 11.2.1). */
  @Override
  public final MessageListener getMessageListener() throws JMSException {
    requireOpen();
    return assigned.listener();
  }

  /**
   * Puts the session into the service of connection consumers, or with null out of it. Meanwhile it
   * cannot receive in any other way.
   *
   * @throws JMSException an {@code IllegalStateException} if a consumer of the session listens, or
   *     a thread is in a receive
   */
  @Override
  public final void setMessageListener(MessageListener listener) throws JMSException {
    requireOpen();
    assigned.listener(listener);
  }

  /**
   * Lets the session's own listener handle what a connection consumer has assigned, on this thread;
   * returns early when the connection is stopped or the session closed. Without effect when nothing
   * is assigned.
   *
   * @throws jakarta.jms.IllegalStateRuntimeException if the session is closed, or runs already
   */
  @Override
  public final void run() {
    Unchecked.run(this::requireOpen);
    assigned.run();
  }

  @Override
  public final MessageProducer createProducer(Destination destination) throws JMSException {
    requireOpen();
    declare(destination);
    return new SluiceProducer(this, destination);
  }

  /** Makes sure that a destination is there before it is used; null stands for any. */
  final void declare(Destination destination) throws JMSException {
    Address address = Destinations.addressOrNull(destination);
    if (address != null && !address.temporary()) {
      try {
        broker().declare(address);
      } catch (BrokerException e) {
        throw Failures.of(e);
      }
    }
  }

  @Override
  public final MessageConsumer createConsumer(Destination destination) throws JMSException {
    return createConsumer(destination, null, false);
  }

  @Override
  public final MessageConsumer createConsumer(Destination destination, String selector)
      throws JMSException {
    return createConsumer(destination, selector, false);
  }

  @Override
  public final MessageConsumer createConsumer(
      Destination destination, String selector, boolean noLocal) throws JMSException {
    return openConsumer(destination, selector, noLocal);
  }

  final SluiceConsumer openConsumer(Destination destination, String selector, boolean noLocal)
      throws JMSException {
    requireOpen();
    Address address = Destinations.address(destination);
    boolean topic = address.kind() == Address.Kind.TOPIC;
    return new SluiceConsumer(this, address, selector, topic && noLocal);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
    return createSharedConsumer(topic, name, null);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name, String selector)
      throws JMSException {
    return openNamed(topic, selector, shared(name, false));
  }

  @Override
  public Queue createQueue(String queueName) throws JMSException {
    requireOpen();
    return (Queue) Destinations.of(Destinations.named(Address.Kind.QUEUE, queueName));
  }

  @Override
  public Topic createTopic(String topicName) throws JMSException {
    requireOpen();
    return (Topic) Destinations.of(Destinations.named(Address.Kind.TOPIC, topicName));
  }

  @Override
  public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
    return createDurableSubscriber(topic, name, null, false);
  }

  @Override
  public TopicSubscriber createDurableSubscriber(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    return openDurable(topic, name, selector, noLocal);
  }

  @Override
  public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
    return createDurableConsumer(topic, name, null, false);
  }

  @Override
  public MessageConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    return openDurable(topic, name, selector, noLocal);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
    return createSharedDurableConsumer(topic, name, null);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
      throws JMSException {
    return openNamed(topic, selector, shared(name, true));
  }

  private TopicSubscriber openDurable(Topic topic, String name, String selector, boolean noLocal)
      throws JMSException {
    requireOpen();
    Destinations.address(topic);
    SubscriptionName subscription = SubscriptionNames.unshared(connection, name);
    return new SluiceTopicSubscriber(this, topic, selector, noLocal, subscription);
  }

  private SubscriptionName shared(String name, boolean durable) throws JMSException {
    requireOpen();
    return SubscriptionNames.shared(connection, name, durable);
  }

  private SluiceConsumer openNamed(Topic topic, String selector, SubscriptionName subscription)
      throws JMSException {
    return new SluiceConsumer(this, Destinations.address(topic), selector, false, subscription);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) throws JMSException {
    return createBrowser(queue, null);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
    requireOpen();
    Destinations.address(queue);
    declare(queue);
    SluiceBrowser browser = new SluiceBrowser(this, queue, selector);
    browsers.add(browser);
    return browser;
  }

  final void forget(SluiceBrowser browser) {
    browsers.remove(browser);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() throws JMSException {
    requireOpen();
    Address address = connection.temporaries().create(Address.Kind.QUEUE);
    return new JmsTemporaryQueue(address.name(), connection);
  }

  @Override
  public TemporaryTopic createTemporaryTopic() throws JMSException {
    requireOpen();
    Address address = connection.temporaries().create(Address.Kind.TOPIC);
    return new JmsTemporaryTopic(address.name(), connection);
  }

  @Override
  public void unsubscribe(String name) throws JMSException {
    requireOpen();
    try {
      broker().unsubscribe(connection.getClientID(), name);
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  /** Refuses a close by a callback or a listener of this session. */
  final void requireMayClose(String what) throws IllegalStateException {
    callbacks.requireNotInCallback(what);
    if (isListenerThread()) {
      throw new IllegalStateException(
          what + " must not be called by a message listener of the same session");
    }
  }

  /**
   * Closes the session (section 6.2.15): waits for its listeners, receives and completion
   * callbacks, gives back what is not acknowledged and rolls back its transaction.
   *
   * @throws JMSException an {@code IllegalStateException} if a listener of this session calls it
   */
  @Override
  public final void close() throws JMSException {
    if (flow.gate().isClosed()) {
      return;
    }
    requireMayClose("close");
    if (closing.compareAndSet(false, true)) {
      end();
    } else {
      flow.gate().awaitClosed();
    }
  }

  private void end() throws JMSException {
    // Until they return message listeners have all services, asynchronous sends among them.
    flow.awaitIdle();
    callbacks.close();
    try {
      flow.close(() -> Closing.all(mode::close, assigned::close, this::closeBrowsers));
    } finally {
      connection.forget(this);
    }
  }

  private void closeBrowsers() throws JMSException {
    Closing.all(browsers, SluiceBrowser::close);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Address;
import org.sluicemq.message.MessageFactory;

/**
 * A connection (section 6.1): {@code new SluiceConnection(broker, settings, onClose)}. Its
 * subclasses {@link SluiceQueueConnection}, {@link SluiceTopicConnection}, {@link
 * SluiceXaConnection}, {@link SluiceXaQueueConnection} and {@link SluiceXaTopicConnection} have
 * constructors of the same form; {@link SluiceContext} and {@link SluiceXaContext} are made over
 * one.
 *
 * <p>Safe for any thread. It owns its client identifier, guarded by its {@link ConnectionLife}, and
 * its temporary destinations.
 */
public class SluiceConnection implements Connection {

  private static final ConnectionFacts FACTS = ConnectionFacts.ofThisBuild();

  private final Broker broker;
  private final ClientSettings settings;
  private final Runnable onClose;
  private final String id = ConnectionIds.next();
  private final MessageFactory messages;
  private final TemporaryDestinations temporaries;
  private final ExceptionReports reports = new ExceptionReports(id);
  private final ConnectionConsumers consumers = new ConnectionConsumers(this);
  private final ConnectionLife life = new ConnectionLife(consumers);
  private final AtomicLong sessionCount = new AtomicLong();
  private final Broker.Registration stopRegistration;
  private volatile boolean used;
  private String clientId;

  /**
   * Opens a connection.
   *
   * @param broker the broker
   * @param settings what it is made with
   * @param onClose run once, at the end of the first close
   * @throws JMSException if the configured client identifier is in use, or the broker has stopped;
   *     {@code onClose} is then not run
   */
  public SluiceConnection(Broker broker, ClientSettings settings, Runnable onClose)
      throws JMSException {
    this.broker = broker;
    this.settings = settings;
    this.onClose = onClose;
    messages = new MessageFactory(settings.objectPolicy());
    temporaries = new TemporaryDestinations(broker, id);
    if (settings.clientId() != null) {
      claim(settings.clientId());
    }
    stopRegistration = broker.onStop(this::brokerStopped);
  }

  final Broker broker() {
    return broker;
  }

  final ClientSettings settings() {
    return settings;
  }

  final String id() {
    return id;
  }

  final MessageFactory messages() {
    return messages;
  }

  final TemporaryDestinations temporaries() {
    return temporaries;
  }

  final String nextSessionId() {
    return id + "-" + Long.toString(sessionCount.incrementAndGet(), Character.MAX_RADIX);
  }

  final void requireOpen() throws IllegalStateException {
    life.requireOpen();
  }

  /** Notes that the application has done something, after which it cannot name itself any more. */
  final void use() {
    used = true;
  }

  @Override
  public final Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
    AcknowledgeMode mode = mode(transacted, acknowledgeMode);
    return open(running -> new SluiceSession(this, mode, running));
  }

  @Override
  public final Session createSession(int sessionMode) throws JMSException {
    return createSession(sessionMode == Session.SESSION_TRANSACTED, sessionMode);
  }

  @Override
  public final Session createSession() throws JMSException {
    return createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  /** The behaviour that the two arguments of the classic API ask for. */
  final AcknowledgeMode mode(boolean transacted, int acknowledgeMode) throws JMSException {
    if (transacted) {
      return new TransactedAcknowledge(broker);
    }
    return switch (acknowledgeMode) {
      case Session.AUTO_ACKNOWLEDGE -> new AutoAcknowledge(broker);
      case Session.CLIENT_ACKNOWLEDGE -> new ClientAcknowledge(broker);
      case Session.DUPS_OK_ACKNOWLEDGE -> new DupsOkAcknowledge(broker);
      default ->
          throw new JMSException(
              acknowledgeMode == Session.SESSION_TRANSACTED
                  ? "SESSION_TRANSACTED is no acknowledge mode of a session that is not transacted"
                  : "There is no acknowledge mode " + acknowledgeMode);
    };
  }

  /** Makes a session that begins started or stopped, as the connection is. */
  final <S extends SluiceSession> S open(Function<Boolean, S> session) throws JMSException {
    use();
    return openUnused(session);
  }

  final <S extends SluiceSession> S openUnused(Function<Boolean, S> session) throws JMSException {
    return life.open(session);
  }

  /**
   * Opens a session through which a resource adapter receives.
   *
   * @param destination a queue or a topic; of a topic it gets what is sent from now on
   * @param selector which messages; null or empty for all
   * @return the session; messages come when the connection is started
   * @throws JMSException if the connection is closed, or destination or selector are not valid
   */
  public final InboundSession openInbound(Destination destination, String selector)
      throws JMSException {
    return openInbound(Destinations.address(destination), selector);
  }

  /**
   * Opens a session through which a resource adapter receives.
   *
   * @param address a queue or a topic; of a topic it gets what is sent from now on
   * @param selector which messages; null or empty for all
   * @return the session; messages come when the connection is started
   * @throws JMSException if the connection is closed, or the selector is not valid
   */
  public final InboundSession openInbound(Address address, String selector) throws JMSException {
    return openInbound(address, selector, null);
  }

  /**
   * Opens a session through which a resource adapter receives from a named subscription of a topic,
   * which several sessions may share.
   *
   * @param topic the topic
   * @param selector which messages; null or empty for all
   * @param name the name of the subscription, which belongs to the client identifier if one is set
   * @param durable whether the subscription outlives the session
   * @return the session; messages come when the connection is started
   * @throws JMSException if the connection is closed, an argument is not valid, or the subscription
   *     is in use with another topic or selector, or is not shared
   */
  public final InboundSession openSharedInbound(
      Topic topic, String selector, String name, boolean durable) throws JMSException {
    return openInbound(
        Destinations.address(topic), selector, SubscriptionNames.shared(this, name, durable));
  }

  private InboundSession openInbound(
      Address address, String selector, SubscriptionName subscription) throws JMSException {
    BranchAssociation branch = new BranchAssociation();
    SluiceXaSession session = open(running -> new SluiceXaSession(this, branch, running));
    try {
      return new InboundSession(session, branch, address, selector, subscription);
    } catch (JMSException e) {
      session.close();
      throw e;
    }
  }

  /**
   * What identifies the resource manager of this connection's XA sessions: the same for all
   * connections to a broker, and after a restart as long as its store stays where it is.
   *
   * @return an identity
   */
  public final String resourceManagerId() {
    return broker.resourceManagerId();
  }

  final void forget(SluiceSession session) {
    life.forget(session);
  }

  @Override
  public final String getClientID() throws JMSException {
    return life.whileOpen(() -> clientId);
  }

  @Override
  public final void setClientID(String newClientId) throws JMSException {
    life.whileOpen(
        () -> {
          name(newClientId);
          return newClientId;
        });
  }

  private void name(String newClientId) throws JMSException {
    if (newClientId == null || newClientId.isEmpty()) {
      throw new InvalidClientIDException("A client identifier cannot be null or empty");
    }
    if (clientId != null) {
      throw new IllegalStateException(
          "The connection has the client identifier '" + clientId + "', which cannot be replaced");
    }
    if (used) {
      throw new IllegalStateException(
          "The client identifier must be set before anything else is done with the connection");
    }
    claim(newClientId);
  }

  private void claim(String newClientId) throws JMSException {
    try {
      broker.claimClientId(newClientId, id);
      clientId = newClientId;
    } catch (BrokerException e) {
      throw Failures.ofClientId(e);
    }
  }

  @Override
  public final ConnectionMetaData getMetaData() throws JMSException {
    requireOpen();
    return FACTS;
  }

  @Override
  public final ExceptionListener getExceptionListener() throws JMSException {
    requireOpen();
    return reports.listener();
  }

  @Override
  public final void setExceptionListener(ExceptionListener listener) throws JMSException {
    requireOpen();
    reports.listener(listener);
  }

  final void report(JMSException problem) {
    reports.report(problem);
  }

  final void listenerThreadFailed(String sessionId, Throwable cause) {
    JMSException problem =
        new JMSException(
            "The thread of session '"
                + sessionId
                + "' has failed and its message listeners get nothing more: close the session,"
                + " which gives back what it holds, and open another. The failure was "
                + cause);
    problem.initCause(cause);
    report(problem);
  }

  private void brokerStopped(Throwable cause) {
    JMSException problem =
        new JMSException(
            "The broker '"
                + broker.name()
                + "' has stopped"
                + (cause == null ? "" : ": " + cause.getMessage()));
    if (cause != null) {
      problem.initCause(cause);
    }
    life.fail(problem);
    report(problem);
  }

  @Override
  public final void start() throws JMSException {
    use();
    life.start();
  }

  /**
   * Stops delivery and waits until no message is on its way to the application.
   *
   * @throws JMSException an {@code IllegalStateException} if a message listener of this connection
   *     calls it
   */
  @Override
  public final void stop() throws JMSException {
    use();
    life.stop();
  }

  /**
   * Closes the connection (section 6.1.8): waits for listeners, receives and completion callbacks,
   * closes the sessions, deletes the temporary destinations.
   *
   * @throws JMSException an {@code IllegalStateException} if a listener of this connection calls it
   */
  @Override
  public final void close() throws JMSException {
    life.close(this::closed);
  }

  private void closed() throws JMSException {
    Closing.all(stopRegistration::close, () -> broker.connectionClosed(id), onClose::run);
  }

  @Override
  public final ConnectionConsumer createConnectionConsumer(
      Destination destination, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    requireOpen();
    return consumers.open(Destinations.address(destination), selector, null, pool, maxMessages);
  }

  @Override
  public final ConnectionConsumer createSharedConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    Address address = subscribable("createSharedConnectionConsumer", topic);
    SubscriptionName subscription = SubscriptionNames.shared(this, name, false);
    return consumers.open(address, selector, subscription, pool, maxMessages);
  }

  @Override
  public final ConnectionConsumer createDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    Address address = subscribable("createDurableConnectionConsumer", topic);
    SubscriptionName subscription = SubscriptionNames.unshared(this, name);
    return consumers.open(address, selector, subscription, pool, maxMessages);
  }

  @Override
  public final ConnectionConsumer createSharedDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    Address address = subscribable("createSharedDurableConnectionConsumer", topic);
    SubscriptionName subscription = SubscriptionNames.shared(this, name, true);
    return consumers.open(address, selector, subscription, pool, maxMessages);
  }

  /** The address of a topic to subscribe to; a connection in the domain of queues has none. */
  Address subscribable(String call, Topic topic) throws JMSException {
    requireOpen();
    return Destinations.address(topic);
  }
}

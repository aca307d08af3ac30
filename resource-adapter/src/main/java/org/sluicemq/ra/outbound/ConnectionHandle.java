// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.resource.ResourceException;

/**
 * What an application holds as a {@link Connection}: valid from the pool until it is closed, by the
 * application or by the server. It has one session at a time.
 */
public class ConnectionHandle implements QueueConnection, TopicConnection {

  private SluiceManagedConnection managed;
  private SessionHandle session;

  ConnectionHandle(SluiceManagedConnection managed) {
    this.managed = managed;
  }

  @Override
  public Session createSession() throws JMSException {
    return createSession(Session.AUTO_ACKNOWLEDGE);
  }

  @Override
  public Session createSession(int sessionMode) throws JMSException {
    return open(SessionHandle.Domain.BOTH, SessionMode.ofSession(sessionMode));
  }

  @Override
  public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
    return createSession(mode(transacted, acknowledgeMode));
  }

  @Override
  public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    return open(
        SessionHandle.Domain.QUEUE, SessionMode.ofSession(mode(transacted, acknowledgeMode)));
  }

  @Override
  public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    return open(
        SessionHandle.Domain.TOPIC, SessionMode.ofSession(mode(transacted, acknowledgeMode)));
  }

  private static int mode(boolean transacted, int acknowledgeMode) {
    return transacted ? Session.SESSION_TRANSACTED : acknowledgeMode;
  }

  synchronized SessionHandle open(SessionHandle.Domain domain, SessionMode mode)
      throws JMSException {
    SluiceManagedConnection current = managed();
    if (session != null) {
      throw Refusals.reserved(
          "A second createSession", "close the connection's first session, or use it");
    }
    session = new SessionHandle(this, current.session(), domain, mode);
    return session;
  }

  /** The session is closed: another may be created. */
  synchronized void closed(SessionHandle closed) {
    if (session == closed) {
      session = null;
    }
  }

  /**
   * The server takes the handle back: nothing can be done with it any more, and nothing is told.
   */
  void detach() {
    SessionHandle open;
    synchronized (this) {
      managed = null;
      open = session;
      session = null;
    }
    if (open != null) {
      open.detach();
    }
  }

  synchronized void moveTo(SluiceManagedConnection other) throws ResourceException {
    if (session != null) {
      throw new ResourceException(
          "A connection cannot move while it has a session: the session stays where it is");
    }
    if (managed != null) {
      managed.left(this);
    }
    managed = other;
  }

  /** Closes the handle; a second close, or one after the server took it back, does nothing. */
  @Override
  public void close() throws JMSException {
    end();
  }

  void end() {
    SluiceManagedConnection left;
    synchronized (this) {
      left = managed;
    }
    detach();
    if (left != null) {
      left.closed(this);
    }
  }

  @Override
  public void start() throws JMSException {
    managed().start();
  }

  @Override
  public String getClientID() throws JMSException {
    return managed().physical().getClientID();
  }

  @Override
  public ConnectionMetaData getMetaData() throws JMSException {
    return managed().physical().getMetaData();
  }

  /** Nobody can have set one. */
  @Override
  public ExceptionListener getExceptionListener() throws JMSException {
    managed();
    return null;
  }

  @Override
  public void setClientID(String clientId) throws JMSException {
    throw Refusals.reserved("setClientID", "set clientId on the connection factory");
  }

  @Override
  public void setExceptionListener(ExceptionListener listener) throws JMSException {
    throw Refusals.reserved("setExceptionListener", "the server watches its connections");
  }

  @Override
  public void stop() throws JMSException {
    throw Refusals.reserved("Connection.stop", "close the consumer instead");
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Destination destination, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    throw noConnectionConsumer();
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
    throw noConnectionConsumer();
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
    throw noConnectionConsumer();
  }

  @Override
  public ConnectionConsumer createSharedConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    throw noConnectionConsumer();
  }

  @Override
  public ConnectionConsumer createDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    throw noConnectionConsumer();
  }

  @Override
  public ConnectionConsumer createSharedDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    throw noConnectionConsumer();
  }

  private static JMSException noConnectionConsumer() {
    return Refusals.reserved("A connection consumer", "use a message-driven bean");
  }

  synchronized SluiceManagedConnection managed() throws JMSException {
    if (managed == null) {
      throw Refusals.closed("connection");
    }
    return managed;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.sluicemq.client.CallerTransaction;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.ra.recovery.NamedResource;

/**
 * One connection in the server's pool: a connection of the provider with one XA session, which does
 * the work of every handle given out. The session follows the server's transaction while it is
 * enlisted and acknowledges by itself while there is none; it refuses to work while its caller is
 * in a transaction and it is not.
 *
 * <p>Handles are given out, moved and taken back by the server one at a time; a handle's {@code
 * close} may come at any time and from any thread.
 */
final class SluiceManagedConnection implements ManagedConnection {

  private final SluiceXaConnection physical;
  private final XASession session;
  private final Credentials credentials;
  private final SluiceManagedConnectionFactory factory;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();
  private final JMSContext context;
  private final XAResource resource;
  private final LocalTransaction localTransaction;
  private volatile boolean broken;
  private volatile boolean started;
  private PrintWriter logWriter;

  private SluiceManagedConnection(
      SluiceXaConnection physical,
      XASession session,
      Credentials credentials,
      SluiceManagedConnectionFactory factory) {
    this.physical = physical;
    this.session = session;
    this.credentials = credentials;
    this.factory = factory;
    this.context = physical.contextOver(session);
    this.resource = NamedResource.of(session.getXAResource(), physical.resourceManagerId());
    this.localTransaction = new LocalBranch(session.getXAResource());
  }

  static SluiceManagedConnection over(
      SluiceXaConnection physical,
      Credentials credentials,
      String clientId,
      CallerTransaction caller,
      SluiceManagedConnectionFactory factory)
      throws JMSException {
    try {
      if (clientId != null) {
        physical.setClientID(clientId);
      }
      SluiceManagedConnection connection =
          new SluiceManagedConnection(
              physical, physical.createXASession(caller), credentials, factory);
      physical.setExceptionListener(connection::broke);
      return connection;
    } catch (JMSException | RuntimeException e) {
      physical.close();
      throw e;
    }
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo request)
      throws ResourceException {
    if (broken) {
      throw new IllegalStateException("The connection to Sluice is broken; take another");
    }
    Credentials asked = factory.credentials(subject, request);
    if (!credentials.equals(asked)) {
      throw new SecurityException(
          "The connection belongs to " + credentials + " and cannot be given to " + asked);
    }
    ConnectionHandle handle = new ConnectionHandle(this);
    handles.add(handle);
    return handle;
  }

  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof ConnectionHandle handle)) {
      throw new ResourceException(
          "Only a connection of Sluice can be associated, not " + connection);
    }
    handle.moveTo(this);
    handles.add(handle);
  }

  /** Takes all handles back: the connection is as new. */
  @Override
  public void cleanup() throws ResourceException {
    detachHandles();
    if (broken || !started) {
      return;
    }
    try {
      physical.stop();
      started = false;
    } catch (JMSException e) {
      throw new ResourceException("The connection cannot go back: " + e.getMessage(), e);
    }
  }

  @Override
  public void destroy() throws ResourceException {
    detachHandles();
    try {
      physical.close();
    } catch (JMSException e) {
      throw new ResourceException("The connection did not close: " + e.getMessage(), e);
    }
  }

  @Override
  public XAResource getXAResource() {
    return resource;
  }

  @Override
  public LocalTransaction getLocalTransaction() {
    return localTransaction;
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new ConnectionFacts(physical, credentials);
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  private void detachHandles() {
    handles.forEach(ConnectionHandle::detach);
    handles.clear();
  }

  boolean matches(SluiceManagedConnectionFactory wanted, Credentials asked) {
    return !broken && credentials.equals(asked) && Objects.equals(factory, wanted);
  }

  boolean isBroken() {
    return broken;
  }

  SluiceXaConnection physical() {
    return physical;
  }

  /** Lets messages flow to the handles' consumers. */
  void start() throws JMSException {
    physical.start();
    started = true;
  }

  /** The session by the simplified API. */
  JMSContext context() {
    return context;
  }

  /** The session by the classic API. */
  XASession session() {
    return session;
  }

  /** The application closes a handle. */
  void closed(ConnectionHandle handle) {
    if (!handles.remove(handle)) {
      return;
    }
    ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    listeners.forEach(listener -> listener.connectionClosed(event));
  }

  /** A handle moves to another managed connection. */
  void left(ConnectionHandle handle) {
    handles.remove(handle);
  }

  private void broke(JMSException cause) {
    broken = true;
    ConnectionEvent event =
        new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
    listeners.forEach(listener -> listener.connectionErrorOccurred(event));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.SecurityException;
import java.io.Serializable;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.sluicemq.SluiceConnectionFactory;

/** What an application looks up as a {@link ConnectionFactory}. Safe for any thread. */
public class ConnectionFactoryHandle
    implements ConnectionFactory, BrokerAccess, Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  /** A chain of causes may be a ring. */
  private static final int MOST_CAUSES = 20;

  private final SluiceManagedConnectionFactory factory;
  private final ConnectionManager manager;
  private transient Reference reference;

  ConnectionFactoryHandle(SluiceManagedConnectionFactory factory, ConnectionManager manager) {
    this.factory = factory;
    this.manager = manager;
  }

  @Override
  public Connection createConnection() throws JMSException {
    return allocate(Credentials.NONE);
  }

  @Override
  public Connection createConnection(String user, String password) throws JMSException {
    return allocate(new Credentials(user, password));
  }

  @Override
  public JMSContext createContext() {
    return createContext(JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(String user, String password) {
    return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return context(Credentials.NONE, sessionMode);
  }

  @Override
  public JMSContext createContext(String user, String password, int sessionMode) {
    return context(new Credentials(user, password), sessionMode);
  }

  @Override
  public SluiceConnectionFactory connectionFactory() throws ResourceException {
    return factory.connectionFactory();
  }

  @Override
  public Reference getReference() throws NamingException {
    return reference;
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  private JMSContext context(Credentials credentials, int sessionMode) {
    SessionMode mode = SessionMode.ofContext(sessionMode);
    try {
      ConnectionHandle connection = allocate(credentials);
      try {
        return new ContextHandle(connection, mode);
      } catch (JMSException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (JMSSecurityException e) {
      throw new JMSSecurityRuntimeException(e.getMessage(), e.getErrorCode(), e);
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private ConnectionHandle allocate(ConnectionRequestInfo request) throws JMSException {
    try {
      return (ConnectionHandle) manager.allocateConnection(factory, request);
    } catch (ResourceException e) {
      SecurityException refusal = refusal(e);
      if (refusal != null) {
        throw caused(new JMSSecurityException(refusal.getMessage(), refusal.getErrorCode()), e);
      }
      throw caused(
          new JMSException(
              "The server gives no connection to Sluice: " + e.getMessage(), e.getErrorCode()),
          e);
    }
  }

  /** Servers wrap what refused a connection into exceptions of their own, one in another. */
  private static SecurityException refusal(ResourceException e) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < MOST_CAUSES; depth++) {
      if (at instanceof SecurityException refusal) {
        return refusal;
      }
      at = at.getCause();
    }
    return null;
  }

  private static JMSException caused(JMSException failure, ResourceException cause) {
    failure.setLinkedException(cause);
    failure.initCause(cause);
    return failure;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.XAConnection;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.client.SluiceXaConnection;

/**
 * Makes connections for a server's pool (Jakarta Connectors 2.1 section 6.5.3). Without a URL they
 * reach the broker of the adapter that it belongs to.
 *
 * <p>Two factories are equal when they are of one class, of one adapter and configured alike.
 * Configured by one thread, then safe for any.
 */
public class SluiceManagedConnectionFactory
    implements ManagedConnectionFactory,
        ResourceAdapterAssociation,
        ValidatingManagedConnectionFactory,
        BrokerAccess {

  private static final long serialVersionUID = 1L;

  /** Ours is serializable, and a server gives back none but ours. */
  @SuppressWarnings("serial")
  private ResourceAdapter resourceAdapter;

  private String url;
  private String user;
  private String password;
  private String clientId;
  private String outsideTransactions;
  private transient PrintWriter logWriter;
  private transient SluiceConnectionFactory byUrl;

  /** Makes a factory for {@link ConnectionFactory}. */
  public SluiceManagedConnectionFactory() {}

  /**
   * Makes what applications look up.
   *
   * @param manager the server's pool
   * @return a connection factory of the kind that the subclass is for
   */
  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new ConnectionFactoryHandle(this, manager);
  }

  /**
   * Makes a factory for use without a server: its connections are not pooled and not restricted.
   *
   * @return the provider's own connection factory
   * @throws ResourceException if neither a URL nor an adapter says where to connect
   */
  @Override
  public Object createConnectionFactory() throws ResourceException {
    return connectionFactory();
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
      throws ResourceException {
    Credentials credentials = credentials(subject, request);
    OutsideTransactions outside = OutsideTransactions.of(outsideTransactions);
    try {
      SluiceConnectionFactory factory = connectionFactory();
      XAConnection connection =
          credentials.user() == null
              ? factory.createXAConnection()
              : factory.createXAConnection(credentials.user(), credentials.password());
      return SluiceManagedConnection.over(
          (SluiceXaConnection) connection,
          credentials,
          clientId,
          ServerTransaction.of(registry(), outside),
          this);
    } catch (JMSSecurityException e) {
      throw new SecurityException(e.getMessage(), e);
    } catch (JMSException | RuntimeException e) {
      throw new ResourceException("No connection to Sluice: " + e.getMessage(), e);
    }
  }

  /** Null where nobody knows the transactions. */
  private TransactionSynchronizationRegistry registry() {
    return resourceAdapter instanceof TransactionAccess server
        ? server.transactionRegistry()
        : null;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo request) {
    Credentials credentials = credentials(subject, request);
    for (Object candidate : connections) {
      if (candidate instanceof SluiceManagedConnection ours && ours.matches(this, credentials)) {
        return ours;
      }
    }
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Set getInvalidConnections(Set connections) {
    Set<Object> invalid = new HashSet<>();
    for (Object candidate : connections) {
      if (candidate instanceof SluiceManagedConnection ours && ours.isBroken()) {
        invalid.add(ours);
      }
    }
    return invalid;
  }

  Credentials credentials(Subject subject, ConnectionRequestInfo request) {
    Credentials configured = user == null ? Credentials.NONE : new Credentials(user, password);
    return Credentials.of(this, subject, request, configured);
  }

  @Override
  public SluiceConnectionFactory connectionFactory() throws ResourceException {
    if (url != null) {
      return factoryByUrl();
    }
    if (resourceAdapter instanceof BrokerAccess access) {
      return access.connectionFactory();
    }
    throw new ResourceException(
        "The connection factory belongs to no Sluice resource adapter and has no url: set url, for"
            + " example to sluice:file:./sluice-data");
  }

  private synchronized SluiceConnectionFactory factoryByUrl() throws ResourceException {
    if (byUrl == null) {
      try {
        byUrl = new SluiceConnectionFactory(url);
      } catch (IllegalArgumentException e) {
        throw new ResourceException("The property url is wrong: " + e.getMessage(), e);
      }
    }
    return byUrl;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (resourceAdapter != null && resourceAdapter != adapter) {
      throw new ResourceException("The connection factory has a resource adapter already");
    }
    resourceAdapter = adapter;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  /**
   * Where to connect.
   *
   * @return a URL, or null for the adapter's own broker
   */
  public String getUrl() {
    return url;
  }

  /**
   * Sets where to connect, when that is not the adapter's own broker.
   *
   * @param url as in {@code sluice:file:DIRECTORY}
   */
  public void setUrl(String url) {
    this.url = text(url);
  }

  /**
   * Who connects when neither server nor application say so.
   *
   * @return a name, or null
   */
  public String getUser() {
    return user;
  }

  /**
   * Sets who connects when neither server nor application say so.
   *
   * @param user a name
   */
  public void setUser(String user) {
    this.user = text(user);
  }

  /**
   * The same as {@link #getUser()}.
   *
   * @return a name, or null
   */
  public String getUserName() {
    return user;
  }

  /**
   * The same as {@link #setUser(String)}.
   *
   * @param userName a name
   */
  public void setUserName(String userName) {
    setUser(userName);
  }

  /**
   * The password of who connects.
   *
   * @return a password, or null
   */
  public String getPassword() {
    return password;
  }

  /**
   * Sets the password of who connects.
   *
   * @param password a password
   */
  public void setPassword(String password) {
    this.password = password;
  }

  /**
   * The client identifier of the connections.
   *
   * @return an identifier, or null
   */
  public String getClientId() {
    return clientId;
  }

  /**
   * Sets the client identifier of the connections. Only one connection at a time can have it: give
   * the pool a size of 1.
   *
   * @param clientId an identifier
   */
  public void setClientId(String clientId) {
    this.clientId = text(clientId);
  }

  /**
   * Whether a connection that the server has not enlisted may be used in a transaction.
   *
   * @return {@code refuse}, {@code allow} or null, which refuses
   */
  public String getOutsideTransactions() {
    return outsideTransactions;
  }

  /**
   * Sets whether a connection may be used by a thread in a transaction that the server has not
   * enlisted the connection in. What is sent and received then counts at once, also when the
   * transaction is rolled back. For connection factories that the server keeps out of transactions
   * on purpose.
   *
   * @param outsideTransactions {@code refuse} or {@code allow}
   */
  public void setOutsideTransactions(String outsideTransactions) {
    this.outsideTransactions = text(outsideTransactions);
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.trim();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SluiceManagedConnectionFactory that
        && getClass() == that.getClass()
        && Objects.equals(resourceAdapter, that.resourceAdapter)
        && Objects.equals(url, that.url)
        && Objects.equals(user, that.user)
        && Objects.equals(password, that.password)
        && Objects.equals(clientId, that.clientId)
        && Objects.equals(outsideTransactions, that.outsideTransactions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(getClass(), resourceAdapter, url, user, clientId, outsideTransactions);
  }

  @Override
  public String toString() {
    return "Sluice connection factory" + (url == null ? "" : " for " + url);
  }
}

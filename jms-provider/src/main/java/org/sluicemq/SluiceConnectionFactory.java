// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import javax.naming.Reference;
import javax.naming.Referenceable;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceConnection;
import org.sluicemq.client.SluiceContext;
import org.sluicemq.client.SluiceQueueConnection;
import org.sluicemq.client.SluiceTopicConnection;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.client.SluiceXaContext;
import org.sluicemq.client.SluiceXaQueueConnection;
import org.sluicemq.client.SluiceXaTopicConnection;
import org.sluicemq.client.Unchecked;
import org.sluicemq.message.ObjectLimits;
import org.sluicemq.message.ObjectPolicy;

/**
 * Makes connections of every kind to an embedded broker (Jakarta Messaging 3.1 section 6.1). The
 * first connection starts the broker of the store that the factory names, the last one to close
 * stops it, unless a {@link Sluice} handle keeps it running. As an administered object (section
 * 2.2) it can be serialized, and bound in a naming service. Immutable and thread-safe.
 */
public class SluiceConnectionFactory
    implements XAConnectionFactory,
        XAQueueConnectionFactory,
        XATopicConnectionFactory,
        ConnectionFactory,
        Referenceable,
        Serializable {

  /** What a factory without a URL connects to: a store in the working directory. */
  public static final String DEFAULT_URL = "sluice:file:./sluice-data";

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG =
      System.getLogger(SluiceConnectionFactory.class.getName());

  private final SluiceConfiguration configuration;

  /** Makes a factory for {@link #DEFAULT_URL}. */
  public SluiceConnectionFactory() {
    this(DEFAULT_URL);
  }

  /**
   * Makes a factory for a URL. Nothing is opened yet.
   *
   * @param url see {@link SluiceConfiguration#parse}
   * @throws IllegalArgumentException if the URL cannot be read; the message says what to write
   */
  public SluiceConnectionFactory(String url) {
    this(SluiceConfiguration.parse(url));
  }

  /**
   * Makes a factory for a configuration. Nothing is opened yet.
   *
   * @param configuration the store and the settings
   */
  public SluiceConnectionFactory(SluiceConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Opens a handle on the broker of this factory, so that it goes on running when no connection is
   * open.
   *
   * @return an open handle; to be closed by the caller
   * @throws JMSException if the store cannot be used; the message says why and what to do
   */
  public Sluice open() throws JMSException {
    return Sluice.open(configuration);
  }

  @Override
  public Connection createConnection() throws JMSException {
    return createConnection(null, null);
  }

  @Override
  public Connection createConnection(String userName, String password) throws JMSException {
    return connect(userName, password, SluiceConnection::new);
  }

  @Override
  public QueueConnection createQueueConnection() throws JMSException {
    return createQueueConnection(null, null);
  }

  @Override
  public QueueConnection createQueueConnection(String userName, String password)
      throws JMSException {
    return connect(userName, password, SluiceQueueConnection::new);
  }

  @Override
  public TopicConnection createTopicConnection() throws JMSException {
    return createTopicConnection(null, null);
  }

  @Override
  public TopicConnection createTopicConnection(String userName, String password)
      throws JMSException {
    return connect(userName, password, SluiceTopicConnection::new);
  }

  @Override
  public XAConnection createXAConnection() throws JMSException {
    return createXAConnection(null, null);
  }

  @Override
  public XAConnection createXAConnection(String userName, String password) throws JMSException {
    return connect(userName, password, SluiceXaConnection::new);
  }

  @Override
  public XAQueueConnection createXAQueueConnection() throws JMSException {
    return createXAQueueConnection(null, null);
  }

  @Override
  public XAQueueConnection createXAQueueConnection(String userName, String password)
      throws JMSException {
    return connect(userName, password, SluiceXaQueueConnection::new);
  }

  @Override
  public XATopicConnection createXATopicConnection() throws JMSException {
    return createXATopicConnection(null, null);
  }

  @Override
  public XATopicConnection createXATopicConnection(String userName, String password)
      throws JMSException {
    return connect(userName, password, SluiceXaTopicConnection::new);
  }

  @Override
  public JMSContext createContext() {
    return createContext(null, null, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(String userName, String password) {
    return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return createContext(null, null, sessionMode);
  }

  @Override
  public JMSContext createContext(String userName, String password, int sessionMode) {
    return Unchecked.get(
        () -> {
          SluiceConnection connection = connect(userName, password, SluiceConnection::new);
          return orClose(connection, () -> new SluiceContext(connection, sessionMode));
        });
  }

  @Override
  public XAJMSContext createXAContext() {
    return createXAContext(null, null);
  }

  @Override
  public XAJMSContext createXAContext(String userName, String password) {
    return Unchecked.get(
        () -> {
          SluiceXaConnection connection = connect(userName, password, SluiceXaConnection::new);
          return orClose(connection, () -> new SluiceXaContext(connection));
        });
  }

  /**
   * Has an XA context refuse to send and receive outside of a transaction, once it has taken part
   * in one, until it takes part in another. Without this it goes on by itself, as in {@code
   * AUTO_ACKNOWLEDGE}, as soon as the transaction manager has ended its part: also when that was on
   * a thread of the transaction manager, because the transaction took too long, and whoever works
   * in it does not know. It then gets a {@code TransactionRolledBackRuntimeException}.
   *
   * @param context a context of such a factory; one of another provider is left as it is
   */
  public static void bindToTransactions(XAJMSContext context) {
    if (context instanceof SluiceXaContext ours) {
      ours.bindToTransactions();
    }
  }

  /** A context that cannot be made must not leave its connection open. */
  private static <C> C orClose(SluiceConnection connection, java.util.function.Supplier<C> context)
      throws JMSException {
    try {
      return context.get();
    } catch (RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  /**
   * What a naming service keeps of this factory: every setting that was given.
   *
   * @return a reference that {@link SluiceObjectFactory} reads
   */
  @Override
  public Reference getReference() {
    return SluiceObjectFactory.referenceTo(configuration);
  }

  private interface Opening<C> {
    C open(Broker broker, ClientSettings settings, Runnable onClose) throws JMSException;
  }

  private <C> C connect(String userName, String password, Opening<C> opening) throws JMSException {
    SharedBroker shared;
    try {
      shared = SharedBroker.acquire(configuration);
    } catch (BrokerException e) {
      throw Sluice.jmsException(e);
    }
    try {
      Broker admitted = shared.admit(userName, password);
      return opening.open(admitted, clientSettings(userName), () -> release(shared));
    } catch (BrokerException e) {
      release(shared);
      throw Sluice.jmsException(e);
    } catch (JMSException | RuntimeException | Error e) {
      // A program's Authenticator may throw anything; the broker must still stop with its last
      // user.
      release(shared);
      throw e;
    }
  }

  private ClientSettings clientSettings(String userName) {
    return ClientSettings.DEFAULTS
        .withUserName(userName)
        .withClientId(configuration.get(Setting.CLIENT_ID))
        .withObjectPolicy(objectPolicy());
  }

  private ObjectPolicy objectPolicy() {
    ObjectPolicy trusting =
        ObjectPolicy.trusting(configuration.get(Setting.OBJECT_MESSAGE_TRUSTED_PACKAGES));
    String limits = configuration.get(Setting.OBJECT_MESSAGE_LIMITS);
    return limits.isBlank() ? trusting : trusting.within(ObjectLimits.parse(limits));
  }

  private static void release(SharedBroker shared) {
    try {
      shared.release();
    } catch (BrokerException e) {
      LOG.log(Level.ERROR, "The broker did not stop cleanly with its last connection", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import javax.transaction.xa.XAResource;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.inbound.SluiceActivationSpec;
import org.sluicemq.ra.outbound.BrokerAccess;
import org.sluicemq.ra.outbound.TransactionAccess;

/**
 * The bean that a server configures, starts and stops (Jakarta Connectors 2.1 chapter 5). Its
 * properties are the settings of the broker, by the names they have everywhere; a value may contain
 * expressions such as <code>${system.property:default}</code>. A setting that is not set keeps the
 * broker's default.
 *
 * <p>Instances with the same store directory share one broker: several may be started in one
 * server, and the broker stops with the last of them.
 *
 * <p>Two instances are equal when they are configured alike. Safe for any thread once started.
 */
public class SluiceResourceAdapter
    implements ResourceAdapter, BrokerAccess, TransactionAccess, Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Below the data directory of WildFly, GlassFish and Payara, or Open Liberty; below the working
   * directory elsewhere. It stands here because servers expand an expression of a descriptor
   * themselves, and not all of them one within another.
   */
  private static final String DEFAULT_STORE_DIRECTORY =
      "${sluice.storeDirectory:${jboss.server.data.dir:${com.sun.aas.instanceRoot:"
          + "${server.output.dir:sluice-data}}}/sluice}";

  /**
   * For all adapters of a server alike: some servers start one of their own for each definition of
   * an application, and whichever is first on a store directory starts its broker.
   */
  private static final Map<String, String> SECURITY_DEFAULTS =
      Map.of(
          "securityFile", "${sluice.securityFile:}",
          "anonymousAccess", "${sluice.anonymousAccess:true}",
          "authenticator", "${sluice.authenticator:}",
          "authorizer", "${sluice.authorizer:}");

  private final TreeMap<String, String> settings = new TreeMap<>();
  private transient volatile RunningAdapter running;

  /** Makes an adapter with the broker's defaults. */
  public SluiceResourceAdapter() {}

  /**
   * Opens the broker: from here on connections can be made and endpoints activated.
   *
   * @param context what the server lends
   * @throws ResourceAdapterInternalException if a setting is wrong or the store cannot be opened
   *     (no access, in use by another process, of a newer version); nothing that is stored was
   *     touched
   */
  @Override
  public synchronized void start(BootstrapContext context) throws ResourceAdapterInternalException {
    if (running == null) {
      Map<String, String> given = new TreeMap<>(settings);
      given.putIfAbsent("storeDirectory", DEFAULT_STORE_DIRECTORY);
      SECURITY_DEFAULTS.forEach(given::putIfAbsent);
      running = RunningAdapter.start(context, given);
    }
  }

  /** Ends all deliveries, waiting a bounded time for those under way, and lets go of the broker. */
  @Override
  public synchronized void stop() {
    RunningAdapter stopping = running;
    running = null;
    if (stopping != null) {
      stopping.stop();
    }
  }

  /**
   * Begins to deliver to an endpoint. Returns at once; what must be looked up or connected is
   * looked up and connected on a thread of the server's work manager, and tried again until it
   * succeeds.
   *
   * @param factory makes endpoints
   * @param spec a {@link SluiceActivationSpec}
   * @throws NotSupportedException if the specification is not ours or asks for what Sluice does not
   *     have
   * @throws ResourceException if the specification is not valid or the adapter is not started
   */
  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    if (!(spec instanceof SluiceActivationSpec ours)) {
      throw new NotSupportedException(
          "The activation specification is a "
              + spec.getClass().getName()
              + ", which belongs to another resource adapter. Bind the message-driven bean to the"
              + " adapter that it is written for, or use only the activation properties of"
              + " Sluice.");
    }
    started().activate(factory, ours);
  }

  /**
   * Ends the deliveries to an endpoint, waiting a bounded time for those under way.
   *
   * @param factory as given to the activation
   * @param spec as given to the activation
   */
  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    RunningAdapter current = running;
    if (current != null) {
      current.deactivate(factory, spec);
    }
  }

  /**
   * The broker's resource, through which a transaction manager finds and decides what was left
   * prepared by a crash.
   *
   * @param specs the activations in question; all of them are served by one broker
   * @return one resource, or none when there are no activations
   * @throws ResourceException if the broker cannot be reached
   */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) throws ResourceException {
    if (specs == null || specs.length == 0) {
      return new XAResource[0];
    }
    return new XAResource[] {started().recoveryResource()};
  }

  @Override
  public SluiceConnectionFactory connectionFactory() throws ResourceException {
    return started().connectionFactory();
  }

  @Override
  public TransactionSynchronizationRegistry transactionRegistry() {
    RunningAdapter current = running;
    return current == null ? null : current.transactionRegistry();
  }

  private RunningAdapter started() throws IllegalStateException {
    RunningAdapter current = running;
    if (current == null) {
      throw new IllegalStateException(
          "The Sluice resource adapter is not started: look in the server's log for the reason.");
    }
    return current;
  }

  /**
   * The directory that holds the messages.
   *
   * @return the setting, or null for that of the system property {@code sluice.storeDirectory}, or
   *     else {@code sluice} below the data directory of the server
   */
  public String getStoreDirectory() {
    return settings.get("storeDirectory");
  }

  /**
   * Sets the directory that holds the messages. Nobody else may use it.
   *
   * @param storeDirectory a path, absolute or relative to where the server was started
   */
  public void setStoreDirectory(String storeDirectory) {
    set("storeDirectory", storeDirectory);
  }

  /**
   * The name under which messages are kept in memory.
   *
   * @return the setting, or null
   */
  public String getMemoryStore() {
    return settings.get("memoryStore");
  }

  /**
   * Sets a name under which messages are kept in memory only: nothing is written to disk.
   *
   * @param memoryStore a name
   */
  public void setMemoryStore(String memoryStore) {
    set("memoryStore", memoryStore);
  }

  /**
   * The size of each of the two journals of the store.
   *
   * @return the setting, or null
   */
  public String getJournalSize() {
    return settings.get("journalSize");
  }

  /**
   * Sets the size of each of the two journals of the store.
   *
   * @param journalSize bytes
   */
  public void setJournalSize(String journalSize) {
    set("journalSize", journalSize);
  }

  /**
   * The size of the largest message.
   *
   * @return the setting, or null
   */
  public String getMaxMessageSize() {
    return settings.get("maxMessageSize");
  }

  /**
   * Sets the size of the largest message; a larger one is refused.
   *
   * @param maxMessageSize bytes
   */
  public void setMaxMessageSize(String maxMessageSize) {
    set("maxMessageSize", maxMessageSize);
  }

  /**
   * How much memory waiting messages may take.
   *
   * @return the setting, or null
   */
  public String getMemoryLimit() {
    return settings.get("memoryLimit");
  }

  /**
   * Sets how much memory waiting messages may take, over all destinations.
   *
   * @param memoryLimit bytes
   */
  public void setMemoryLimit(String memoryLimit) {
    set("memoryLimit", memoryLimit);
  }

  /**
   * How often a message is delivered before it is a dead letter.
   *
   * @return the setting, or null
   */
  public String getMaxDeliveries() {
    return settings.get("maxDeliveries");
  }

  /**
   * Sets how often a message is delivered before it is a dead letter.
   *
   * @param maxDeliveries attempts
   */
  public void setMaxDeliveries(String maxDeliveries) {
    set("maxDeliveries", maxDeliveries);
  }

  /**
   * The queue of the dead letters.
   *
   * @return the setting, or null
   */
  public String getDeadLetterQueue() {
    return settings.get("deadLetterQueue");
  }

  /**
   * Sets the queue that dead letters go to.
   *
   * @param deadLetterQueue a queue's name
   */
  public void setDeadLetterQueue(String deadLetterQueue) {
    set("deadLetterQueue", deadLetterQueue);
  }

  /**
   * How long a message waits before it is delivered again.
   *
   * @return the setting, or null
   */
  public String getRedeliveryDelay() {
    return settings.get("redeliveryDelay");
  }

  /**
   * Sets how long a message waits before it is delivered again.
   *
   * @param redeliveryDelay milliseconds
   */
  public void setRedeliveryDelay(String redeliveryDelay) {
    set("redeliveryDelay", redeliveryDelay);
  }

  /**
   * The setting {@code transactionTimeout}.
   *
   * @return the value, or null when it was not given
   */
  public String getTransactionTimeout() {
    return settings.get("transactionTimeout");
  }

  /**
   * Sets {@code transactionTimeout}.
   *
   * @param transactionTimeout a time, as in 30s or 1h
   */
  public void setTransactionTimeout(String transactionTimeout) {
    set("transactionTimeout", transactionTimeout);
  }

  /**
   * The setting {@code orphanAge}.
   *
   * @return the value, or null when it was not given
   */
  public String getOrphanAge() {
    return settings.get("orphanAge");
  }

  /**
   * Sets {@code orphanAge}.
   *
   * @param orphanAge a time, as in 30s or 1h
   */
  public void setOrphanAge(String orphanAge) {
    set("orphanAge", orphanAge);
  }

  /**
   * The packages whose objects may be read from object messages.
   *
   * @return the setting, or null
   */
  public String getObjectMessageTrustedPackages() {
    return settings.get("objectMessageTrustedPackages");
  }

  /**
   * Sets the packages whose objects may be read from object messages.
   *
   * @param objectMessageTrustedPackages names, separated by commas
   */
  public void setObjectMessageTrustedPackages(String objectMessageTrustedPackages) {
    set("objectMessageTrustedPackages", objectMessageTrustedPackages);
  }

  /**
   * The file of users, roles and rules.
   *
   * @return the setting, or null for the system property {@code sluice.securityFile}
   */
  public String getSecurityFile() {
    return settings.get("securityFile");
  }

  /**
   * Sets the file of users, roles and rules.
   *
   * @param securityFile a path, absolute or relative to where the server was started
   */
  public void setSecurityFile(String securityFile) {
    set("securityFile", securityFile);
  }

  /**
   * Whether one may connect without a user name.
   *
   * @return the setting, or null for the system property {@code sluice.anonymousAccess}
   */
  public String getAnonymousAccess() {
    return settings.get("anonymousAccess");
  }

  /**
   * Sets whether one may connect without a user name.
   *
   * @param anonymousAccess true or false
   */
  public void setAnonymousAccess(String anonymousAccess) {
    set("anonymousAccess", anonymousAccess);
  }

  /**
   * The class that decides who may connect.
   *
   * @return the setting, or null for the system property {@code sluice.authenticator}
   */
  public String getAuthenticator() {
    return settings.get("authenticator");
  }

  /**
   * Sets the class that decides who may connect, in place of the file's users.
   *
   * @param authenticator the name of a class that the adapter can see
   */
  public void setAuthenticator(String authenticator) {
    set("authenticator", authenticator);
  }

  /**
   * The class that decides who may do what.
   *
   * @return the setting, or null for the system property {@code sluice.authorizer}
   */
  public String getAuthorizer() {
    return settings.get("authorizer");
  }

  /**
   * Sets the class that decides who may do what, in place of the file's rules.
   *
   * @param authorizer the name of a class that the adapter can see
   */
  public void setAuthorizer(String authorizer) {
    set("authorizer", authorizer);
  }

  /**
   * How large an object in an object message may be.
   *
   * @return the setting, or null
   */
  public String getObjectMessageLimits() {
    return settings.get("objectMessageLimits");
  }

  /**
   * Sets how large an object in an object message may be.
   *
   * @param objectMessageLimits names and numbers, as in {@code depth=24,references=1000000}
   */
  public void setObjectMessageLimits(String objectMessageLimits) {
    set("objectMessageLimits", objectMessageLimits);
  }

  private void set(String name, String value) {
    if (value == null || value.isBlank()) {
      settings.remove(name);
    } else {
      settings.put(name, value.trim());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SluiceResourceAdapter adapter && settings.equals(adapter.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return "Sluice resource adapter " + settings;
  }
}

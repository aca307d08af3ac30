// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;

/**
 * What a message-driven bean asks for: the activation properties of Jakarta Messaging 3.1 section
 * 13.1 and a few of Sluice. Every value may be given as text, as deployment descriptors do.
 *
 * <p>Configured by one thread, then read by others.
 */
public class SluiceActivationSpec implements ActivationSpec, Serializable {

  private static final long serialVersionUID = 1L;

  private transient ResourceAdapter resourceAdapter;
  private String destination;
  private String destinationLookup;
  private String destinationType;
  private String messageSelector;
  private String acknowledgeMode;
  private String subscriptionDurability;
  private String subscriptionName;
  private String clientId;
  private String connectionFactoryLookup;
  private String shareSubscriptions;
  private String user;
  private String password;
  private String maxSessions;
  private String failuresBeforePause;
  private String firstPause;
  private String longestPause;

  /** Makes a specification in which the destination is still to be set. */
  public SluiceActivationSpec() {}

  /**
   * Checks the properties as far as it can be done without a connection.
   *
   * @throws InvalidPropertyException naming the property, what is wrong with it and what to do
   */
  @Override
  public void validate() throws InvalidPropertyException {
    settings();
  }

  /**
   * The properties, checked. Servers that do not call {@link #validate()} are served by this.
   *
   * @return an immutable copy
   * @throws InvalidPropertyException naming the property, what is wrong with it and what to do
   */
  public ActivationSettings settings() throws InvalidPropertyException {
    return new ActivationCheck(this).settings();
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (resourceAdapter != null && resourceAdapter != adapter) {
      throw new ResourceException("The activation specification has a resource adapter already");
    }
    resourceAdapter = adapter;
  }

  /**
   * The destination.
   *
   * @return a name, or null
   */
  public String getDestination() {
    return destination;
  }

  /**
   * Sets the destination: the name of an administered object in JNDI or, when there is none of that
   * name, the name of the destination in the broker.
   *
   * @param destination a name
   */
  public void setDestination(String destination) {
    this.destination = destination;
  }

  /**
   * The name of the destination in JNDI.
   *
   * @return a name, or null
   */
  public String getDestinationLookup() {
    return destinationLookup;
  }

  /**
   * Sets the name of the destination in JNDI. It goes before {@link #setDestination(String)}.
   *
   * @param destinationLookup a name
   */
  public void setDestinationLookup(String destinationLookup) {
    this.destinationLookup = destinationLookup;
  }

  /**
   * The kind of destination.
   *
   * @return {@code jakarta.jms.Queue}, {@code jakarta.jms.Topic} or null
   */
  public String getDestinationType() {
    return destinationType;
  }

  /**
   * Sets the kind of destination; a queue when it is not set.
   *
   * @param destinationType {@code jakarta.jms.Queue} or {@code jakarta.jms.Topic}
   */
  public void setDestinationType(String destinationType) {
    this.destinationType = destinationType;
  }

  /**
   * Which messages.
   *
   * @return a selector, or null
   */
  public String getMessageSelector() {
    return messageSelector;
  }

  /**
   * Sets which messages.
   *
   * @param messageSelector a selector (Jakarta Messaging 3.1 section 3.8.1)
   */
  public void setMessageSelector(String messageSelector) {
    this.messageSelector = messageSelector;
  }

  /**
   * How messages are acknowledged outside a transaction.
   *
   * @return {@code Auto-acknowledge}, {@code Dups-ok-acknowledge} or null
   */
  public String getAcknowledgeMode() {
    return acknowledgeMode;
  }

  /**
   * Sets how messages are acknowledged outside a transaction.
   *
   * @param acknowledgeMode {@code Auto-acknowledge} or {@code Dups-ok-acknowledge}
   */
  public void setAcknowledgeMode(String acknowledgeMode) {
    this.acknowledgeMode = acknowledgeMode;
  }

  /**
   * Whether a subscription outlives its connection.
   *
   * @return {@code Durable}, {@code NonDurable} or null
   */
  public String getSubscriptionDurability() {
    return subscriptionDurability;
  }

  /**
   * Sets whether a subscription outlives its connection.
   *
   * @param subscriptionDurability {@code Durable}, which needs a name, or {@code NonDurable}
   */
  public void setSubscriptionDurability(String subscriptionDurability) {
    this.subscriptionDurability = subscriptionDurability;
  }

  /**
   * The name of the subscription.
   *
   * @return a name, or null
   */
  public String getSubscriptionName() {
    return subscriptionName;
  }

  /**
   * Sets the name of the subscription, which is a shared one: all sessions of this activation, and
   * of others that name it, receive from it together. A subscription that is not durable needs no
   * name; it then has one session.
   *
   * @param subscriptionName a name
   */
  public void setSubscriptionName(String subscriptionName) {
    this.subscriptionName = subscriptionName;
  }

  /**
   * The client identifier.
   *
   * @return an identifier, or null
   */
  public String getClientId() {
    return clientId;
  }

  /**
   * Sets the client identifier of the connection that receives.
   *
   * @param clientId an identifier
   */
  public void setClientId(String clientId) {
    this.clientId = clientId;
  }

  /**
   * The same as {@link #getClientId()}.
   *
   * @return an identifier, or null
   */
  public String getClientID() {
    return clientId;
  }

  /**
   * The same as {@link #setClientId(String)}.
   *
   * @param clientId an identifier
   */
  public void setClientID(String clientId) {
    this.clientId = clientId;
  }

  /**
   * The name in JNDI of the connection factory that receives.
   *
   * @return a name, or null
   */
  public String getConnectionFactoryLookup() {
    return connectionFactoryLookup;
  }

  /**
   * Sets the name in JNDI of a connection factory of Sluice to receive through; without it the
   * adapter's own broker is meant.
   *
   * @param connectionFactoryLookup a name
   */
  public void setConnectionFactoryLookup(String connectionFactoryLookup) {
    this.connectionFactoryLookup = connectionFactoryLookup;
  }

  /**
   * Whether the servers of a cluster share a subscription.
   *
   * @return what was set, or null
   */
  public String getShareSubscriptions() {
    return shareSubscriptions;
  }

  /**
   * Accepted, so that beans written for other providers deploy; a subscription with a name is
   * always shared.
   *
   * @param shareSubscriptions true or false
   */
  public void setShareSubscriptions(String shareSubscriptions) {
    this.shareSubscriptions = shareSubscriptions;
  }

  /**
   * Who connects.
   *
   * @return a name, or null
   */
  public String getUser() {
    return user;
  }

  /**
   * Sets who connects.
   *
   * @param user a name
   */
  public void setUser(String user) {
    this.user = user;
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
    this.user = userName;
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
   * How many messages are handled at the same time, at most.
   *
   * @return a number, or null
   */
  public String getMaxSessions() {
    return maxSessions;
  }

  /**
   * Sets how many messages are handled at the same time, at most; 1 keeps a queue in order. A topic
   * is always read by one.
   *
   * @param maxSessions a number, 5 when it is not set
   */
  public void setMaxSessions(String maxSessions) {
    this.maxSessions = maxSessions;
  }

  /**
   * The same as {@link #getMaxSessions()}.
   *
   * @return a number, or null
   */
  public String getMaxSession() {
    return maxSessions;
  }

  /**
   * The same as {@link #setMaxSessions(String)}, as other providers call it.
   *
   * @param maxSession a number
   */
  public void setMaxSession(String maxSession) {
    this.maxSessions = maxSession;
  }

  /**
   * How many failures in a row are borne without a pause.
   *
   * @return a number, or null
   */
  public String getFailuresBeforePause() {
    return failuresBeforePause;
  }

  /**
   * Sets how many failures in a row are borne without a pause.
   *
   * @param failuresBeforePause a number, 10 when it is not set
   */
  public void setFailuresBeforePause(String failuresBeforePause) {
    this.failuresBeforePause = failuresBeforePause;
  }

  /**
   * The first pause after failures in a row.
   *
   * @return milliseconds, or null
   */
  public String getFirstPause() {
    return firstPause;
  }

  /**
   * Sets the first pause after failures in a row; each further one is twice as long.
   *
   * @param firstPause milliseconds, 100 when it is not set
   */
  public void setFirstPause(String firstPause) {
    this.firstPause = firstPause;
  }

  /**
   * The longest pause after failures in a row.
   *
   * @return milliseconds, or null
   */
  public String getLongestPause() {
    return longestPause;
  }

  /**
   * Sets the longest pause after failures in a row.
   *
   * @param longestPause milliseconds, 30000 when it is not set
   */
  public void setLongestPause(String longestPause) {
    this.longestPause = longestPause;
  }
}

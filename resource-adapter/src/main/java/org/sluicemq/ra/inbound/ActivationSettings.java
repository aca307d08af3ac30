// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import java.time.Duration;

/**
 * What an endpoint asks for, checked.
 *
 * @param destination a plain name or a name in JNDI, or null
 * @param destinationLookup a name in JNDI, or null
 * @param kind which kind of destination a plain name means
 * @param selector which messages, or null for all
 * @param user who connects, or null
 * @param password with which password, or null
 * @param clientId the client identifier of the connection, or null
 * @param subscription the named subscription of a topic, or null for one of the connection's own
 * @param connectionFactoryLookup a name in JNDI, or null for the adapter's own broker
 * @param maxSessions how many messages are handled at the same time, at most
 * @param pause when and how deliveries pause after failures
 */
public record ActivationSettings(
    String destination,
    String destinationLookup,
    Kind kind,
    String selector,
    String user,
    String password,
    String clientId,
    Subscription subscription,
    String connectionFactoryLookup,
    int maxSessions,
    PauseSettings pause) {

  /** Which kind of destination. */
  public enum Kind {
    /** A queue. */
    QUEUE,
    /** A topic. */
    TOPIC
  }

  /**
   * A subscription that the sessions of an activation, and those of others, share.
   *
   * @param name its name
   * @param durable whether it keeps messages while nobody receives
   */
  public record Subscription(String name, boolean durable) {}

  /**
   * When and how deliveries pause after failures in a row.
   *
   * @param failures how many failures in a row are borne without a pause
   * @param first the first pause; each further one is twice as long
   * @param longest the longest pause
   */
  public record PauseSettings(int failures, Duration first, Duration longest) {}

  /** The destination in words, for messages to people. */
  String destinationInWords() {
    return destinationLookup != null ? "destinationLookup " + destinationLookup : destination;
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "activation on " + destinationInWords();
  }
}

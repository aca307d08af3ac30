// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;
import org.sluicemq.ra.inbound.ActivationSettings.Kind;
import org.sluicemq.ra.outbound.BrokerAccess;

/** Finds in JNDI what an activation names. */
final class Lookups {

  /**
   * What an activation needs before it can connect.
   *
   * @param factory makes its connection
   * @param destination where its messages come from
   */
  record Found(SluiceConnectionFactory factory, Destination destination) {}

  private Lookups() {}

  /**
   * Looks up all that an activation names, as the application sees JNDI on this thread.
   *
   * @param loader the application's class loader
   * @throws ResourceException naming what is not there
   */
  static Found find(ActivationSettings settings, SluiceConnectionFactory own, ClassLoader loader)
      throws ResourceException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return new Found(connectionFactory(settings, own), destination(settings));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static Destination destination(ActivationSettings settings) throws ResourceException {
    if (settings.destinationLookup() != null) {
      return administered(settings.destinationLookup(), settings.kind());
    }
    Destination bound = boundDestination(settings.destination());
    return bound != null ? bound : named(settings.destination(), settings.kind());
  }

  /** The factory that an activation names, or the adapter's own. */
  static SluiceConnectionFactory connectionFactory(
      ActivationSettings settings, SluiceConnectionFactory own) throws ResourceException {
    String name = settings.connectionFactoryLookup();
    if (name == null) {
      return own;
    }
    Object found = lookup("connectionFactoryLookup", name);
    if (found instanceof BrokerAccess access) {
      return access.connectionFactory();
    }
    if (found instanceof SluiceConnectionFactory factory) {
      return factory;
    }
    throw new ResourceException(
        "connectionFactoryLookup names "
            + name
            + ", a "
            + found.getClass().getName()
            + ", which is no connection factory of this adapter: name one, or leave the property"
            + " out to receive from the adapter's own broker");
  }

  private static Destination administered(String name, Kind kind) throws ResourceException {
    Object found = lookup("destinationLookup", name);
    Destination destination = asDestination(found, kind);
    if (destination == null) {
      throw new ResourceException(
          "destinationLookup names "
              + name
              + ", which is a "
              + found.getClass().getName()
              + " and neither a queue nor a topic");
    }
    return destination;
  }

  private static Object lookup(String property, String name) throws ResourceException {
    try {
      Object found = new InitialContext().lookup(name);
      if (found != null) {
        return found;
      }
    } catch (NamingException e) {
      throw new ResourceException(
          property + " names " + name + ", which is not in JNDI (yet): " + e, e);
    }
    throw new ResourceException(property + " names " + name + ", which is bound to nothing");
  }

  /** Null when JNDI has no destination of that name: it is then the plain name of one. */
  private static Destination boundDestination(String name) {
    try {
      return asDestination(new InitialContext().lookup(name), null);
    } catch (NamingException e) {
      return null;
    }
  }

  private static Destination asDestination(Object found, Kind wanted) {
    if (found instanceof Topic topic && (wanted == Kind.TOPIC || !(found instanceof Queue))) {
      return topic;
    }
    return found instanceof Queue queue ? queue : null;
  }

  private static Destination named(String name, Kind kind) {
    return kind == Kind.TOPIC ? new SluiceTopic(name) : new SluiceQueue(name);
  }
}

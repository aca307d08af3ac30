// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.resource.spi.work.WorkException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAResource;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.client.InboundSession;
import org.sluicemq.client.SluiceConnection;
import org.sluicemq.ra.recovery.NamedResource;

/**
 * The deliverers of one activation on one connection. It starts with one; another joins when a
 * message comes and nobody is idle, up to the activation's limit, and one that has been idle for
 * long leaves, so that a quiet queue costs one thread. Safe for any thread.
 */
final class Crew {

  private static final Logger LOG = System.getLogger(Crew.class.getName());

  private final Activation activation;
  private final SluiceConnection connection;
  private final Destination destination;
  private final int limit;
  private final CountDownLatch ended = new CountDownLatch(1);
  private int members;
  private int idle;
  private boolean dismissed;

  private Crew(Activation activation, SluiceConnection connection, Destination destination) {
    this.activation = activation;
    this.connection = connection;
    this.destination = destination;
    this.limit = isShareable() ? activation.settings().maxSessions() : 1;
  }

  static Crew connect(Activation activation, Lookups.Found found) throws JMSException {
    SluiceConnection connection = started(found.factory(), activation.settings());
    return new Crew(activation, connection, found.destination());
  }

  private static SluiceConnection started(
      SluiceConnectionFactory factory, ActivationSettings settings) throws JMSException {
    Connection connection =
        settings.user() == null
            ? factory.createConnection()
            : factory.createConnection(settings.user(), settings.password());
    try {
      if (settings.clientId() != null) {
        connection.setClientID(settings.clientId());
      }
      connection.start();
      return (SluiceConnection) connection;
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
  }

  /** The first deliverer, who is to work at once; none if the crew was dismissed meanwhile. */
  Optional<Deliverer> first() {
    return join() ? Optional.of(new Deliverer(activation, this)) : Optional.empty();
  }

  /** Whether several sessions get each message once. */
  private boolean isShareable() {
    return !(destination instanceof Topic) || activation.settings().subscription() != null;
  }

  InboundSession openSession() throws JMSException {
    ActivationSettings settings = activation.settings();
    ActivationSettings.Subscription subscription = settings.subscription();
    if (destination instanceof Topic topic && subscription != null) {
      return connection.openSharedInbound(
          topic, settings.selector(), subscription.name(), subscription.durable());
    }
    return connection.openInbound(destination, settings.selector());
  }

  /** What the server enlists of a session. */
  XAResource resourceOf(InboundSession session) {
    return NamedResource.of(session.xaResource(), connection.resourceManagerId());
  }

  /** Whether deliverers are still to work. */
  synchronized boolean works() {
    return !dismissed;
  }

  /** A deliverer has a message; when it was the last idle one, another is asked to join. */
  void busy() {
    synchronized (this) {
      idle--;
      if (idle > 0 || dismissed || members >= limit) {
        return;
      }
      members++;
      idle++;
    }
    try {
      activation.employ(new Deliverer(activation, this));
    } catch (WorkException e) {
      // The others go on: one thread fewer is slower, not wrong.
      LOG.log(Level.DEBUG, "The server has no thread for one more delivery", e);
      leave();
    }
  }

  /** A deliverer is done with its message. */
  synchronized void idle() {
    idle++;
  }

  /** An idle deliverer leaves, unless it is the last one idle. */
  synchronized boolean leaveIfSpare() {
    if (idle < 2) {
      return false;
    }
    members--;
    idle--;
    return true;
  }

  /** An idle deliverer leaves. The last one to leave a dismissed crew closes the connection. */
  void leave() {
    synchronized (this) {
      members--;
      idle--;
      if (members > 0 || !dismissed) {
        return;
      }
    }
    close();
    ended.countDown();
  }

  /** Asks all deliverers to leave after the message they are at. */
  void dismiss() {
    synchronized (this) {
      dismissed = true;
      if (members > 0) {
        return;
      }
    }
    close();
    ended.countDown();
  }

  /** Waits until the last deliverer has left. */
  boolean awaitEnd(Duration time) {
    try {
      return activation.threads().await(ended, time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Closes the connection; what is still under way is delivered again. May be repeated. */
  void close() {
    try {
      connection.close();
    } catch (JMSException e) {
      LOG.log(Level.WARNING, "The connection of " + activation.settings() + " did not close", e);
    }
  }

  /** A deliverer cannot go on; tells whether it is the one to connect another crew. */
  boolean failed(Exception cause) {
    return activation.crewFailed(this, cause);
  }

  private synchronized boolean join() {
    if (dismissed) {
      return false;
    }
    members++;
    idle++;
    return true;
  }
}

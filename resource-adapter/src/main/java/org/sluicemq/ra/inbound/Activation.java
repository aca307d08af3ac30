// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.inbound.ActivationSettings.PauseSettings;

/**
 * One endpoint being served: connects, keeps a crew of deliverers at work, and connects anew when
 * the broker fails. All that it needs of the server is one thread, from its start on; more are for
 * speed. Safe for any thread.
 *
 * <p>The state moves NEW → CONNECTING ⇄ DELIVERING → STOPPING → STOPPED and at one place, {@link
 * #move}.
 */
public final class Activation {

  /** How long a stop waits for deliveries that are under way. */
  static final Duration STOP_WAIT = Duration.ofSeconds(30);

  private static final Logger LOG = System.getLogger(Activation.class.getName());
  private static final PauseSettings CONNECT_PAUSE =
      new PauseSettings(0, Duration.ofMillis(250), Duration.ofSeconds(15));

  private enum State {
    NEW,
    CONNECTING,
    DELIVERING,
    STOPPING,
    STOPPED
  }

  private final ActivationSettings settings;
  private final MessageEndpointFactory endpoints;
  private final SluiceConnectionFactory ownFactory;
  private final DeliveryThreads threads;
  private final FailureStreak connectFailures = new FailureStreak(CONNECT_PAUSE);
  private final FailureStreak deliveryFailures;
  private final CountDownLatch stopSignal = new CountDownLatch(1);
  private State state = State.NEW;
  private Crew crew;
  private volatile Lookups.Found found;

  /**
   * Makes an activation that has not begun.
   *
   * @param settings what the endpoint asks for
   * @param endpoints makes endpoints
   * @param ownFactory reaches the adapter's broker
   * @param threads where deliveries run
   */
  public Activation(
      ActivationSettings settings,
      MessageEndpointFactory endpoints,
      SluiceConnectionFactory ownFactory,
      DeliveryThreads threads) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.ownFactory = ownFactory;
    this.threads = threads;
    this.deliveryFailures = new FailureStreak(settings.pause());
  }

  /**
   * Begins: the rest happens on the server's threads.
   *
   * @throws ResourceException if the server has no thread for it
   */
  public void start() throws ResourceException {
    if (move(State.NEW, State.CONNECTING)) {
      lookUpEarly();
      threads.run(workName(), () -> connect().ifPresent(this::serve));
    }
  }

  /**
   * On the thread that activates, some servers show names of the application that others do not.
   */
  private void lookUpEarly() {
    try {
      found = find();
    } catch (ResourceException e) {
      LOG.log(Level.DEBUG, "Looked up too early; the work will look again", e);
    }
  }

  private Lookups.Found find() throws ResourceException {
    return Lookups.find(settings, ownFactory, endpoints.getEndpointClass().getClassLoader());
  }

  /** Asks all deliveries to end after the message they are at. Does not wait. */
  public void askToStop() {
    if (move(null, State.STOPPING)) {
      stopSignal.countDown();
    }
  }

  /** Ends all deliveries and waits for those under way, up to half a minute. */
  public void stop() {
    askToStop();
    Crew last = currentCrew();
    if (last != null) {
      last.dismiss();
      if (!last.awaitEnd(STOP_WAIT)) {
        LOG.log(
            Level.WARNING,
            "Deliveries from {0} to {1} are still under way {2} s after their stop was asked for;"
                + " their messages will be delivered again",
            settings.destinationInWords(),
            endpointInWords(),
            STOP_WAIT.toSeconds());
      }
      last.close();
    }
    move(State.STOPPING, State.STOPPED);
  }

  /** The endpoint in words: on some servers an activation's name is that of the adapter. */
  String endpointInWords() {
    return endpoints.getEndpointClass().getName();
  }

  ActivationSettings settings() {
    return settings;
  }

  MessageEndpointFactory endpoints() {
    return endpoints;
  }

  DeliveryThreads threads() {
    return threads;
  }

  FailureStreak deliveryFailures() {
    return deliveryFailures;
  }

  /**
   * Waits before the next attempt, for as long as is due.
   *
   * @return false when the activation stops
   */
  boolean pause(Duration time) {
    try {
      if (!time.isZero()) {
        threads.await(stopSignal, time);
      }
      return stopSignal.getCount() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The crew cannot go on: another one is to be connected.
   *
   * @return whether the caller is to do that; false when somebody else does or nobody needs to
   */
  boolean crewFailed(Crew failed, Exception cause) {
    failed.dismiss();
    synchronized (this) {
      if (crew != failed || !move(State.DELIVERING, State.CONNECTING)) {
        return false;
      }
      crew = null;
    }
    LOG.log(
        Level.WARNING,
        "Deliveries from {0} to {1} are interrupted: {2}. Connecting again.",
        settings.destinationInWords(),
        endpointInWords(),
        cause);
    connectFailures.failed();
    return true;
  }

  /** Has another deliverer work on a thread of the server. */
  void employ(Deliverer deliverer) throws WorkException {
    threads.run(workName(), () -> serve(deliverer));
  }

  private String workName() {
    return "Sluice: deliver " + settings.destinationInWords();
  }

  /**
   * Delivers and, when that fails, connects again and goes on, on this one thread: the server may
   * have no other at that moment, and a thread given back may not come again.
   */
  private void serve(Deliverer first) {
    Optional<Deliverer> deliverer = Optional.of(first);
    while (deliverer.isPresent()) {
      deliverer = deliverer.get().work() ? connect() : Optional.empty();
    }
  }

  /** Connects, as often as it takes; the first of the new crew, or none when this stops. */
  private Optional<Deliverer> connect() {
    while (pause(connectFailures.pause())) {
      try {
        if (found == null) {
          found = find();
        }
        Crew connected = Crew.connect(this, found);
        if (takeOn(connected)) {
          connectFailures.succeeded();
          return connected.first();
        }
        connected.close();
        return Optional.empty();
      } catch (JMSException | ResourceException | RuntimeException e) {
        Duration pause = connectFailures.failed();
        LOG.log(
            Level.WARNING,
            "Nothing can be delivered from {0} to {1} yet: {2}. Trying again in {3} ms.",
            settings.destinationInWords(),
            endpointInWords(),
            e.getMessage(),
            pause.toMillis());
      }
    }
    return Optional.empty();
  }

  private synchronized boolean takeOn(Crew connected) {
    if (!move(State.CONNECTING, State.DELIVERING)) {
      return false;
    }
    crew = connected;
    return true;
  }

  private synchronized Crew currentCrew() {
    return crew;
  }

  /** The one place where the state changes; from null means from any state before. */
  private synchronized boolean move(State from, State to) {
    if (from == null ? state.compareTo(to) >= 0 : state != from) {
      return false;
    }
    state = to;
    return true;
  }
}

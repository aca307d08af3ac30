// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.resource.spi.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.sluicemq.client.InboundSession;
import org.sluicemq.ra.inbound.ActivationSettings.PauseSettings;

/** One member of a crew: receives, one message at a time, and delivers. Runs on one thread. */
final class Deliverer {

  private static final Logger LOG = System.getLogger(Deliverer.class.getName());
  private static final long POLL_MILLIS = 500;
  private static final int IDLE_POLLS = 20;
  private static final PauseSettings UNAVAILABLE_PAUSE =
      new PauseSettings(0, Duration.ofMillis(100), Duration.ofSeconds(10));

  private final Activation activation;
  private final Crew crew;
  private final FailureStreak unavailable = new FailureStreak(UNAVAILABLE_PAUSE);
  private int idlePolls;
  private boolean left;

  Deliverer(Activation activation, Crew crew) {
    this.activation = activation;
    this.crew = crew;
  }

  /**
   * Receives and delivers until the crew is dismissed or has no need of it, or until this fails.
   *
   * @return whether the caller is to connect another crew
   */
  boolean work() {
    boolean connectAnew = false;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(activation.endpoints().getEndpointClass().getClassLoader());
    try (InboundSession session = crew.openSession();
        EndpointDelivery delivery =
            new EndpointDelivery(activation.endpoints(), session, crew.resourceOf(session))) {
      work(session, delivery);
    } catch (JMSException | RuntimeException e) {
      connectAnew = crew.failed(e);
    } finally {
      thread.setContextClassLoader(before);
      if (!left) {
        crew.leave();
      }
    }
    return connectAnew;
  }

  private void work(InboundSession session, EndpointDelivery delivery) throws JMSException {
    while (crew.works() && activation.pause(activation.deliveryFailures().pause())) {
      if (!available(delivery)) {
        continue;
      }
      Message message = session.receive(POLL_MILLIS);
      if (message != null) {
        idlePolls = 0;
        deliver(delivery, message);
      } else if (++idlePolls >= IDLE_POLLS && crew.leaveIfSpare()) {
        left = true;
        return;
      }
    }
  }

  /** The endpoint comes before the message: nobody holds a message that nobody can handle. */
  private boolean available(EndpointDelivery delivery) {
    try {
      delivery.ensureEndpoint();
      unavailable.succeeded();
      return true;
    } catch (UnavailableException | NoSuchMethodException e) {
      Duration pause = unavailable.failed();
      LOG.log(
          Level.DEBUG,
          "{0} is not available: {1}. Trying again in {2} ms.",
          activation.endpointInWords(),
          e,
          pause.toMillis());
      activation.pause(pause);
      return false;
    }
  }

  private void deliver(EndpointDelivery delivery, Message message) throws JMSException {
    crew.busy();
    try {
      if (delivery.deliver(message)) {
        activation.deliveryFailures().succeeded();
      } else {
        tellPause(activation.deliveryFailures().failed());
      }
    } finally {
      crew.idle();
    }
  }

  private void tellPause(Duration pause) {
    if (!pause.isZero()) {
      LOG.log(
          Level.WARNING,
          "Deliveries from {0} to {1} keep failing: the next one is in {2} ms",
          activation.settings().destinationInWords(),
          activation.endpointInWords(),
          pause.toMillis());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.jms.JMSContext;
import jakarta.resource.spi.work.WorkException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.container.ScriptedEndpoints;

/** When deliveries pause, with time in the test's hands. */
class ActivationPausesTest {

  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

  /** Threads of the JVM; a pause is written down and over at once. */
  private final DeliveryThreads threads =
      new DeliveryThreads() {
        @Override
        public void run(String name, Runnable task) throws WorkException {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.start();
        }

        @Override
        public boolean await(CountDownLatch signal, Duration time) throws InterruptedException {
          if (time.equals(Activation.STOP_WAIT)) {
            return signal.await(time.toMillis(), TimeUnit.MILLISECONDS);
          }
          pauses.add(time);
          return signal.getCount() == 0;
        }
      };

  private Duration nextPause() throws InterruptedException {
    return pauses.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void failuresInARowPauseLongerAndLonger() throws Exception {
    pausesGrow(
        "failing",
        delivery -> {
          delivery.setRollbackOnly();
          throw new IllegalStateException("the database is down");
        });
  }

  @Test
  void rollbacksInSilencePauseLikeFailures() throws Exception {
    pausesGrow("silent", ScriptedEndpoints.Delivery::setRollbackOnly);
  }

  private void pausesGrow(String broker, Consumer<ScriptedEndpoints.Delivery> application)
      throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:" + broker);
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestination("orders");
    spec.setMaxSessions("1");
    spec.setFailuresBeforePause("1");
    spec.setFirstPause("100");
    spec.setLongestPause("300");
    CountDownLatch last = new CountDownLatch(5);
    Activation activation =
        new Activation(
            spec.settings(),
            new ScriptedEndpoints(
                true,
                (message, delivery) -> {
                  last.countDown();
                  application.accept(delivery);
                }),
            factory,
            threads);
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue("orders"), "one");
      activation.start();
      last.await();

      List<Duration> expected =
          List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300));
      for (Duration pause : expected) {
        assertEquals(pause, nextPause());
      }
    } finally {
      activation.stop();
    }
  }

  @Test
  void destinationThatIsNotInJndiIsLookedUpAgainAfterGrowingPauses() throws Exception {
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestinationLookup("java:/jms/queue/missing");
    Activation activation =
        new Activation(
            spec.settings(),
            new ScriptedEndpoints(true, (message, delivery) -> {}),
            new SluiceConnectionFactory("sluice:mem:lookups"),
            threads);
    activation.start();

    assertEquals(Duration.ofMillis(250), nextPause());
    assertEquals(Duration.ofMillis(500), nextPause());
    assertEquals(Duration.ofMillis(1000), nextPause());
    activation.stop();
  }
}

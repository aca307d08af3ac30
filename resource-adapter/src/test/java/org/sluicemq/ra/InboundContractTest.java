// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.ra.container.AdapterFixture;
import org.sluicemq.ra.container.ScriptedEndpoints;
import org.sluicemq.ra.container.ScriptedEndpoints.Handler;
import org.sluicemq.ra.container.ScriptedWorkManager;
import org.sluicemq.ra.inbound.SluiceActivationSpec;

/** Deliveries to endpoints, as any container sees them. */
class InboundContractTest {

  /** A third of what a stop waits for a delivery that does not end. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private AdapterFixture fixture;

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  private ScriptedEndpoints activate(boolean transacted, SluiceActivationSpec spec, Handler handler)
      throws ResourceException {
    return activate(spec, new ScriptedEndpoints(transacted, handler));
  }

  private ScriptedEndpoints activate(SluiceActivationSpec spec, ScriptedEndpoints endpoints)
      throws ResourceException {
    if (fixture == null) {
      fixture = new AdapterFixture();
    }
    fixture.adapter().endpointActivation(endpoints, spec);
    return endpoints;
  }

  private static SluiceActivationSpec orders() {
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestination("orders");
    return spec;
  }

  private static SluiceActivationSpec inOrder() {
    SluiceActivationSpec spec = orders();
    spec.setMaxSessions("1");
    return spec;
  }

  private static String text(Message message) throws Exception {
    return ((TextMessage) message).getText() + "|" + message.getIntProperty("JMSXDeliveryCount");
  }

  private String nextHandled() throws InterruptedException {
    return handled.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void committedDeliveryIsAcknowledged() throws Exception {
    SluiceActivationSpec spec = orders();
    ScriptedEndpoints endpoints =
        activate(true, spec, (message, delivery) -> handled.add(text(message)));

    fixture.send("orders", "one");

    assertEquals("one|1", nextHandled());
    fixture.adapter().endpointDeactivation(endpoints, spec);
    assertNull(fixture.poll("orders"));
  }

  @Test
  void rolledBackMessageIsRedeliveredWithItsCountRaised() throws Exception {
    activate(
        true,
        orders(),
        (message, delivery) -> {
          handled.add(text(message) + message.getJMSRedelivered());
          if (message.getIntProperty("JMSXDeliveryCount") == 1) {
            delivery.setRollbackOnly();
          }
        });

    fixture.send("orders", "one");

    assertEquals("one|1false", nextHandled());
    assertEquals("one|2true", nextHandled());
  }

  @Test
  void messageThatAlwaysFailsIsADeadLetterWithItsCause() throws Exception {
    activate(
        true,
        orders(),
        (message, delivery) -> {
          handled.add(text(message));
          throw new IllegalArgumentException("no such article");
        });

    fixture.send("orders", "poison");

    Message dead = fixture.take("DLQ");
    assertNotNull(dead);
    assertEquals("poison", dead.getBody(String.class));
    String cause = dead.getStringProperty("JMS_Sluice_DeadLetterCause");
    assertTrue(cause.contains("no such article"), cause);
    assertEquals(List.of("poison|1", "poison|2", "poison|3"), List.copyOf(handled));
  }

  @Test
  void deliveryWithoutTransactionIsAcknowledgedWhenTheEndpointReturns() throws Exception {
    SluiceActivationSpec spec = orders();
    CountDownLatch returned = new CountDownLatch(1);
    ScriptedEndpoints endpoints =
        activate(
            false,
            spec,
            (message, delivery) -> {
              handled.add(text(message));
              returned.await();
            });
    fixture.send("orders", "one");

    assertEquals("one|1", nextHandled());
    returned.countDown();
    fixture.adapter().endpointDeactivation(endpoints, spec);
    assertNull(fixture.poll("orders"));
  }

  @Test
  void deliveryWithoutTransactionThatFailsComesAgain() throws Exception {
    activate(
        false,
        orders(),
        (message, delivery) -> {
          handled.add(text(message));
          if (message.getIntProperty("JMSXDeliveryCount") == 1) {
            throw new IllegalStateException("not yet");
          }
        });

    fixture.send("orders", "one");

    assertEquals("one|1", nextHandled());
    assertEquals("one|2", nextHandled());
  }

  @Test
  void errorOfAnEndpointDoesNotEndTheDeliveries() throws Exception {
    activate(
        true,
        orders(),
        (message, delivery) -> {
          handled.add(text(message));
          if (message.getIntProperty("JMSXDeliveryCount") == 1) {
            delivery.setRollbackOnly();
            throw new AssertionError("an error, no exception");
          }
        });

    fixture.send("orders", "one");

    assertEquals("one|1", nextHandled());
    assertEquals("one|2", nextHandled());
  }

  @Test
  void endpointThatIsNotAvailableIsAskedAgainAndTheMessageWaits() throws Exception {
    ScriptedEndpoints endpoints =
        new ScriptedEndpoints(true, (message, delivery) -> handled.add(text(message)));
    fixture = new AdapterFixture();
    fixture.send("orders", "early");

    activate(inOrder(), endpoints.unavailable(2));

    assertEquals("early|1", nextHandled());
    assertEquals(1, endpoints.created());
  }

  @Test
  void deliveryThatCannotBeginGetsANewEndpointAndIsNotCounted() throws Exception {
    ScriptedEndpoints endpoints =
        new ScriptedEndpoints(true, (message, delivery) -> handled.add(text(message)));
    fixture = new AdapterFixture();
    fixture.send("orders", "one");

    activate(inOrder(), endpoints.failingBegins(10));

    assertEquals("one|1", nextHandled());
    assertEquals(11, endpoints.created());
    assertEquals(10, endpoints.released());
  }

  @Test
  void asManyMessagesAreHandledAtATimeAsAskedFor() throws Exception {
    SluiceActivationSpec spec = orders();
    spec.setMaxSession("3");
    CyclicBarrier together = new CyclicBarrier(3);
    activate(
        true,
        spec,
        (message, delivery) -> {
          together.await(30, TimeUnit.SECONDS);
          handled.add(text(message));
        });

    IntStream.range(0, 6).forEach(i -> fixture.send("orders", "order " + i));

    for (int i = 0; i < 6; i++) {
      String order = nextHandled();
      assertTrue(order != null && order.endsWith("|1"), order);
    }
  }

  @Test
  void oneSessionKeepsTheOrder() throws Exception {
    fixture = new AdapterFixture();
    IntStream.range(0, 20).forEach(i -> fixture.send("orders", "order " + i));

    activate(true, inOrder(), (message, delivery) -> handled.add(text(message)));

    for (int i = 0; i < 20; i++) {
      assertEquals("order " + i + "|1", nextHandled());
    }
  }

  @Test
  void serverWithoutThreadsForMoreStillDelivers() throws Exception {
    fixture = new AdapterFixture(new ScriptedWorkManager(2));
    activate(true, orders(), (message, delivery) -> handled.add(text(message)));

    IntStream.range(0, 10).forEach(i -> fixture.send("orders", "order"));

    for (int i = 0; i < 10; i++) {
      assertEquals("order|1", nextHandled());
    }
    assertTrue(fixture.work().running() <= 2);
  }

  @Test
  void serverWithOneThreadForABeanDeliversAndStopsAtOnce() throws Exception {
    fixture = new AdapterFixture(new ScriptedWorkManager().refusing(2, 3));
    SluiceActivationSpec spec = orders();
    ScriptedEndpoints endpoints =
        activate(true, spec, (message, delivery) -> handled.add(text(message)));

    IntStream.range(0, 5).forEach(i -> fixture.send("orders", "order"));

    for (int i = 0; i < 5; i++) {
      assertEquals("order|1", nextHandled());
    }
    assertTimeout(PROMPT, () -> fixture.adapter().endpointDeactivation(endpoints, spec));
    fixture.work().awaitEnd();
  }

  @Test
  void failedDeliveriesGoOnThoughTheServerHasNoThreadToConnectAgain() throws Exception {
    fixture = new AdapterFixture(new ScriptedWorkManager(1));
    SluiceActivationSpec spec = orders();
    ScriptedEndpoints endpoints =
        new ScriptedEndpoints(true, (message, delivery) -> handled.add(text(message)));
    fixture.send("orders", "one");

    activate(spec, endpoints.breaking(2));

    assertEquals("one|1", nextHandled());
    assertEquals(1, fixture.work().works().size(), "one thread was enough");
    assertTimeout(PROMPT, () -> fixture.adapter().endpointDeactivation(endpoints, spec));
    assertEquals(endpoints.created(), endpoints.released());
    fixture.work().awaitEnd();
  }

  @Test
  void activationWithoutAnyThreadIsRefusedAndStopsAtOnce() throws Exception {
    fixture = new AdapterFixture(new ScriptedWorkManager(0));
    SluiceActivationSpec spec = orders();
    ScriptedEndpoints endpoints = new ScriptedEndpoints(true, (message, delivery) -> {});

    assertThrows(ResourceException.class, () -> activate(spec, endpoints));

    assertTimeout(PROMPT, () -> fixture.adapter().stop());
  }

  @Test
  void worksSayThatTheyAreLong() throws Exception {
    activate(true, orders(), (message, delivery) -> handled.add(text(message)));
    fixture.send("orders", "one");
    nextHandled();

    assertTrue(fixture.work().works().stream().allMatch(ScriptedWorkManager::isLong));
  }

  @Test
  void endpointRunsWithItsOwnClassLoader() throws Exception {
    BlockingQueue<ClassLoader> loaders = new LinkedBlockingQueue<>();
    activate(
        true,
        orders(),
        (message, delivery) -> loaders.add(Thread.currentThread().getContextClassLoader()));

    fixture.send("orders", "one");

    assertSame(ScriptedEndpoints.class.getClassLoader(), loaders.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void selectorChoosesTheMessages() throws Exception {
    SluiceActivationSpec spec = orders();
    spec.setMessageSelector("JMSPriority > 4");
    ScriptedEndpoints endpoints =
        activate(true, spec, (message, delivery) -> handled.add(text(message)));
    fixture.send("orders", "of no interest");

    fixture.adapter().endpointDeactivation(endpoints, spec);

    assertTrue(handled.isEmpty());
    assertNotNull(fixture.poll("orders"));
  }

  @Test
  void topicIsReadByOneDeliverer() throws Exception {
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestination("news");
    spec.setDestinationType("jakarta.jms.Topic");
    CountDownLatch subscribed = new CountDownLatch(1);
    activate(
        true,
        spec,
        (message, delivery) -> {
          subscribed.countDown();
          handled.add(text(message));
        });
    while (!subscribed.await(20, TimeUnit.MILLISECONDS)) {
      fixture.publish("news", "hello?");
    }
    List<String> seen = new ArrayList<>();
    fixture.publish("news", "last");
    while (!seen.contains("last|1")) {
      seen.add(nextHandled());
    }

    assertNull(handled.poll(), "each message came once");
  }

  @Test
  void deactivationWaitsForTheDeliveryUnderWay() throws Exception {
    SluiceActivationSpec spec = orders();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    ScriptedEndpoints endpoints =
        activate(
            true,
            spec,
            (message, delivery) -> {
              entered.countDown();
              mayReturn.await();
              handled.add(text(message));
            });
    fixture.send("orders", "one");
    entered.await();
    Thread deactivation = new Thread(() -> fixture.adapter().endpointDeactivation(endpoints, spec));
    deactivation.start();

    deactivation.join(100);
    assertTrue(deactivation.isAlive());
    assertTrue(handled.isEmpty());
    mayReturn.countDown();
    deactivation.join();

    assertEquals("one|1", handled.poll());
    assertEquals(endpoints.created(), endpoints.released());
    assertNull(fixture.poll("orders"));
  }

  @Test
  void nothingIsDeliveredAfterDeactivation() throws Exception {
    SluiceActivationSpec spec = orders();
    AtomicInteger deliveries = new AtomicInteger();
    ScriptedEndpoints endpoints =
        activate(true, spec, (message, delivery) -> deliveries.incrementAndGet());
    fixture.adapter().endpointDeactivation(endpoints, spec);

    fixture.send("orders", "late");
    fixture.work().awaitEnd();

    assertEquals(0, deliveries.get());
    assertNotNull(fixture.poll("orders"));
  }

  @Test
  void stopOfTheAdapterEndsAllWorks() throws Exception {
    activate(true, orders(), (message, delivery) -> handled.add(text(message)));
    fixture.send("orders", "one");
    nextHandled();

    fixture.adapter().stop();
    fixture.work().awaitEnd();

    assertFalse(fixture.work().works().isEmpty());
    assertEquals(0, fixture.work().running());
  }
}

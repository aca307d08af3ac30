// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.ra.container.AdapterFixture;
import org.sluicemq.ra.container.ScriptedEndpoints;
import org.sluicemq.ra.inbound.SluiceActivationSpec;

/** Named subscriptions of message-driven beans (section 13.1 of Jakarta Messaging 3.1). */
class InboundSubscriptionTest {

  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private AdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new AdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static SluiceActivationSpec news(String durability) {
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestination("news");
    spec.setDestinationType("jakarta.jms.Topic");
    spec.setSubscriptionDurability(durability);
    spec.setSubscriptionName("desk");
    return spec;
  }

  private String next() throws InterruptedException {
    return handled.poll(10, TimeUnit.SECONDS);
  }

  /** The subscription is there before the bean, so that nothing is missed while that connects. */
  private void subscribe() throws Exception {
    try (JMSContext context = fixture.adapter().connectionFactory().createContext();
        JMSConsumer consumer =
            context.createSharedDurableConsumer(context.createTopic("news"), "desk")) {
      assertNull(consumer.receiveNoWait());
    }
  }

  @Test
  void durableSubscriptionKeepsMessagesWhileTheBeanIsAway() throws Exception {
    SluiceActivationSpec spec = news("Durable");
    ScriptedEndpoints endpoints =
        new ScriptedEndpoints(
            true, (message, delivery) -> handled.add(((TextMessage) message).getText()));
    subscribe();
    fixture.publish("news", "before");

    fixture.adapter().endpointActivation(endpoints, spec);
    assertEquals("before", next());
    fixture.adapter().endpointDeactivation(endpoints, spec);
    fixture.publish("news", "meanwhile");
    assertTrue(handled.isEmpty());
    fixture.adapter().endpointActivation(endpoints, spec);

    assertEquals("meanwhile", next());
  }

  @Test
  void sessionsOfANamedSubscriptionWorkAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    ScriptedEndpoints endpoints =
        new ScriptedEndpoints(
            true,
            (message, delivery) -> {
              both.countDown();
              assertTrue(both.await(10, TimeUnit.SECONDS));
              handled.add(((TextMessage) message).getText());
            });
    subscribe();
    fixture.publish("news", "one");
    fixture.publish("news", "two");

    fixture.adapter().endpointActivation(endpoints, news("Durable"));

    assertEquals(Set.of("one", "two"), Set.of(next(), next()));
  }
}

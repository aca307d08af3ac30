// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.FeatureDescriptor;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sluicemq.ra.inbound.ActivationSettings.Kind;
import org.sluicemq.ra.inbound.ActivationSettings.Subscription;

class SluiceActivationSpecTest {

  private final SluiceActivationSpec spec = new SluiceActivationSpec();

  private String[] refusedProperties() {
    InvalidPropertyException refused = assertThrows(InvalidPropertyException.class, spec::validate);
    for (FeatureDescriptor property : refused.getInvalidPropertyDescriptors()) {
      assertTrue(refused.getMessage().contains(property.getName()), refused.getMessage());
    }
    return Arrays.stream(refused.getInvalidPropertyDescriptors())
        .map(FeatureDescriptor::getName)
        .toArray(String[]::new);
  }

  @Test
  void destinationIsAllThatIsNeeded() throws Exception {
    spec.setDestination("orders");

    ActivationSettings settings = spec.settings();

    assertEquals("orders", settings.destination());
    assertEquals(Kind.QUEUE, settings.kind());
    assertEquals(5, settings.maxSessions());
    assertEquals(Duration.ofSeconds(30), settings.pause().longest());
  }

  @Test
  void missingDestinationIsRefused() {
    assertArrayEquals(new String[] {"destination"}, refusedProperties());
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    spec.setDestinationLookup("java:/jms/queue/orders");
    spec.setDestinationType("a.Queue");
    spec.setAcknowledgeMode("sometimes");
    spec.setSubscriptionDurability("eternal");
    spec.setMaxSession("many");
    spec.setFailuresBeforePause("-1");

    assertArrayEquals(
        new String[] {
          "subscriptionDurability",
          "acknowledgeMode",
          "destinationType",
          "maxSessions",
          "failuresBeforePause"
        },
        refusedProperties());
  }

  @Test
  void durableSubscriptionNeedsANameAndATopic() throws Exception {
    spec.setDestination("news");
    spec.setDestinationType("jakarta.jms.Topic");
    spec.setSubscriptionDurability("Durable");

    assertArrayEquals(new String[] {"subscriptionName"}, refusedProperties());
    spec.setSubscriptionName("desk");
    assertEquals(new Subscription("desk", true), spec.settings().subscription());
    spec.setDestinationType("jakarta.jms.Queue");
    assertArrayEquals(new String[] {"subscriptionDurability"}, refusedProperties());
  }

  @Test
  void nameOfASubscriptionThatIsNotDurableMakesItShared() throws Exception {
    spec.setDestination("news");
    spec.setDestinationType("jakarta.jms.Topic");

    assertNull(spec.settings().subscription());
    spec.setSubscriptionName("desk");
    assertEquals(new Subscription("desk", false), spec.settings().subscription());
  }

  @Test
  void selectorThatCannotBeReadIsRefused() {
    spec.setDestination("orders");
    spec.setMessageSelector("price >");

    assertArrayEquals(new String[] {"messageSelector"}, refusedProperties());
  }

  @Test
  void destinationNameThatIsNotAllowedIsRefused() {
    spec.setDestination("or\nders");

    assertArrayEquals(new String[] {"destination"}, refusedProperties());
  }

  @Test
  void namesOfOtherProvidersMeanTheSame() throws Exception {
    spec.setDestination("orders");
    spec.setMaxSession("7");
    spec.setUserName("ada");
    spec.setClientID("desk");
    spec.setShareSubscriptions("true");

    ActivationSettings settings = spec.settings();

    assertEquals(7, settings.maxSessions());
    assertEquals("ada", settings.user());
    assertEquals("desk", settings.clientId());
  }

  @Test
  void passwordIsNeverShown() throws Exception {
    spec.setDestination("orders");
    spec.setUser("ada");
    spec.setPassword("secret");

    assertFalse(spec.settings().toString().contains("secret"));
  }
}

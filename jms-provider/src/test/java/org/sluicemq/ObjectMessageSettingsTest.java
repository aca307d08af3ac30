// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What object messages may hold is a setting of the factory that receives them. */
class ObjectMessageSettingsTest {

  /** A class of the application's. */
  record Order(String id) implements Serializable {}

  private static Serializable exchange(String settings, Serializable object) throws JMSException {
    try (JMSContext context =
        new SluiceConnectionFactory("sluice:mem:objects?" + settings).createContext()) {
      Queue queue = context.createQueue("objects");
      context.createProducer().send(queue, object);
      return ((ObjectMessage) context.createConsumer(queue).receive(10_000)).getObject();
    }
  }

  private static String refusal(String settings, Serializable object) {
    return assertThrows(JMSException.class, () -> exchange(settings, object)).getMessage();
  }

  @Test
  void classesAreTrustedByTheFactorysSetting() throws JMSException {
    Order order = new Order("1");
    assertTrue(refusal("clientId=", order).contains("objectMessageTrustedPackages"));
    assertEquals(order, exchange("objectMessageTrustedPackages=org.sluicemq", order));
  }

  @Test
  void sizesAreLimitedByTheFactorysSetting() throws JMSException {
    int[] numbers = new int[51];
    assertArrayEquals(numbers, (int[]) exchange("clientId=", numbers));
    assertArrayEquals(
        numbers, (int[]) exchange("objectMessageLimits=depth=9,arrayLength=51", numbers));
    assertTrue(
        refusal("objectMessageLimits=depth=9,arrayLength=50", numbers)
            .contains("objectMessageLimits"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "objectMessageTrustedPackages=com.acme,org.*.x",
        "objectMessageLimits=depth",
        "objectMessageLimits=width=5"
      })
  void settingsThatMakeNoSenseAreRefusedWhenTheFactoryIsMade(String settings) {
    String name = settings.substring(0, settings.indexOf('='));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SluiceConnectionFactory("sluice:mem:objects?" + settings));
    assertTrue(refusal.getMessage().contains("The setting " + name), refusal.getMessage());
  }
}

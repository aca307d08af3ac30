// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import javax.naming.BinaryRefAddr;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

/** Factories and destinations travel: as bytes, and as references in any naming service. */
class AdministeredObjectTest {

  private static final String URL = "sluice:mem:administered?clientId=traveller&maxDeliveries=3";

  private static byte[] bytes(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object object(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** As a naming service does that keeps references as bytes. */
  private static Object rebuilt(Referenceable original) throws Exception {
    Object reference = object(bytes(original.getReference()));
    return NamingManager.getObjectInstance(reference, new CompositeName("mine"), null, null);
  }

  /** The same broker, with the settings of the original: messages pass and the client is named. */
  private static void assertConnectsLike(SluiceConnectionFactory original, Object copy)
      throws Exception {
    assertNotSame(original, copy);
    SluiceConnectionFactory factory = assertInstanceOf(SluiceConnectionFactory.class, copy);
    assertEquals(original.getReference(), factory.getReference(), "every setting is the same");
    try (JMSContext other =
        new SluiceConnectionFactory("sluice:mem:administered?maxDeliveries=3").createContext()) {
      other.createProducer().send(other.createQueue("travels"), "passed");
      try (JMSContext context = factory.createContext()) {
        assertEquals("traveller", context.getClientID());
        assertEquals(
            "passed",
            context
                .createConsumer(context.createQueue("travels"))
                .receiveBody(String.class, 10_000));
      }
    }
  }

  @Test
  void factoryIsTheSameAfterSerialization() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(URL);
    assertConnectsLike(factory, object(bytes(factory)));
  }

  @Test
  void factoryIsRebuiltFromItsReference() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(URL);
    assertConnectsLike(factory, rebuilt(factory));
  }

  @Test
  void factoryThatHasConnectedTravelsAsWell() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(URL);
    try (Connection connection = factory.createConnection()) {
      assertEquals("traveller", connection.getClientID());
      assertInstanceOf(SluiceConnectionFactory.class, object(bytes(factory)));
    }
  }

  @Test
  void factoryWithoutSettingsNeedsNone() throws Exception {
    SluiceConnectionFactory factory =
        new SluiceConnectionFactory(SluiceConfiguration.builder().build());
    assertEquals(0, factory.getReference().size());
    assertInstanceOf(SluiceConnectionFactory.class, rebuilt(factory));
  }

  @Test
  void referenceHasOneAddressForEachSettingThatWasGiven() {
    Reference reference = new SluiceConnectionFactory(URL).getReference();
    assertEquals("traveller", reference.get("clientId").getContent());
    assertEquals("3", reference.get("maxDeliveries").getContent());
    assertEquals("administered", reference.get("memoryStore").getContent());
    assertEquals(3, reference.size());
  }

  @Test
  void destinationsAreTheSameAfterSerialization() throws Exception {
    SluiceQueue queue = new SluiceQueue("orders");
    SluiceTopic topic = new SluiceTopic("orders");
    assertEquals(queue, assertInstanceOf(SluiceQueue.class, object(bytes(queue))));
    assertEquals(topic, assertInstanceOf(SluiceTopic.class, object(bytes(topic))));
    assertEquals(queue.hashCode(), object(bytes(queue)).hashCode());
  }

  @Test
  void destinationsAreRebuiltFromTheirReferences() throws Exception {
    SluiceQueue queue = new SluiceQueue("orders/\u00fc");
    SluiceTopic topic = new SluiceTopic("prices");
    assertEquals(queue, assertInstanceOf(SluiceQueue.class, rebuilt(queue)));
    assertEquals(topic, assertInstanceOf(SluiceTopic.class, rebuilt(topic)));
  }

  @Test
  void whatBelongsToOthersIsLeftToThem() throws Exception {
    SluiceObjectFactory factory = new SluiceObjectFactory();
    assertNull(factory.getObjectInstance("text", null, null, null));
    assertNull(factory.getObjectInstance(null, null, null, null));
    assertNull(factory.getObjectInstance(new Reference("java.lang.String"), null, null, null));
  }

  private static ConfigurationException refusal(Class<?> type, RefAddr... addresses)
      throws Exception {
    Reference reference = new Reference(type.getName(), SluiceObjectFactory.class.getName(), null);
    for (RefAddr address : addresses) {
      reference.add(address);
    }
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () ->
                NamingManager.getObjectInstance(
                    reference, new CompositeName("jms/mine"), null, null));
    assertTrue(refusal.getMessage().contains("'jms/mine'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(type.getName()), refusal.getMessage());
    return refusal;
  }

  @Test
  void referenceWithoutAPhysicalNameIsRefused() throws Exception {
    String message = refusal(SluiceQueue.class).getMessage();
    assertTrue(message.contains("'physicalName'"), message);
  }

  @Test
  void referenceWithAnUnknownSettingIsRefusedWithTheNearestOne() throws Exception {
    String message =
        refusal(SluiceConnectionFactory.class, new StringRefAddr("maxDelivery", "3")).getMessage();
    assertTrue(message.contains("Did you mean 'maxDeliveries'"), message);
  }

  @Test
  void referenceWithABadValueIsRefused() throws Exception {
    String name = refusal(SluiceTopic.class, new StringRefAddr("physicalName", "a*b")).getMessage();
    assertTrue(name.contains("'a*b'"), name);
    String bytes =
        refusal(SluiceTopic.class, new BinaryRefAddr("physicalName", new byte[1])).getMessage();
    assertTrue(bytes.contains("StringRefAddr"), bytes);
  }

  @Test
  void bytesWithAValueThatMakesNoSenseAreRefused() throws Exception {
    byte[] bytes =
        bytes(
            new SluiceConnectionFactory(
                SluiceConfiguration.builder().set(Setting.MAX_DELIVERIES, "12345").build()));
    String tampered = new String(bytes, StandardCharsets.ISO_8859_1).replace("12345", "12e45");
    InvalidObjectException refusal =
        assertThrows(
            InvalidObjectException.class,
            () -> object(tampered.getBytes(StandardCharsets.ISO_8859_1)));
    assertTrue(refusal.getMessage().contains("maxDeliveries"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("'12e45'"), refusal.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties (section 3.5), apart from the conversion table. */
class PropertiesTest {
  private final JmsMessage message = Passage.FACTORY.message();

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "a b",
        "1a",
        "a-b",
        "a.b",
        "NULL",
        "true",
        "False",
        "not",
        "AND",
        "or",
        "Between",
        "like",
        "IN",
        "is",
        "escape",
        "JMSPriority",
        "JMSFoo",
        "JMS",
        "JMSXGroupId",
        "JMSXGROUPSEQ",
        "JMSXUserId",
        "JMSXstate",
        "JMSXDELIVERYCOUNT"
      })
  void aNameThatSelectorsCouldNotUseIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, 1));
    assertThrows(IllegalArgumentException.class, () -> message.setStringProperty(name, "x"));
    assertFalse(message.getPropertyNames().hasMoreElements());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "_a",
        "$",
        "\u00e9t\u00e9",
        "notable",
        "JMS_Vendor_x",
        "JMSXVendorThing",
        "jmsType",
        "\u0131s"
      })
  void otherNamesAreAllowed(String name) throws JMSException {
    message.setStringProperty(name, "x");
    assertEquals("x", Passage.through(message).getStringProperty(name));
  }

  @Test
  void otherTypesAreRefusedByName() {
    for (Object value : List.of('c', new byte[0], BigDecimal.ONE, List.of())) {
      MessageFormatException refusal =
          assertThrows(MessageFormatException.class, () -> message.setObjectProperty("p", value));
      assertTrue(refusal.getMessage().contains("'p'"), refusal.getMessage());
    }
  }

  @Test
  void groupPropertiesHaveTheirDefinedTypes() throws JMSException {
    message.setStringProperty("JMSXGroupID", "g");
    message.setIntProperty("JMSXGroupSeq", 2);
    Envelope envelope = message.freeze(Passage.STAMP);
    assertEquals("g", envelope.groupId());
    assertEquals(2, envelope.groupSequence());
    assertThrows(
        MessageFormatException.class, () -> message.setStringProperty("JMSXGroupSeq", "2"));
    assertThrows(MessageFormatException.class, () -> message.setIntProperty("JMSXGroupID", 2));
  }

  @Test
  void absentAndNullPropertiesReadAsNull() throws JMSException {
    message.setStringProperty("nothing", null);
    assertTrue(message.propertyExists("nothing"));
    assertFalse(message.propertyExists("absent"));
    for (String name : List.of("nothing", "absent")) {
      assertNull(message.getStringProperty(name));
      assertNull(message.getObjectProperty(name));
      assertFalse(message.getBooleanProperty(name));
    }
  }

  @Test
  void propertiesOfAReceivedMessageAreReadOnlyUntilCleared() throws JMSException {
    message.setIntProperty("p", 1);
    JmsTextMessage text = Passage.FACTORY.text("body");
    text.setIntProperty("p", 1);
    JmsTextMessage received = Passage.through(text);
    MessageNotWriteableException refusal =
        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("p", 2));
    assertTrue(refusal.getMessage().contains("clearProperties"), refusal.getMessage());
    assertEquals(1, received.getIntProperty("p"));
    received.clearProperties();
    assertFalse(received.getPropertyNames().hasMoreElements());
    received.setIntProperty("p", 2);
    assertEquals(2, received.getIntProperty("p"));
    assertEquals("body", received.getText());
    assertThrows(MessageNotWriteableException.class, () -> received.setText("x"));
  }

  @Test
  void theDeliveryCountIsAPropertyOfReceivedMessagesOnly() throws JMSException {
    message.setIntProperty("JMSXDeliveryCount", 40);
    assertFalse(message.propertyExists("JMSXDeliveryCount"));
    JmsMessage received = Passage.through(message);
    assertTrue(received.propertyExists("JMSXDeliveryCount"));
    assertEquals(1, received.getIntProperty("JMSXDeliveryCount"));
    assertEquals(1, received.getObjectProperty("JMSXDeliveryCount"));
    assertEquals("1", received.getStringProperty("JMSXDeliveryCount"));
    assertEquals(
        Set.of("JMSXDeliveryCount"), Set.copyOf(Collections.list(received.getPropertyNames())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JMSXUserID",
        "JMSXAppID",
        "JMSXProducerTXID",
        "JMSXConsumerTXID",
        "JMSXRcvTimestamp",
        "JMSXState",
        "JMSXDeliveryCount"
      })
  void whatTheProviderAloneSetsIsPassedOver(String name) throws JMSException {
    message.setObjectProperty(name, "pretended");
    assertFalse(message.propertyExists(name));
    assertTrue(message.freeze(Passage.STAMP).properties().isEmpty());
  }

  @Test
  void allPropertiesOfAReceivedMessageCanBeCopiedToAnother() throws JMSException {
    message.setIntProperty("p", 1);
    message.setStringProperty("JMSXGroupID", "g");
    JmsMessage received = Passage.through(message);
    JmsMessage copy = Passage.FACTORY.message();
    for (String name : Collections.list(received.getPropertyNames())) {
      copy.setObjectProperty(name, received.getObjectProperty(name));
    }
    assertEquals(message.freeze(Passage.STAMP), copy.freeze(Passage.STAMP));
  }

  @Test
  void namesAreThoseAtTheTimeOfAsking() throws JMSException {
    message.setIntProperty("a", 1);
    var names = message.getPropertyNames();
    message.setIntProperty("b", 1);
    assertEquals(List.of("a"), Collections.list(names));
  }
}

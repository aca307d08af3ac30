// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of other providers (section 3.12), played by proxies that show only the interface. */
class ForeignMessageTest {

  private static <T extends Message> T foreign(Class<T> type, JmsMessage behind) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(behind, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void ourOwnMessageIsTakenAsItIs() throws JMSException {
    JmsTextMessage ours = Passage.FACTORY.text("x");
    assertSame(ours, Passage.FACTORY.adopt(ours));
  }

  @Test
  void headerFieldsAndPropertiesAreCopied() throws JMSException {
    Destination replies = new Destination() {};
    JmsMessage behind = Passage.FACTORY.message();
    behind.setJMSCorrelationID("c");
    behind.setJMSType("t");
    behind.setJMSReplyTo(replies);
    behind.setIntProperty("p", 1);
    behind.setStringProperty("JMSXGroupID", "g");
    behind.setStringProperty("JMSXUserID", "someone");
    JmsMessage copy = Passage.FACTORY.adopt(foreign(Message.class, behind));
    assertEquals(MessageType.MESSAGE, copy.type());
    assertEquals("c", copy.getJMSCorrelationID());
    assertEquals("t", copy.getJMSType());
    assertSame(replies, copy.getJMSReplyTo());
    assertEquals(1, copy.getIntProperty("p"));
    assertEquals("g", copy.getStringProperty("JMSXGroupID"));
    assertFalse(copy.propertyExists("JMSXUserID"));
  }

  @Test
  void theMarksOfAReceivedMessageAreNotSentOn() throws JMSException {
    JmsMessage received = Passage.through(Passage.FACTORY.message());
    JmsMessage copy = Passage.FACTORY.adopt(foreign(Message.class, received));
    assertFalse(copy.propertyExists("JMSXDeliveryCount"));
  }

  @Test
  void aPropertyNamedAsOthersAllowIsCarried() throws JMSException {
    JmsMessage behind = Passage.FACTORY.message();
    behind.carryProperty("order-id", 7);
    JmsMessage copy = Passage.FACTORY.adopt(foreign(Message.class, behind));
    assertEquals(7, Passage.through(copy).getIntProperty("order-id"));
  }

  @Test
  void aTextIsCopied() throws JMSException {
    JmsMessage copy =
        Passage.FACTORY.adopt(foreign(TextMessage.class, Passage.FACTORY.text("hello")));
    assertEquals("hello", ((JmsTextMessage) copy).getText());
  }

  @Test
  void bytesAreCopiedFromTheirBeginningWhateverTheirNumber() throws JMSException {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
      byte[] body = new byte[length];
      new java.util.Random(length).nextBytes(body);
      JmsBytesMessage behind = Passage.FACTORY.bytes();
      behind.writeBytes(body);
      JmsMessage copy = Passage.FACTORY.adopt(foreign(BytesMessage.class, behind));
      assertArrayEquals(body, copy.freeze(Passage.STAMP).body().toBytes());
      assertEquals(length, behind.getBodyLength());
    }
  }

  @Test
  void aMapIsCopied() throws JMSException {
    JmsMapMessage behind = Passage.FACTORY.map();
    behind.setInt("i", 1);
    behind.setBytes("b", new byte[] {2});
    behind.setString("n", null);
    JmsMapMessage copy = (JmsMapMessage) Passage.FACTORY.adopt(foreign(MapMessage.class, behind));
    assertEquals(1, copy.getInt("i"));
    assertArrayEquals(new byte[] {2}, copy.getBytes("b"));
    assertTrue(copy.itemExists("n"));
  }

  @Test
  void aStreamIsCopiedAndItsOriginalRewound() throws JMSException {
    JmsStreamMessage behind = Passage.FACTORY.stream();
    behind.writeInt(1);
    behind.writeString(null);
    behind.writeBytes(new byte[] {2});
    JmsStreamMessage copy =
        Passage.through(
            (JmsStreamMessage) Passage.FACTORY.adopt(foreign(StreamMessage.class, behind)));
    assertEquals(1, copy.readObject());
    assertEquals(null, copy.readObject());
    assertArrayEquals(new byte[] {2}, (byte[]) copy.readObject());
    assertThrows(MessageEOFException.class, copy::readObject);
    assertEquals(1, behind.readInt());
  }

  @Test
  void anObjectIsCopied() throws JMSException {
    JmsMessage copy =
        Passage.FACTORY.adopt(
            foreign(
                ObjectMessage.class,
                Passage.FACTORY.object(new java.util.ArrayList<>(List.of(1)))));
    assertEquals(List.of(1), ((JmsObjectMessage) copy).getObject());
  }
}

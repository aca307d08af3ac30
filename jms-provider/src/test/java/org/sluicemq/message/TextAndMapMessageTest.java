// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and map bodies (section 3.11). */
class TextAndMapMessageTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "\u0000\u20ac\ud83d\ude00", "half \ud83d pair?"})
  void aTextArrivesAsItWas(String text) throws JMSException {
    JmsTextMessage received = Passage.through(Passage.FACTORY.text(text));
    assertEquals(text, received.getText());
    assertEquals(text, received.getBody(String.class));
    assertEquals(text, received.getBody(CharSequence.class));
    assertTrue(received.isBodyAssignableTo(Object.class));
    assertFalse(received.isBodyAssignableTo(Map.class));
    assertThrows(MessageFormatException.class, () -> received.getBody(Integer.class));
  }

  @Test
  void aNullTextIsNoBody() throws JMSException {
    JmsTextMessage received = Passage.through(Passage.FACTORY.text(null));
    assertNull(received.getText());
    assertNull(received.getBody(Integer.class));
    assertTrue(received.isBodyAssignableTo(Integer.class));
    assertFalse(received.hasBody());
  }

  @Test
  void aReceivedTextIsReadOnlyUntilCleared() throws JMSException {
    JmsTextMessage received = Passage.through(Passage.FACTORY.text("old"));
    assertThrows(MessageNotWriteableException.class, () -> received.setText("new"));
    received.clearBody();
    assertNull(received.getText());
    received.setText("new");
    assertEquals("new", Passage.through(received).getText());
  }

  @Test
  void aDamagedTextIsAnErrorThatNamesTheMessage() throws JMSException {
    Envelope damaged =
        Passage.FACTORY.text("x").freeze(Passage.STAMP).toBuilder()
            .body(new byte[] {(byte) 0xff})
            .build();
    JmsTextMessage received = (JmsTextMessage) Passage.FACTORY.thaw(damaged, Passage.FIRST);
    JMSException error = assertThrows(JMSException.class, received::getText);
    assertTrue(error.getMessage().contains("ID:1"), error.getMessage());
  }

  @Test
  void everyKindOfValueArrivesInAMap() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    message.setBoolean("boolean", true);
    message.setByte("byte", Byte.MIN_VALUE);
    message.setShort("short", Short.MIN_VALUE);
    message.setChar("char", '\uffff');
    message.setInt("int", Integer.MIN_VALUE);
    message.setLong("long", Long.MIN_VALUE);
    message.setFloat("float", Float.MIN_VALUE);
    message.setDouble("double", Double.NaN);
    message.setString("string", "\u20ac");
    message.setBytes("bytes", new byte[] {1, 2, 3, 4}, 1, 2);
    message.setObject("null", null);
    JmsMapMessage received = Passage.through(message);
    Map<String, Object> expected = new HashMap<>();
    expected.put("boolean", true);
    expected.put("byte", Byte.MIN_VALUE);
    expected.put("short", Short.MIN_VALUE);
    expected.put("char", '\uffff');
    expected.put("int", Integer.MIN_VALUE);
    expected.put("long", Long.MIN_VALUE);
    expected.put("float", Float.MIN_VALUE);
    expected.put("double", Double.NaN);
    expected.put("string", "\u20ac");
    expected.put("null", null);
    assertEquals(11, Collections.list(received.getMapNames()).size());
    for (Map.Entry<String, Object> entry : expected.entrySet()) {
      assertEquals(entry.getValue(), received.getObject(entry.getKey()));
      assertTrue(received.itemExists(entry.getKey()));
    }
    assertArrayEquals(new byte[] {2, 3}, received.getBytes("bytes"));
  }

  @Test
  void arraysAreCopiedInAndOut() throws JMSException {
    byte[] mine = {1};
    JmsMapMessage message = Passage.FACTORY.map();
    message.setBytes("set", mine);
    message.setObject("object", mine);
    mine[0] = 9;
    message.getBytes("set")[0] = 8;
    ((byte[]) message.getObject("object"))[0] = 8;
    ((byte[]) message.getBody(Map.class).get("set"))[0] = 8;
    assertArrayEquals(new byte[] {1}, message.getBytes("set"));
    assertArrayEquals(new byte[] {1}, message.getBytes("object"));
  }

  @Test
  void namesMustNotBeMissingAndValuesMustBeKnown() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    assertThrows(IllegalArgumentException.class, () -> message.setInt(null, 1));
    assertThrows(IllegalArgumentException.class, () -> message.setBytes("", new byte[0]));
    assertThrows(MessageFormatException.class, () -> message.setObject("k", List.of()));
    assertFalse(message.hasBody());
  }

  @Test
  void partOfAnArrayMustBeWithinIt() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    byte[] array = {1, 2, 3};
    assertThrows(IndexOutOfBoundsException.class, () -> message.setBytes("k", array, 2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> message.setBytes("k", array, -1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> message.setBytes("k", array, 1, -1));
    assertFalse(message.itemExists("k"));
    message.setBytes("k", array, 3, 0);
    assertArrayEquals(new byte[0], message.getBytes("k"));
  }

  @Test
  void aReceivedMapIsReadOnlyUntilCleared() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    message.setInt("k", 1);
    JmsMapMessage received = Passage.through(message);
    assertThrows(MessageNotWriteableException.class, () -> received.setInt("k", 2));
    assertEquals(1, received.getInt("k"));
    received.clearBody();
    assertFalse(received.itemExists("k"));
    received.setInt("other", 2);
    assertEquals(
        Set.of("other"), Set.copyOf(Collections.list(Passage.through(received).getMapNames())));
  }

  @Test
  void aMapIsGivenAsAMap() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    assertNull(message.getBody(Integer.class));
    assertTrue(message.isBodyAssignableTo(Integer.class));
    message.setInt("k", 1);
    assertEquals(Map.of("k", 1), message.getBody(Map.class));
    assertEquals(Map.of("k", 1), message.getBody(Object.class));
    assertFalse(message.isBodyAssignableTo(HashMap.class));
    assertThrows(MessageFormatException.class, () -> message.getBody(HashMap.class));
  }

  @Test
  void aMapDamagedAnywhereIsAnErrorOrAWholeMap() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    message.setString("name", "value");
    message.setLong("number", 77);
    Envelope envelope = message.freeze(Passage.STAMP);
    Random random = new Random(5);
    int refused = 0;
    for (int at = 0; at < envelope.body().length(); at++) {
      byte[] body = envelope.body().toBytes();
      body[at] ^= (byte) (1 + random.nextInt(255));
      JmsMapMessage received =
          (JmsMapMessage)
              Passage.FACTORY.thaw(envelope.toBuilder().body(body).build(), Passage.FIRST);
      try {
        Collections.list(received.getMapNames());
      } catch (JMSException e) {
        refused++;
        assertTrue(e.getMessage().contains("map body"), e.getMessage());
      }
    }
    assertTrue(refused > 5, "noticed " + refused);
  }
}

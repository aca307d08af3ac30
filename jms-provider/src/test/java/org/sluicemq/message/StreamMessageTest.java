// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stream bodies (section 3.11), apart from the conversion table. */
class StreamMessageTest {
  private final JmsStreamMessage message = Passage.FACTORY.stream();

  @Test
  void everyKindOfValueArrivesInOrder() throws JMSException {
    message.writeBoolean(true);
    message.writeByte((byte) 1);
    message.writeShort((short) 2);
    message.writeChar('c');
    message.writeInt(3);
    message.writeLong(4);
    message.writeFloat(5);
    message.writeDouble(6);
    message.writeString("seven");
    message.writeBytes(new byte[] {0, 8, 9, 0}, 1, 2);
    message.writeObject(null);
    JmsStreamMessage received = Passage.through(message);
    for (Object expected : List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "seven")) {
      assertEquals(expected, received.readObject());
    }
    assertArrayEquals(new byte[] {8, 9}, (byte[]) received.readObject());
    assertNull(received.readObject());
    assertThrows(MessageEOFException.class, received::readObject);
    received.reset();
    assertEquals(true, received.readObject());
  }

  @Test
  void otherObjectsAreRefused() {
    assertThrows(MessageFormatException.class, () -> message.writeObject(List.of()));
    assertFalse(message.hasBody());
  }

  @Test
  void aNewMessageIsWriteOnlyAndAResetOneReadOnly() throws JMSException {
    message.writeInt(1);
    assertThrows(MessageNotReadableException.class, message::readInt);
    assertThrows(MessageNotReadableException.class, () -> message.readBytes(new byte[1]));
    message.reset();
    assertThrows(MessageNotWriteableException.class, () -> message.writeInt(2));
    assertThrows(MessageNotWriteableException.class, () -> message.writeBytes(new byte[1], 0, 1));
    assertEquals(1, message.readInt());
    message.clearBody();
    message.writeString("again");
    assertEquals("again", Passage.through(message).readString());
  }

  @Test
  void aReceivedStreamIsReadOnlyUntilCleared() throws JMSException {
    message.writeInt(1);
    JmsStreamMessage received = Passage.through(message);
    assertThrows(MessageNotWriteableException.class, () -> received.writeInt(2));
    received.clearBody();
    assertThrows(MessageNotReadableException.class, received::readInt);
    received.writeInt(3);
    received.reset();
    assertEquals(3, received.readInt());
  }

  @Test
  void anArrayIsReadPieceByPieceUntilAShortRead() throws JMSException {
    message.writeBytes(new byte[] {0, 1, 2, 3, 4});
    message.writeInt(9);
    message.reset();
    byte[] buffer = new byte[3];
    assertEquals(3, message.readBytes(buffer));
    assertThrows(MessageFormatException.class, message::readInt);
    assertThrows(MessageFormatException.class, message::readObject);
    assertEquals(2, message.readBytes(buffer));
    assertArrayEquals(new byte[] {3, 4, 2}, buffer);
    assertEquals(9, message.readInt());
  }

  @Test
  void anArrayThatFillsTheBufferEndsWithMinusOne() throws JMSException {
    message.writeBytes(new byte[] {0, 1, 2, 3});
    message.writeBytes(new byte[] {7});
    message.reset();
    byte[] buffer = new byte[2];
    assertEquals(2, message.readBytes(buffer));
    assertEquals(2, message.readBytes(buffer));
    assertEquals(-1, message.readBytes(buffer));
    assertEquals(1, message.readBytes(buffer));
    assertEquals(7, buffer[0]);
  }

  @Test
  void nullAndEmptyArraysAreToldApart() throws JMSException {
    message.writeObject(null);
    message.writeBytes(new byte[0]);
    message.writeInt(1);
    message.reset();
    assertEquals(-1, message.readBytes(new byte[4]));
    assertEquals(0, message.readBytes(new byte[4]));
    assertEquals(1, message.readInt());
    assertThrows(MessageEOFException.class, () -> message.readBytes(new byte[4]));
  }

  @Test
  void readBytesOfAnotherTypeLeavesIt() throws JMSException {
    message.writeInt(5);
    message.reset();
    assertThrows(MessageFormatException.class, () -> message.readBytes(new byte[4]));
    assertEquals("5", message.readString());
  }

  @Test
  void resetForgetsAnArrayHalfRead() throws JMSException {
    message.writeBytes(new byte[] {1, 2, 3});
    message.reset();
    message.readBytes(new byte[1]);
    message.reset();
    byte[] buffer = new byte[4];
    assertEquals(3, message.readBytes(buffer));
  }

  @Test
  void arraysAreCopiedInAndOut() throws JMSException {
    byte[] mine = {1};
    message.writeBytes(mine);
    mine[0] = 9;
    message.reset();
    ((byte[]) message.readObject())[0] = 8;
    message.reset();
    assertArrayEquals(new byte[] {1}, (byte[]) message.readObject());
  }

  @Test
  void aStreamIsNeverGivenAsOneObject() throws JMSException {
    assertFalse(message.isBodyAssignableTo(Object.class));
    assertThrows(MessageFormatException.class, () -> message.getBody(Object.class));
    message.writeInt(1);
    assertFalse(Passage.through(message).isBodyAssignableTo(Object.class));
    assertThrows(
        MessageFormatException.class, () -> Passage.through(message).getBody(Object.class));
  }

  @Test
  void aStreamDamagedAnywhereIsAnErrorOrAValue() throws JMSException {
    message.writeString("text");
    message.writeBytes(new byte[9]);
    message.writeLong(1);
    Envelope envelope = message.freeze(Passage.STAMP);
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < RandomEnvelopes.rounds(400); round++) {
      byte[] body =
          Arrays.copyOf(envelope.body().toBytes(), 1 + random.nextInt(envelope.body().length()));
      body[random.nextInt(body.length)] ^= (byte) (1 + random.nextInt(255));
      Envelope damaged = envelope.toBuilder().body(body).build();
      refused += readsAll((JmsStreamMessage) Passage.FACTORY.thaw(damaged, Passage.FIRST)) ? 0 : 1;
    }
    assertEquals(true, refused > RandomEnvelopes.rounds(100), "noticed " + refused);
  }

  private static boolean readsAll(JmsStreamMessage received) {
    try {
      while (true) {
        received.readObject();
      }
    } catch (MessageEOFException e) {
      return true;
    } catch (JMSException e) {
      return false;
    }
  }
}

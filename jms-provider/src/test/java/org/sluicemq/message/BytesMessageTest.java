// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes bodies (section 3.11). */
class BytesMessageTest {
  private final JmsBytesMessage message = Passage.FACTORY.bytes();

  @Test
  void theFormatIsThatOfDataOutput() throws JMSException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeBoolean(true);
    data.writeByte(-3);
    data.writeShort(-300);
    data.writeChar('\ufffe');
    data.writeInt(-70_000);
    data.writeLong(Long.MIN_VALUE + 5);
    data.writeFloat(1.5f);
    data.writeDouble(-2.25);
    data.writeUTF("a\u0000\u20ac\ud83d");
    message.writeBoolean(true);
    message.writeByte((byte) -3);
    message.writeShort((short) -300);
    message.writeChar('\ufffe');
    message.writeInt(-70_000);
    message.writeLong(Long.MIN_VALUE + 5);
    message.writeFloat(1.5f);
    message.writeDouble(-2.25);
    message.writeUTF("a\u0000\u20ac\ud83d");
    assertArrayEquals(bytes.toByteArray(), message.freeze(Passage.STAMP).body().toBytes());
    JmsBytesMessage received = Passage.through(message);
    assertEquals(bytes.size(), received.getBodyLength());
    assertTrue(received.readBoolean());
    assertEquals(-3, received.readByte());
    assertEquals(-300, received.readShort());
    assertEquals('\ufffe', received.readChar());
    assertEquals(-70_000, received.readInt());
    assertEquals(Long.MIN_VALUE + 5, received.readLong());
    assertEquals(1.5f, received.readFloat());
    assertEquals(-2.25, received.readDouble());
    assertEquals("a\u0000\u20ac\ud83d", received.readUTF());
    assertThrows(MessageEOFException.class, received::readByte);
  }

  @Test
  void unsignedReadsGiveUnsignedNumbers() throws JMSException {
    message.writeByte((byte) -1);
    message.writeShort((short) -1);
    message.reset();
    assertEquals(255, message.readUnsignedByte());
    assertEquals(65_535, message.readUnsignedShort());
  }

  @Test
  void everyBoxedValueIsWrittenAsItsPrimitive() throws JMSException {
    for (Object value :
        List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "t", new byte[] {7})) {
      message.writeObject(value);
    }
    message.reset();
    assertTrue(message.readBoolean());
    assertEquals(1, message.readByte());
    assertEquals(2, message.readShort());
    assertEquals('c', message.readChar());
    assertEquals(3, message.readInt());
    assertEquals(4L, message.readLong());
    assertEquals(5f, message.readFloat());
    assertEquals(6d, message.readDouble());
    assertEquals("t", message.readUTF());
    assertEquals(7, message.readByte());
  }

  @Test
  void nullAndOtherObjectsAreRefused() {
    assertThrows(NullPointerException.class, () -> message.writeObject(null));
    assertThrows(MessageFormatException.class, () -> message.writeObject(List.of()));
    assertThrows(MessageFormatException.class, () -> message.writeObject(java.math.BigInteger.ONE));
    assertFalse(message.hasBody());
  }

  @Test
  void aNewMessageIsWriteOnlyAndAResetOneReadOnly() throws JMSException {
    message.writeInt(1);
    assertThrows(MessageNotReadableException.class, message::readInt);
    assertThrows(MessageNotReadableException.class, message::getBodyLength);
    assertThrows(MessageNotReadableException.class, () -> message.readBytes(new byte[1]));
    assertThrows(MessageNotReadableException.class, message::readUTF);
    message.reset();
    assertThrows(MessageNotWriteableException.class, () -> message.writeInt(2));
    assertThrows(MessageNotWriteableException.class, () -> message.writeBytes(new byte[1]));
    assertThrows(MessageNotWriteableException.class, () -> message.writeUTF("x"));
    assertThrows(MessageNotWriteableException.class, () -> message.writeObject(null));
    assertEquals(1, message.readInt());
    message.clearBody();
    message.writeInt(3);
    assertEquals(3, Passage.through(message).readInt());
  }

  @Test
  void aReadPastTheEndTakesNothing() throws JMSException {
    message.writeShort((short) 258);
    message.writeByte((byte) 3);
    message.reset();
    assertThrows(MessageEOFException.class, message::readInt);
    assertThrows(MessageEOFException.class, message::readLong);
    assertThrows(MessageEOFException.class, message::readDouble);
    assertThrows(MessageEOFException.class, message::readUTF);
    assertEquals(258, message.readShort());
    assertThrows(MessageEOFException.class, message::readChar);
    assertEquals(3, message.readByte());
  }

  @Test
  void textThatIsNoneLeavesThePosition() throws JMSException {
    message.writeShort((short) 1);
    message.writeByte((byte) 0xff);
    message.reset();
    assertThrows(MessageFormatException.class, message::readUTF);
    assertEquals(1, message.readShort());
  }

  @Test
  void aTextTooLongForWriteUtfIsRefused() {
    MessageFormatException refusal =
        assertThrows(MessageFormatException.class, () -> message.writeUTF("x".repeat(70_000)));
    assertTrue(refusal.getMessage().contains("65535"), refusal.getMessage());
    assertFalse(message.hasBody());
  }

  @Test
  void bytesAreReadPieceByPieceUntilMinusOne() throws JMSException {
    message.writeBytes(new byte[] {0, 1, 2, 3, 4, 9, 9}, 0, 5);
    message.reset();
    byte[] buffer = new byte[3];
    assertEquals(3, message.readBytes(buffer));
    assertArrayEquals(new byte[] {0, 1, 2}, buffer);
    assertEquals(0, message.readBytes(buffer, 0));
    assertEquals(1, message.readBytes(buffer, 1));
    assertEquals(1, message.readBytes(buffer));
    assertEquals(4, buffer[0]);
    assertEquals(-1, message.readBytes(buffer));
    message.reset();
    assertEquals(3, message.readBytes(buffer));
  }

  @Test
  void lengthsOutsideTheArrayAreRefusedAndTakeNothing() throws JMSException {
    assertThrows(IndexOutOfBoundsException.class, () -> message.writeBytes(new byte[2], 1, 2));
    message.writeByte((byte) 1);
    message.reset();
    assertThrows(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], 3));
    assertThrows(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], -1));
    assertEquals(1, message.readByte());
  }

  @Test
  void aBodyWrittenInOneCallIsNotCopiedToBeSent() throws JMSException {
    byte[] mine = new byte[1000];
    message.writeBytes(mine);
    byte[] sent = message.freeze(Passage.STAMP).body().chunk(0);
    assertNotSame(mine, sent);
    assertSame(sent, message.freeze(Passage.STAMP).body().chunk(0));
  }

  @Test
  void writingOnAfterSendingLeavesWhatWasSent() throws JMSException {
    message.writeBytes(new byte[] {1, 2});
    Envelope sent = message.freeze(Passage.STAMP);
    message.writeBytes(new byte[] {3, 4});
    assertArrayEquals(new byte[] {1, 2}, sent.body().toBytes());
    assertArrayEquals(new byte[] {1, 2, 3, 4}, message.freeze(Passage.STAMP).body().toBytes());
  }

  @Test
  void theBodyIsGivenAsACopyAndTheMessageStandsAtItsBeginning() throws JMSException {
    message.writeInt(5);
    JmsBytesMessage received = Passage.through(message);
    received.readByte();
    byte[] body = received.getBody(byte[].class);
    assertArrayEquals(new byte[] {0, 0, 0, 5}, body);
    body[3] = 9;
    assertEquals(5, received.readInt());
    assertTrue(received.isBodyAssignableTo(Object.class));
    assertFalse(received.isBodyAssignableTo(String.class));
    assertThrows(MessageFormatException.class, () -> received.getBody(Map.class));
  }

  @Test
  void aFalseIsReadAsFalse() throws JMSException {
    message.writeBoolean(false);
    assertFalse(Passage.through(message).readBoolean());
  }

  @Test
  void whatWasReceivedOrResetIsSentOnAsItIs() throws JMSException {
    message.writeInt(7);
    JmsBytesMessage received = Passage.through(message);
    assertEquals(7, Passage.through(received).readInt());
    message.reset();
    assertEquals(7, Passage.through(message).readInt());
    assertFalse(Passage.FACTORY.bytes().freeze(Passage.STAMP).hasBody());
  }

  @Test
  void noBytesAreNoBody() throws JMSException {
    JmsBytesMessage received = Passage.through(message);
    assertNull(received.getBody(Map.class));
    assertTrue(received.isBodyAssignableTo(Map.class));
    assertEquals(0, received.getBodyLength());
    assertEquals(-1, received.readBytes(new byte[1]));
  }
}

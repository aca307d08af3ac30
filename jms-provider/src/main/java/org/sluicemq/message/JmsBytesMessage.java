// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import java.util.Objects;

/**
 * A message whose body is bytes, written then read in the formats of {@code java.io.DataOutput}
 * (section 3.11). A read that fails leaves the position where it was. Not safe between threads.
 */
public final class JmsBytesMessage extends JmsMessage implements BytesMessage {

  // One of the two is in use: the writer in write-only mode, the reader in read-only mode.
  private WireWriter out = new WireWriter(0);
  private WireReader in;
  private Body body;

  JmsBytesMessage() {}

  @Override
  public MessageType type() {
    return MessageType.BYTES;
  }

  @Override
  Body encodeBody() {
    Body written = out == null ? body : out.toBody();
    return written.length() == 0 ? null : written;
  }

  @Override
  void takeBody(Body received) {
    body = received == null ? Body.EMPTY : received;
    out = null;
    in = new WireReader("body", body);
  }

  @Override
  void emptyBody() {
    out = new WireWriter(0);
    in = null;
    body = null;
  }

  @Override
  public boolean hasBody() {
    return (out == null ? body.length() : out.length()) > 0;
  }

  @Override
  Class<?> bodyClass() {
    return byte[].class;
  }

  /**
   * Gives a copy of all bytes; leaves the message read-only at its beginning, as its javadoc asks.
   */
  @Override
  Object bodyObject() {
    reset();
    return body.toBytes();
  }

  @Override
  public void reset() {
    takeBody(out == null ? body : out.toBody());
    makeBodyReadOnly();
  }

  @Override
  public long getBodyLength() throws JMSException {
    requireReadable();
    return body.length();
  }

  private WireReader read(int count) throws JMSException {
    requireReadable();
    if (in.remaining() < count) {
      throw new MessageEOFException(
          count + " bytes are needed, the message has " + in.remaining() + " left");
    }
    return in;
  }

  @Override
  public boolean readBoolean() throws JMSException {
    return readByte() != 0;
  }

  @Override
  public byte readByte() throws JMSException {
    return (byte) read(1).getByte("byte");
  }

  @Override
  public int readUnsignedByte() throws JMSException {
    return readByte() & 0xff;
  }

  @Override
  public short readShort() throws JMSException {
    return (short) read(2).getShort("short");
  }

  @Override
  public int readUnsignedShort() throws JMSException {
    return readShort() & 0xffff;
  }

  @Override
  public char readChar() throws JMSException {
    return (char) readShort();
  }

  @Override
  public int readInt() throws JMSException {
    return read(4).getInt("int");
  }

  @Override
  public long readLong() throws JMSException {
    return read(8).getLong("long");
  }

  @Override
  public float readFloat() throws JMSException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws JMSException {
    return Double.longBitsToDouble(readLong());
  }

  @Override
  public String readUTF() throws JMSException {
    requireReadable();
    return ModifiedUtf8.read(in);
  }

  @Override
  public int readBytes(byte[] value) throws JMSException {
    return readBytes(value, value.length);
  }

  @Override
  public int readBytes(byte[] value, int length) throws JMSException {
    requireReadable();
    if (length < 0 || length > value.length) {
      throw new IndexOutOfBoundsException(
          "The length " + length + " is not within the buffer of " + value.length + " bytes");
    }
    if (in.remaining() == 0) {
      return -1;
    }
    int count = Math.min(length, in.remaining());
    in.getBytes(value, 0, count);
    return count;
  }

  private WireWriter write() throws JMSException {
    requireWriteable();
    return out;
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    write().putByte(value ? 1 : 0);
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    write().putByte(value);
  }

  @Override
  public void writeShort(short value) throws JMSException {
    write().putShort(value);
  }

  @Override
  public void writeChar(char value) throws JMSException {
    write().putShort(value);
  }

  @Override
  public void writeInt(int value) throws JMSException {
    write().putInt(value);
  }

  @Override
  public void writeLong(long value) throws JMSException {
    write().putLong(value);
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    write().putInt(Float.floatToIntBits(value));
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    write().putLong(Double.doubleToLongBits(value));
  }

  @Override
  public void writeUTF(String value) throws JMSException {
    requireWriteable();
    writeBytes(ModifiedUtf8.encode(value));
  }

  @Override
  public void writeBytes(byte[] value) throws JMSException {
    writeBytes(value, 0, value.length);
  }

  @Override
  public void writeBytes(byte[] value, int offset, int length) throws JMSException {
    requireWriteable();
    Objects.checkFromIndexSize(offset, length, value.length);
    out.putBytes(value, offset, length);
  }

  /**
   * Writes a boxed primitive, a String (as {@link #writeUTF}) or a byte array.
   *
   * @throws NullPointerException when the value is null (section 3.12)
   * @throws MessageFormatException when it is anything else
   */
  @Override
  public void writeObject(Object value) throws JMSException {
    requireWriteable();
    Objects.requireNonNull(value, "A bytes message cannot hold a null");
    if (value instanceof byte[] bytes) {
      writeBytes(bytes);
    } else if (value instanceof String text) {
      writeUTF(text);
    } else if (value instanceof Boolean flag) {
      writeBoolean(flag);
    } else if (value instanceof Character c) {
      writeChar(c);
    } else if (!(value instanceof Number number) || !writeNumber(number)) {
      throw new MessageFormatException(
          "A bytes message cannot hold a "
              + value.getClass().getName()
              + ": write boxed primitives, String or byte[]");
    }
  }

  private boolean writeNumber(Number value) throws JMSException {
    if (value instanceof Integer) {
      writeInt(value.intValue());
    } else if (value instanceof Long) {
      writeLong(value.longValue());
    } else if (value instanceof Double) {
      writeDouble(value.doubleValue());
    } else if (value instanceof Float) {
      writeFloat(value.floatValue());
    } else if (value instanceof Short) {
      writeShort(value.shortValue());
    } else if (value instanceof Byte) {
      writeByte(value.byteValue());
    } else {
      return false;
    }
    return true;
  }
}

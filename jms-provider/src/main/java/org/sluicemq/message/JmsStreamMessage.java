// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;

/**
 * A message whose body is a sequence of values, written then read (section 3.11). A read that fails
 * leaves the position where it was, so that the value can be read as another type. Not safe between
 * threads.
 */
public final class JmsStreamMessage extends JmsMessage implements StreamMessage {
  private static final int INITIAL_CAPACITY = 64;
  private static final int NO_ARRAY = -1;

  // One of the two is in use: the writer in write-only mode, the reader in read-only mode.
  private WireWriter out = new WireWriter(INITIAL_CAPACITY);
  private WireReader in;
  private Body encoded;
  // How much is left of the byte array that readBytes has begun to hand out.
  private int arrayLeft = NO_ARRAY;

  JmsStreamMessage() {}

  private interface Conversion<T> {
    T convert(Object value) throws MessageFormatException;
  }

  @Override
  public MessageType type() {
    return MessageType.STREAM;
  }

  @Override
  Body encodeBody() {
    Body written = out == null ? encoded : out.toBody();
    return written.length() == 0 ? null : written;
  }

  @Override
  void takeBody(Body body) {
    encoded = body == null ? Body.EMPTY : body;
    out = null;
    rewind();
  }

  @Override
  void emptyBody() {
    out = new WireWriter(INITIAL_CAPACITY);
    in = null;
    encoded = null;
    arrayLeft = NO_ARRAY;
  }

  @Override
  public boolean hasBody() {
    return (out == null ? encoded.length() : out.length()) > 0;
  }

  /** A stream cannot be given as one object (the javadoc of {@code isBodyAssignableTo} says so). */
  @Override
  @SuppressWarnings("rawtypes")
  public boolean isBodyAssignableTo(Class wanted) {
    return false;
  }

  @Override
  public void reset() {
    if (out != null) {
      encoded = out.toBody();
      out = null;
    }
    makeBodyReadOnly();
    rewind();
  }

  private void rewind() {
    in = new WireReader("stream body", encoded);
    arrayLeft = NO_ARRAY;
  }

  private <T> T read(Conversion<T> conversion) throws JMSException {
    requireReadable();
    if (arrayLeft > 0) {
      throw new MessageFormatException(
          "A byte array is being read: readBytes has "
              + arrayLeft
              + " bytes left to give before the next value can be read");
    }
    if (in.remaining() == 0) {
      throw new MessageEOFException("The stream has no more values");
    }
    int start = in.position();
    boolean read = false;
    try {
      T value = conversion.convert(in.getValue("value"));
      arrayLeft = NO_ARRAY;
      read = true;
      return value;
    } catch (DamagedMessageException e) {
      throw damaged(e);
    } finally {
      if (!read) {
        in.position(start);
      }
    }
  }

  @Override
  public boolean readBoolean() throws JMSException {
    return read(value -> ValueConversion.toBoolean(value, null));
  }

  @Override
  public byte readByte() throws JMSException {
    return read(value -> ValueConversion.toByte(value, null));
  }

  @Override
  public short readShort() throws JMSException {
    return read(value -> ValueConversion.toShort(value, null));
  }

  @Override
  public char readChar() throws JMSException {
    return read(value -> ValueConversion.toChar(value, null));
  }

  @Override
  public int readInt() throws JMSException {
    return read(value -> ValueConversion.toInt(value, null));
  }

  @Override
  public long readLong() throws JMSException {
    return read(value -> ValueConversion.toLong(value, null));
  }

  @Override
  public float readFloat() throws JMSException {
    return read(value -> ValueConversion.toFloat(value, null));
  }

  @Override
  public double readDouble() throws JMSException {
    return read(value -> ValueConversion.toDouble(value, null));
  }

  @Override
  public String readString() throws JMSException {
    return read(value -> ValueConversion.toText(value, null));
  }

  @Override
  public Object readObject() throws JMSException {
    return read(value -> value);
  }

  /**
   * Reads from a byte array value. As long as a call fills the buffer, the next one goes on in the
   * same value, and says -1 when it was just used up.
   */
  @Override
  public int readBytes(byte[] buffer) throws JMSException {
    requireReadable();
    boolean begins = arrayLeft == NO_ARRAY;
    if (begins) {
      beginArray();
    }
    if (arrayLeft <= 0) {
      boolean empty = begins && arrayLeft == 0;
      arrayLeft = NO_ARRAY;
      return empty ? 0 : -1;
    }
    int count = Math.min(buffer.length, arrayLeft);
    in.getBytes(buffer, 0, count);
    arrayLeft = count < buffer.length ? NO_ARRAY : arrayLeft - count;
    return count;
  }

  /**
   * Goes to the first byte of an array value, which is not taken out as a whole: it may be large.
   */
  private void beginArray() throws JMSException {
    int start = in.position();
    try {
      if (in.remaining() > 0 && ValueTag.isBytes(in.getByte("value"))) {
        arrayLeft = in.getBlockLength("value");
        return;
      }
    } catch (DamagedMessageException e) {
      in.position(start);
      throw damaged(e);
    }
    in.position(start);
    // A null is passed over; anything else is refused.
    read(value -> ValueConversion.toBytes(value, null));
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    write(value);
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    write(value);
  }

  @Override
  public void writeShort(short value) throws JMSException {
    write(value);
  }

  @Override
  public void writeChar(char value) throws JMSException {
    write(value);
  }

  @Override
  public void writeInt(int value) throws JMSException {
    write(value);
  }

  @Override
  public void writeLong(long value) throws JMSException {
    write(value);
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    write(value);
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    write(value);
  }

  @Override
  public void writeString(String value) throws JMSException {
    write(value);
  }

  @Override
  public void writeBytes(byte[] value) throws JMSException {
    write(value);
  }

  @Override
  public void writeBytes(byte[] value, int offset, int length) throws JMSException {
    requireWriteable();
    ValueTag.writeBytes(out, value, offset, length);
  }

  @Override
  public void writeObject(Object value) throws JMSException {
    write(value);
  }

  private void write(Object value) throws JMSException {
    requireWriteable();
    ValueConversion.checkBodyValue(value, null);
    out.putValue(value);
  }
}

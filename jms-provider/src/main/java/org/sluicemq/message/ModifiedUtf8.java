// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The string format of {@code java.io.DataOutput}, which bytes messages share with other systems.
 */
final class ModifiedUtf8 {
  private ModifiedUtf8() {}

  static byte[] encode(String text) throws JMSException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 2);
    try {
      new DataOutputStream(bytes).writeUTF(text);
    } catch (IOException e) {
      MessageFormatException refusal =
          new MessageFormatException(
              "A text of "
                  + text.length()
                  + " characters is too long for writeUTF, which takes 65535 bytes at most: "
                  + "use writeBytes or a text message");
      refusal.initCause(e);
      throw refusal;
    }
    return bytes.toByteArray();
  }

  /** Reads the next text; one that is not whole leaves the reader where it was. */
  static String read(WireReader in) throws JMSException {
    int start = in.position();
    byte[] bytes = withLength(in, start);
    try {
      return new DataInputStream(new ByteArrayInputStream(bytes)).readUTF();
    } catch (IOException e) {
      in.position(start);
      MessageFormatException damaged =
          new MessageFormatException("The next bytes of the message are not a text of writeUTF");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static byte[] withLength(WireReader in, int start) throws MessageEOFException {
    int length = Short.BYTES;
    if (in.remaining() >= length) {
      length += in.getShort("length of a text") & 0xffff;
      in.position(start);
    }
    if (in.remaining() < length) {
      throw new MessageEOFException("The message ends within the text");
    }
    byte[] bytes = new byte[length];
    in.getBytes(bytes, 0, length);
    return bytes;
  }
}

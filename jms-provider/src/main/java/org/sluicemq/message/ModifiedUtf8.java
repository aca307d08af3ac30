// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * The string format of {@code java.io.DataOutput}, which bytes messages share with other systems.
 */
final class ModifiedUtf8 {
  private ModifiedUtf8() {}

  /** A text and how many bytes it took. */
  record Decoded(String text, int length) {}

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

  static Decoded decode(byte[] bytes, int from) throws JMSException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, bytes.length - from);
    try {
      String text = new DataInputStream(in).readUTF();
      return new Decoded(text, bytes.length - from - in.available());
    } catch (EOFException e) {
      MessageEOFException end = new MessageEOFException("The message ends within the text");
      end.initCause(e);
      throw end;
    } catch (IOException e) {
      MessageFormatException damaged =
          new MessageFormatException("The next bytes of the message are not a text of writeUTF");
      damaged.initCause(e);
      throw damaged;
    }
  }
}

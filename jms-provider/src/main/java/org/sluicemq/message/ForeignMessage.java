// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;

/** Reads another provider's message through the public interfaces (section 3.12). */
final class ForeignMessage {
  private static final int PIECE = 64 * 1024;

  private final Message foreign;

  ForeignMessage(Message foreign) {
    this.foreign = foreign;
  }

  /** Copies body, properties and the header fields that applications set. */
  JmsMessage copy(MessageFactory factory) throws JMSException {
    JmsMessage copy = copyBody(factory);
    copy.setJMSCorrelationID(foreign.getJMSCorrelationID());
    copy.setJMSReplyTo(foreign.getJMSReplyTo());
    copy.setJMSType(foreign.getJMSType());
    Enumeration<?> names = foreign.getPropertyNames();
    while (names.hasMoreElements()) {
      copyProperty((String) names.nextElement(), copy);
    }
    return copy;
  }

  private void copyProperty(String name, JmsMessage copy) throws JMSException {
    // The provider's own marks describe its delivery to somebody else; the new send has none yet.
    if (!name.startsWith("JMSX") || isGroup(name)) {
      copy.carryProperty(name, foreign.getObjectProperty(name));
    }
  }

  private static boolean isGroup(String name) {
    return name.equals(Envelope.GROUP_ID) || name.equals(Envelope.GROUP_SEQUENCE);
  }

  private JmsMessage copyBody(MessageFactory factory) throws JMSException {
    if (foreign instanceof TextMessage text) {
      return factory.text(text.getText());
    }
    if (foreign instanceof BytesMessage bytes) {
      return copyBytes(bytes, factory.bytes());
    }
    if (foreign instanceof MapMessage map) {
      return copyMap(map, factory.map());
    }
    if (foreign instanceof StreamMessage stream) {
      return copyStream(stream, factory.stream());
    }
    if (foreign instanceof ObjectMessage object) {
      return factory.object(object.getObject());
    }
    return factory.message();
  }

  private static JmsMessage copyBytes(BytesMessage from, JmsBytesMessage to) throws JMSException {
    from.reset();
    byte[] piece = new byte[(int) Math.max(1, Math.min(from.getBodyLength(), PIECE))];
    for (int count = from.readBytes(piece); count > 0; count = from.readBytes(piece)) {
      to.writeBytes(piece, 0, count);
    }
    from.reset();
    return to;
  }

  private static JmsMessage copyMap(MapMessage from, JmsMapMessage to) throws JMSException {
    Enumeration<?> names = from.getMapNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      to.setObject(name, from.getObject(name));
    }
    return to;
  }

  private static JmsMessage copyStream(StreamMessage from, JmsStreamMessage to)
      throws JMSException {
    from.reset();
    try {
      while (true) {
        to.writeObject(from.readObject());
      }
    } catch (MessageEOFException e) {
      // The interface has no other way to say that a stream ends here.
      from.reset();
      return to;
    }
  }
}

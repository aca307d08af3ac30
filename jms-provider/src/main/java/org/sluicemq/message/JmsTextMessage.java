// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

/** A message whose body is a text (section 3.11). Not safe between threads. */
public final class JmsTextMessage extends JmsMessage implements TextMessage {
  // Either form may be missing and is made from the other when it is needed; both null is no body.
  private String text;
  private Body encoded;

  JmsTextMessage() {}

  @Override
  public MessageType type() {
    return MessageType.TEXT;
  }

  @Override
  Body encodeBody() {
    if (encoded == null && text != null) {
      encoded = Utf8.encodeBody(text);
    }
    return encoded;
  }

  @Override
  void takeBody(Body body) {
    text = null;
    encoded = body;
  }

  @Override
  void emptyBody() {
    takeBody(null);
  }

  @Override
  public boolean hasBody() {
    return text != null || encoded != null;
  }

  @Override
  Class<?> bodyClass() {
    return String.class;
  }

  @Override
  Object bodyObject() throws JMSException {
    return getText();
  }

  @Override
  public void setText(String string) throws JMSException {
    requireWriteable();
    text = string;
    encoded = null;
  }

  @Override
  public String getText() throws JMSException {
    if (text == null && encoded != null) {
      try {
        text = Utf8.decode(encoded, 0, encoded.length());
      } catch (DamagedMessageException e) {
        throw damaged(e);
      }
    }
    return text;
  }
}

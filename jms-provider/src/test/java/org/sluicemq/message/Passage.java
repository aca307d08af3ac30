// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;

/** Sends a message as a provider would: frozen, stored as bytes, read back, thawed. */
final class Passage {
  static final MessageFactory FACTORY = new MessageFactory(ObjectPolicy.STANDARD);
  static final Address ORDERS = Address.queue("orders");
  static final SendStamp STAMP = new SendStamp("ID:1", ORDERS, null, true, 4, 1_000, 0, 1_000);
  static final DeliveryContext FIRST =
      new DeliveryContext(1, false, null, null, Acknowledgement.NONE);

  private Passage() {}

  static <M extends JmsMessage> M through(M message) throws JMSException {
    return through(message, FACTORY);
  }

  @SuppressWarnings("unchecked")
  static <M extends JmsMessage> M through(M message, MessageFactory receiver) throws JMSException {
    Envelope sent = message.freeze(STAMP);
    Envelope stored =
        EnvelopeCodec.decode(EnvelopeCodec.encodeHead(sent), Body.of(sent.body().toBytes()));
    return (M) receiver.thaw(stored, FIRST);
  }
}

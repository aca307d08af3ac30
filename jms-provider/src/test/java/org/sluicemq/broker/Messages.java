// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeBuilder;
import org.sluicemq.message.MessageType;

/** Makes envelopes for tests of the engine, whose body is a short text. */
final class Messages {

  static final Address ORDERS = Address.queue("orders");
  static final Address DLQ = Address.queue("DLQ");

  private Messages() {}

  static EnvelopeBuilder to(Address address, String text) {
    return Envelope.builder(MessageType.BYTES, address)
        .messageId("ID:" + text)
        .timestamp(1)
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  static Envelope order(String text) {
    return to(ORDERS, text).build();
  }

  static Envelope order(String text, int priority) {
    return to(ORDERS, text).priority(priority).build();
  }

  static Envelope order(String text, Map<String, ?> properties) {
    return to(ORDERS, text).properties(properties).build();
  }

  static String text(Envelope envelope) {
    return new String(envelope.body().toBytes(), StandardCharsets.UTF_8);
  }

  static String text(Delivery delivery) {
    return text(delivery.envelope());
  }
}

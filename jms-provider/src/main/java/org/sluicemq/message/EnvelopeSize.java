// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Map;

/**
 * Estimates what an envelope weighs on the heap: object headers and references by round figures,
 * strings by their characters, the body by its bytes.
 */
final class EnvelopeSize {
  private static final int ENVELOPE = 120;
  private static final int STRING = 56;
  private static final int ARRAY = 16;
  private static final int PROPERTIES = 120;
  private static final int PROPERTY = 56;

  private EnvelopeSize() {}

  static long of(Envelope envelope) {
    // The destination's address is shared by all messages of a backlog in practice; the rest is
    // not.
    return ENVELOPE
        + string(envelope.messageId())
        + (envelope.replyTo() == null ? 0 : string(envelope.replyTo().name()))
        + string(envelope.correlationId())
        + string(envelope.jmsType())
        + properties(envelope.properties())
        + ARRAY
        + envelope.body().length();
  }

  private static long properties(Map<String, Object> properties) {
    if (properties.isEmpty()) {
      return 0;
    }
    long sum = PROPERTIES;
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      sum += PROPERTY + string(property.getKey());
      sum += property.getValue() instanceof String text ? string(text) : ARRAY;
    }
    return sum;
  }

  private static long string(String text) {
    return text == null ? 0 : STRING + text.length();
  }
}

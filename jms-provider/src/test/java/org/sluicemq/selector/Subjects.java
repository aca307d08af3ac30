// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.fail;

import jakarta.jms.InvalidSelectorException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeBuilder;
import org.sluicemq.message.MessageType;

/** Envelopes to select from, and the answers about them in one word. */
final class Subjects {
  /** How often what is generated is tried; the system property {@code selector.rounds}. */
  static final int ROUNDS = Integer.getInteger("selector.rounds", 10_000);

  private Subjects() {}

  /** Makes an envelope with these names and values, in turn, as properties. */
  static Envelope with(Object... namesAndValues) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder().properties(properties).build();
  }

  static EnvelopeBuilder builder() {
    return Envelope.builder(MessageType.TEXT, Address.queue("q"));
  }

  /** Answers T, F or U; a selector alone does not tell false from unknown, its negation does. */
  static char truth(String selector, Envelope envelope) {
    try {
      boolean itself = Selector.parse(selector).matches(envelope);
      boolean negation = Selector.parse("NOT (" + selector + ")").matches(envelope);
      if (itself && negation) {
        fail(selector + " and its negation are both true");
      }
      return itself ? 'T' : negation ? 'F' : 'U';
    } catch (InvalidSelectorException e) {
      return fail(selector + ": " + e.getMessage(), e);
    }
  }
}

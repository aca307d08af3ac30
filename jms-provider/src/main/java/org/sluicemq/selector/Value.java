// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.Map;
import java.util.function.Function;
import org.sluicemq.message.Envelope;

/** What stands for itself or for a part of the message: literals, header fields, properties. */
final class Value {

  /** The header fields a selector may ask for; a null one is SQL's NULL. */
  private static final Map<String, Function<Envelope, Object>> HEADER_FIELDS =
      Map.of(
          "JMSDeliveryMode", envelope -> envelope.persistent() ? "PERSISTENT" : "NON_PERSISTENT",
          "JMSPriority", Envelope::priority,
          "JMSMessageID", Envelope::messageId,
          "JMSTimestamp", Envelope::timestamp,
          "JMSCorrelationID", Envelope::correlationId,
          "JMSType", Envelope::jmsType);

  private Value() {}

  /**
   * Returns the node for an identifier, or null when the name is reserved and stands for nothing.
   */
  static Expression identifier(String name) {
    Function<Envelope, Object> field = HEADER_FIELDS.get(name);
    if (field != null) {
      return new HeaderField(field);
    }
    if (name.equals("JMSXDeliveryCount")) {
      return new DeliveryCount();
    }
    boolean reserved =
        name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_");
    return reserved ? null : new Property(name);
  }

  record Literal(Object value) implements Expression {
    @Override
    public Kind kind() {
      return value instanceof Number
          ? Kind.NUMBER
          : value instanceof String ? Kind.STRING : Kind.BOOLEAN;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      return value;
    }
  }

  record HeaderField(Function<Envelope, Object> field) implements Expression {
    @Override
    public Kind kind() {
      return Kind.IDENTIFIER;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      return field.apply(envelope);
    }
  }

  record DeliveryCount() implements Expression {
    @Override
    public Kind kind() {
      return Kind.IDENTIFIER;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      return deliveryCount;
    }
  }

  record Property(String name) implements Expression {
    @Override
    public Kind kind() {
      return Kind.IDENTIFIER;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      return envelope.properties().get(name);
    }
  }
}

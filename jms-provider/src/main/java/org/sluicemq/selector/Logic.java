// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.List;
import org.sluicemq.message.Envelope;

/** AND, OR and NOT over true, false and unknown (section 3.8.1.2), unknown being null. */
final class Logic {
  private Logic() {}

  /** A condition: what AND, OR and NOT are made of and give. */
  interface Condition extends Expression {
    @Override
    default Kind kind() {
      return Kind.CONDITION;
    }

    @Override
    Boolean evaluate(Envelope envelope, int deliveryCount);
  }

  static Boolean not(Boolean truth) {
    return truth == null ? null : (Boolean) !truth;
  }

  static Boolean and(Boolean left, Boolean right) {
    if (left == Boolean.FALSE || right == Boolean.FALSE) {
      return Boolean.FALSE;
    }
    return left == null || right == null ? null : Boolean.TRUE;
  }

  static Boolean or(Boolean left, Boolean right) {
    return not(and(not(left), not(right)));
  }

  /** A boolean property or literal as a condition; a value of another type is not true. */
  record Truth(Expression value) implements Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Object truth = value.evaluate(envelope, deliveryCount);
      return truth == null ? null : (Boolean) Boolean.TRUE.equals(truth);
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      return not(condition.evaluate(envelope, deliveryCount));
    }
  }

  record And(List<Condition> conditions) implements Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Boolean result = Boolean.TRUE;
      for (Condition condition : conditions) {
        result = and(result, condition.evaluate(envelope, deliveryCount));
        if (result == Boolean.FALSE) {
          return result;
        }
      }
      return result;
    }
  }

  record Or(List<Condition> conditions) implements Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Boolean result = Boolean.FALSE;
      for (Condition condition : conditions) {
        result = or(result, condition.evaluate(envelope, deliveryCount));
        if (result == Boolean.TRUE) {
          return result;
        }
      }
      return result;
    }
  }
}

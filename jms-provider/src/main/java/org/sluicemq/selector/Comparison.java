// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.Set;
import org.sluicemq.message.Envelope;

/**
 * The operators that compare. A comparison with NULL is unknown, one of unlike types is false;
 * numbers are alike, and are compared after Java's numeric promotion.
 */
final class Comparison {
  private Comparison() {}

  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean orders() {
      return this != EQUAL && this != NOT_EQUAL;
    }
  }

  record Compare(Operator operator, Expression left, Expression right) implements Logic.Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      return compare(
          operator,
          left.evaluate(envelope, deliveryCount),
          right.evaluate(envelope, deliveryCount));
    }
  }

  /** {@code value BETWEEN low AND high}; its negation is {@code value < low OR value > high}. */
  record Between(boolean negated, Expression value, Expression low, Expression high)
      implements Logic.Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Object subject = value.evaluate(envelope, deliveryCount);
      Object least = low.evaluate(envelope, deliveryCount);
      Object most = high.evaluate(envelope, deliveryCount);
      return negated
          ? Logic.or(
              compare(Operator.LESS, subject, least), compare(Operator.GREATER, subject, most))
          : Logic.and(
              compare(Operator.GREATER_OR_EQUAL, subject, least),
              compare(Operator.LESS_OR_EQUAL, subject, most));
    }
  }

  /** {@code value [NOT] IN choices}; neither holds for a value that is no string. */
  record In(boolean negated, Expression value, Set<String> choices) implements Logic.Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Object subject = value.evaluate(envelope, deliveryCount);
      return subject == null
          ? null
          : (Boolean) (subject instanceof String text && choices.contains(text) != negated);
    }
  }

  /** {@code value [NOT] LIKE pattern}; neither holds for a value that is no string. */
  record Like(boolean negated, Expression value, LikePattern pattern) implements Logic.Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      Object subject = value.evaluate(envelope, deliveryCount);
      return subject == null
          ? null
          : (Boolean) (subject instanceof String text && pattern.matches(text) != negated);
    }
  }

  record IsNull(Expression value) implements Logic.Condition {
    @Override
    public Boolean evaluate(Envelope envelope, int deliveryCount) {
      return value.evaluate(envelope, deliveryCount) == null;
    }
  }

  static Boolean compare(Operator operator, Object left, Object right) {
    if (left == null || right == null) {
      return null;
    }
    if (left instanceof Number first && right instanceof Number second) {
      return compareNumbers(operator, first, second);
    }
    boolean alike = left.getClass() == right.getClass();
    if (!alike || operator.orders()) {
      return Boolean.FALSE;
    }
    return left.equals(right) == (operator == Operator.EQUAL);
  }

  private static boolean compareNumbers(Operator operator, Number left, Number right) {
    if (Arithmetic.isWhole(left) && Arithmetic.isWhole(right)) {
      return holds(operator, Long.compare(left.longValue(), right.longValue()));
    }
    boolean asFloats = !(left instanceof Double || right instanceof Double);
    double first = asFloats ? left.floatValue() : left.doubleValue();
    double second = asFloats ? right.floatValue() : right.doubleValue();
    if (Double.isNaN(first) || Double.isNaN(second)) {
      return operator == Operator.NOT_EQUAL;
    }
    return holds(operator, first < second ? -1 : first > second ? 1 : 0);
  }

  private static boolean holds(Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}

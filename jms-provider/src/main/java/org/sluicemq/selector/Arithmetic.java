// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.List;
import org.sluicemq.message.Envelope;

/**
 * Arithmetic by Java's numeric promotion, except that whole numbers are all computed as long and
 * never wrap. A division of whole numbers by zero, a result outside long, or an operand that is no
 * number gives NULL, so that the comparison around it is unknown.
 */
final class Arithmetic {
  private Arithmetic() {}

  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDE
  }

  /** An operator and its right operand. */
  record Step(Operator operator, Expression operand) {}

  /** A chain of operators of one precedence, computed from left to right. */
  record Chain(Expression first, List<Step> steps) implements Expression {
    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      Number result = number(first.evaluate(envelope, deliveryCount));
      for (Step step : steps) {
        if (result == null) {
          return null;
        }
        Number right = number(step.operand.evaluate(envelope, deliveryCount));
        result = right == null ? null : compute(step.operator, result, right);
      }
      return result;
    }
  }

  /** A sign before an operand. */
  record Signed(boolean negative, Expression operand) implements Expression {
    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public Object evaluate(Envelope envelope, int deliveryCount) {
      Number number = number(operand.evaluate(envelope, deliveryCount));
      return number == null || !negative ? number : negate(number);
    }
  }

  private static Number number(Object value) {
    return value instanceof Number number ? number : null;
  }

  static boolean isWhole(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }

  static Number negate(Number number) {
    if (number instanceof Double) {
      return -number.doubleValue();
    }
    if (number instanceof Float) {
      return -number.floatValue();
    }
    return number.longValue() == Long.MIN_VALUE ? null : (Number) (-number.longValue());
  }

  private static Number compute(Operator operator, Number left, Number right) {
    if (left instanceof Double || right instanceof Double) {
      return doubles(operator, left.doubleValue(), right.doubleValue());
    }
    if (left instanceof Float || right instanceof Float) {
      return floats(operator, left.floatValue(), right.floatValue());
    }
    return longs(operator, left.longValue(), right.longValue());
  }

  private static Double doubles(Operator operator, double left, double right) {
    return switch (operator) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private static Float floats(Operator operator, float left, float right) {
    return switch (operator) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private static Long longs(Operator operator, long left, long right) {
    switch (operator) {
      case PLUS -> {
        long sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0 ? null : (Long) sum;
      }
      case MINUS -> {
        long difference = left - right;
        return ((left ^ right) & (left ^ difference)) < 0 ? null : (Long) difference;
      }
      case TIMES -> {
        long product = left * right;
        boolean whole = Math.multiplyHigh(left, right) == product >> 63;
        return whole ? (Long) product : null;
      }
      default -> {
        boolean undefined = right == 0 || left == Long.MIN_VALUE && right == -1;
        return undefined ? null : (Long) (left / right);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sluicemq.selector.Arithmetic.Step;
import org.sluicemq.selector.Expression.Kind;
import org.sluicemq.selector.Logic.Condition;

/**
 * Reads one selector by recursive descent, one method per level of precedence. Recursion happens
 * only at an opening parenthesis, and is bounded. One use, one thread.
 */
final class Parser {
  /** Deeper than any selector a person writes, and far from the end of any thread's stack. */
  private static final int MAX_DEPTH = 100;

  /** How many characters of LIKE patterns one character of a value may be compared with. */
  private static final int MAX_LIKE_EFFORT = 256;

  private final String text;
  private final Lexer lexer;
  private Token token;
  private int depth;
  private int likeEffort;

  Parser(String text) throws InvalidSelectorException {
    this.text = text;
    if (text.length() > Selector.MAX_LENGTH) {
      throw SelectorError.at(
          Selector.MAX_LENGTH,
          "it has " + text.length() + " characters, the limit is " + Selector.MAX_LENGTH,
          text);
    }
    lexer = new Lexer(text);
    token = lexer.next();
  }

  Condition parse() throws InvalidSelectorException {
    Condition whole = condition(token.position(), alternative());
    if (token.kind() != Token.Kind.END) {
      throw expected("AND, OR or the end");
    }
    return whole;
  }

  private Expression alternative() throws InvalidSelectorException {
    int start = token.position();
    Expression first = conjunction();
    if (token.kind() != Token.Kind.OR) {
      return first;
    }
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition(start, first));
    while (take(Token.Kind.OR)) {
      int next = token.position();
      conditions.add(condition(next, conjunction()));
    }
    return new Logic.Or(List.copyOf(conditions));
  }

  private Expression conjunction() throws InvalidSelectorException {
    int start = token.position();
    Expression first = negation();
    if (token.kind() != Token.Kind.AND) {
      return first;
    }
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition(start, first));
    while (take(Token.Kind.AND)) {
      int next = token.position();
      conditions.add(condition(next, negation()));
    }
    return new Logic.And(List.copyOf(conditions));
  }

  private Expression negation() throws InvalidSelectorException {
    if (token.kind() != Token.Kind.NOT) {
      return predicate();
    }
    boolean negative = false;
    while (take(Token.Kind.NOT)) {
      negative = !negative;
    }
    int start = token.position();
    Condition condition = condition(start, predicate());
    return negative ? new Logic.Not(condition) : condition;
  }

  private Expression predicate() throws InvalidSelectorException {
    int start = token.position();
    Expression left = sum();
    Comparison.Operator operator = comparison();
    if (operator != null) {
      return compare(start, left, operator);
    }
    if (take(Token.Kind.IS)) {
      return isNull(identifier(start, left, "IS"));
    }
    boolean negated = take(Token.Kind.NOT);
    if (take(Token.Kind.BETWEEN)) {
      return between(start, left, negated);
    }
    if (take(Token.Kind.IN)) {
      return in(identifier(start, left, "IN"), negated);
    }
    if (take(Token.Kind.LIKE)) {
      return like(identifier(start, left, "LIKE"), negated);
    }
    if (negated) {
      throw expected("BETWEEN, IN or LIKE after NOT");
    }
    return left;
  }

  private Comparison.Operator comparison() throws InvalidSelectorException {
    Comparison.Operator operator =
        switch (token.kind()) {
          case EQUAL -> Comparison.Operator.EQUAL;
          case NOT_EQUAL -> Comparison.Operator.NOT_EQUAL;
          case LESS -> Comparison.Operator.LESS;
          case LESS_OR_EQUAL -> Comparison.Operator.LESS_OR_EQUAL;
          case GREATER -> Comparison.Operator.GREATER;
          case GREATER_OR_EQUAL -> Comparison.Operator.GREATER_OR_EQUAL;
          default -> null;
        };
    if (operator != null) {
      advance();
    }
    return operator;
  }

  private Condition compare(int start, Expression left, Comparison.Operator operator)
      throws InvalidSelectorException {
    comparable(start, left, operator);
    int next = token.position();
    Expression right = sum();
    comparable(next, right, operator);
    alike(next, left.kind(), right.kind());
    return new Comparison.Compare(operator, left, right);
  }

  private void comparable(int position, Expression value, Comparison.Operator operator)
      throws InvalidSelectorException {
    if (value.kind() == Kind.CONDITION) {
      throw SelectorError.at(position, "a value is expected here, this is a condition", text);
    }
    boolean ordered = value.kind() == Kind.NUMBER || value.kind() == Kind.IDENTIFIER;
    if (operator.orders() && !ordered) {
      throw SelectorError.at(
          position, "strings and booleans can be compared only with = and <>", text);
    }
  }

  /** No message can make two literals alike that are not, so the selector is a mistake. */
  private void alike(int position, Kind left, Kind right) throws InvalidSelectorException {
    if (left != right && left != Kind.IDENTIFIER && right != Kind.IDENTIFIER) {
      throw SelectorError.at(
          position,
          "a "
              + right.name().toLowerCase(Locale.ROOT)
              + " cannot be compared with a "
              + left.name().toLowerCase(Locale.ROOT),
          text);
    }
  }

  private Condition isNull(Expression identifier) throws InvalidSelectorException {
    boolean negated = take(Token.Kind.NOT);
    expect(Token.Kind.NULL);
    return negate(negated, new Comparison.IsNull(identifier));
  }

  private Condition between(int start, Expression value, boolean negated)
      throws InvalidSelectorException {
    number(start, value);
    int lowStart = token.position();
    Expression low = number(lowStart, sum());
    expect(Token.Kind.AND);
    int highStart = token.position();
    Expression high = number(highStart, sum());
    return new Comparison.Between(negated, value, low, high);
  }

  private Condition in(Expression identifier, boolean negated) throws InvalidSelectorException {
    Set<String> choices = new HashSet<>();
    expect(Token.Kind.OPEN);
    do {
      choices.add(expect(Token.Kind.STRING).text());
    } while (take(Token.Kind.COMMA));
    expect(Token.Kind.CLOSE);
    return new Comparison.In(negated, identifier, Set.copyOf(choices));
  }

  private Condition like(Expression identifier, boolean negated) throws InvalidSelectorException {
    Token pattern = expect(Token.Kind.STRING);
    Integer escape = take(Token.Kind.ESCAPE) ? escape() : null;
    try {
      LikePattern read = new LikePattern(pattern.text(), escape);
      likeEffort += read.effort();
      if (likeEffort > MAX_LIKE_EFFORT) {
        throw new IllegalArgumentException(
            "what stands between two % and has a _ in it may have "
                + MAX_LIKE_EFFORT
                + " characters in all patterns of a selector together: shorten it");
      }
      return new Comparison.Like(negated, identifier, read);
    } catch (IllegalArgumentException e) {
      throw SelectorError.at(pattern.position(), e.getMessage(), text);
    }
  }

  private int escape() throws InvalidSelectorException {
    Token literal = expect(Token.Kind.STRING);
    String character = literal.text();
    if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
      throw SelectorError.at(
          literal.position(), "the escape is a string literal of one character", text);
    }
    return character.codePointAt(0);
  }

  private Expression sum() throws InvalidSelectorException {
    int start = token.position();
    Expression first = product();
    List<Step> steps = new ArrayList<>(0);
    while (token.kind() == Token.Kind.PLUS || token.kind() == Token.Kind.MINUS) {
      boolean plus = token.kind() == Token.Kind.PLUS;
      advance();
      int next = token.position();
      Expression operand = number(next, product());
      steps.add(new Step(plus ? Arithmetic.Operator.PLUS : Arithmetic.Operator.MINUS, operand));
    }
    return chain(start, first, steps);
  }

  private Expression product() throws InvalidSelectorException {
    int start = token.position();
    Expression first = signed();
    List<Step> steps = new ArrayList<>(0);
    while (token.kind() == Token.Kind.TIMES || token.kind() == Token.Kind.DIVIDE) {
      boolean times = token.kind() == Token.Kind.TIMES;
      advance();
      int next = token.position();
      Expression operand = number(next, signed());
      steps.add(new Step(times ? Arithmetic.Operator.TIMES : Arithmetic.Operator.DIVIDE, operand));
    }
    return chain(start, first, steps);
  }

  private Expression chain(int start, Expression first, List<Step> steps)
      throws InvalidSelectorException {
    return steps.isEmpty() ? first : new Arithmetic.Chain(number(start, first), List.copyOf(steps));
  }

  private Expression signed() throws InvalidSelectorException {
    boolean anySign = false;
    boolean negative = false;
    while (token.kind() == Token.Kind.PLUS || token.kind() == Token.Kind.MINUS) {
      anySign = true;
      negative ^= token.kind() == Token.Kind.MINUS;
      advance();
    }
    if (token.kind() == Token.Kind.NUMBER_BELOW_ZERO) {
      return smallestLong(negative);
    }
    int start = token.position();
    Expression operand = primary();
    return anySign ? new Arithmetic.Signed(negative, number(start, operand)) : operand;
  }

  private Expression smallestLong(boolean negative) throws InvalidSelectorException {
    if (!negative) {
      throw SelectorError.at(
          token.position(), "the number is outside the range of a Java long", text);
    }
    advance();
    return new Value.Literal(Long.MIN_VALUE);
  }

  private Expression primary() throws InvalidSelectorException {
    Token first = token;
    switch (first.kind()) {
      case OPEN:
        return parenthesis();
      case IDENTIFIER:
        advance();
        return named(first);
      case STRING:
        advance();
        return new Value.Literal(first.text());
      case NUMBER:
        advance();
        return new Value.Literal(first.value());
      case TRUE, FALSE:
        advance();
        return new Value.Literal(first.kind() == Token.Kind.TRUE);
      default:
        throw expected("an identifier, a literal or '('");
    }
  }

  private Expression parenthesis() throws InvalidSelectorException {
    if (++depth > MAX_DEPTH) {
      throw SelectorError.at(
          token.position(), "parentheses are nested deeper than " + MAX_DEPTH, text);
    }
    advance();
    Expression inner = alternative();
    expect(Token.Kind.CLOSE);
    depth--;
    return inner;
  }

  private Expression named(Token name) throws InvalidSelectorException {
    Expression identifier = Value.identifier(name.text());
    if (identifier == null) {
      throw SelectorError.at(
          name.position(),
          name.shown()
              + " begins with JMS but is not one of JMSDeliveryMode, JMSPriority, JMSMessageID,"
              + " JMSTimestamp, JMSCorrelationID and JMSType, nor a JMSX or JMS_ property",
          text);
    }
    return identifier;
  }

  private Condition condition(int position, Expression expression) throws InvalidSelectorException {
    return switch (expression.kind()) {
      case CONDITION -> (Condition) expression;
      case BOOLEAN, IDENTIFIER -> new Logic.Truth(expression);
      default ->
          throw SelectorError.at(
              position, "a condition is expected here, this is only a value", text);
    };
  }

  private Expression number(int position, Expression expression) throws InvalidSelectorException {
    if (expression.kind() != Kind.NUMBER && expression.kind() != Kind.IDENTIFIER) {
      throw SelectorError.at(position, "a number is expected here", text);
    }
    return expression;
  }

  private Expression identifier(int position, Expression expression, String operator)
      throws InvalidSelectorException {
    if (expression.kind() != Kind.IDENTIFIER) {
      throw SelectorError.at(position, operator + " needs an identifier on its left", text);
    }
    return expression;
  }

  private static Condition negate(boolean negated, Condition condition) {
    return negated ? new Logic.Not(condition) : condition;
  }

  private void advance() throws InvalidSelectorException {
    token = lexer.next();
  }

  private boolean take(Token.Kind kind) throws InvalidSelectorException {
    if (token.kind() != kind) {
      return false;
    }
    advance();
    return true;
  }

  private Token expect(Token.Kind kind) throws InvalidSelectorException {
    Token found = token;
    if (found.kind() != kind) {
      throw expected(kind.shown());
    }
    advance();
    return found;
  }

  private InvalidSelectorException expected(String what) {
    return SelectorError.at(
        token.position(), "expected " + what + ", found " + token.shown(), text);
  }
}

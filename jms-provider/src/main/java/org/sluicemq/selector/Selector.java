// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;
import org.sluicemq.message.Envelope;

/**
 * A message selector (section 3.8.1): says of an envelope whether a consumer wants it. Immutable
 * and safe between threads.
 */
public final class Selector {

  /** The longest text that is taken, in characters. */
  public static final int MAX_LENGTH = 64 * 1024;

  /** The selector of a consumer without one: it matches every message. */
  public static final Selector ALL = new Selector("", new Value.Literal(Boolean.TRUE));

  private static final SelectorCache CACHE = new SelectorCache(256, 2048);

  private final String text;
  private final Expression condition;

  private Selector(String text, Expression condition) {
    this.text = text;
    this.condition = condition;
  }

  /**
   * Parses a selector, or finds it among those parsed lately.
   *
   * @param text the selector; null, empty or only white space for {@link #ALL}
   * @return the selector
   * @throws InvalidSelectorException saying where the text goes wrong and what was expected there;
   *     nothing else is thrown, whatever the text
   */
  public static Selector parse(String text) throws InvalidSelectorException {
    if (text == null || text.chars().allMatch(Lexer::isWhiteSpace)) {
      return ALL;
    }
    Selector known = CACHE.find(text);
    if (known != null) {
      return known;
    }
    Selector parsed = new Selector(text, new Parser(text).parse());
    CACHE.keep(text, parsed);
    return parsed;
  }

  /**
   * Says whether the message is wanted, on its first delivery.
   *
   * @param envelope the message
   * @return true when the selector is true of it; false when it is false or unknown
   */
  public boolean matches(Envelope envelope) {
    return matches(envelope, 1);
  }

  /**
   * Says whether the message is wanted.
   *
   * @param envelope the message
   * @param deliveryCount what JMSXDeliveryCount stands for
   * @return true when the selector is true of it; false when it is false or unknown
   */
  public boolean matches(Envelope envelope, int deliveryCount) {
    return condition.evaluate(envelope, deliveryCount) == Boolean.TRUE;
  }

  /**
   * Returns whether this selector matches every message without looking at it.
   *
   * @return true for {@link #ALL}
   */
  public boolean matchesAll() {
    return this == ALL;
  }

  /**
   * Returns the text as it was given.
   *
   * @return the text; empty for {@link #ALL}
   */
  public String text() {
    return text;
  }

  /** Two selectors are equal when their texts are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Selector that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import org.sluicemq.message.Envelope;

/**
 * A node of a selector's tree. Immutable; evaluating never throws, and recurses no deeper than the
 * parentheses of the text, because chains of one operator are one node.
 */
interface Expression {

  /** What a node can stand for, as far as the text alone says. */
  enum Kind {
    /** True, false or unknown. */
    CONDITION,
    /** A number, computed or literal. */
    NUMBER,
    /** A string literal. */
    STRING,
    /** TRUE or FALSE. */
    BOOLEAN,
    /** A header field or property, whose type only a message can tell. */
    IDENTIFIER
  }

  Kind kind();

  /**
   * Returns the value for a message: a Boolean, Number or String, or null for SQL's NULL and for
   * unknown.
   */
  Object evaluate(Envelope envelope, int deliveryCount);
}

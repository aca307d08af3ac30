// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

/**
 * A word of a selector's text.
 *
 * @param kind what it is
 * @param text an identifier's name, a string's content, or the characters as written
 * @param value a number's value, otherwise null
 * @param position where it begins, from 0
 */
record Token(Kind kind, String text, Number value, int position) {

  enum Kind {
    IDENTIFIER("an identifier"),
    STRING("a string literal"),
    NUMBER("a number"),
    /** Only after a minus sign: the smallest long has no positive counterpart. */
    NUMBER_BELOW_ZERO("a number"),
    PLUS("'+'"),
    MINUS("'-'"),
    TIMES("'*'"),
    DIVIDE("'/'"),
    OPEN("'('"),
    CLOSE("')'"),
    COMMA("','"),
    EQUAL("'='"),
    NOT_EQUAL("'<>'"),
    LESS("'<'"),
    LESS_OR_EQUAL("'<='"),
    GREATER("'>'"),
    GREATER_OR_EQUAL("'>='"),
    AND("AND"),
    OR("OR"),
    NOT("NOT"),
    BETWEEN("BETWEEN"),
    LIKE("LIKE"),
    IN("IN"),
    IS("IS"),
    ESCAPE("ESCAPE"),
    NULL("NULL"),
    TRUE("TRUE"),
    FALSE("FALSE"),
    END("the end");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /** Returns the token as an error names it. */
  String shown() {
    return switch (kind) {
      case IDENTIFIER, NUMBER, NUMBER_BELOW_ZERO -> kind.shown + " '" + shortened() + "'";
      default -> kind.shown;
    };
  }

  private String shortened() {
    return text.length() > 60 ? text.substring(0, 60) + "\u2026" : text;
  }
}

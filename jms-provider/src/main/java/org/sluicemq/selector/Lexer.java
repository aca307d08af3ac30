// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.Locale;
import java.util.Map;
import org.sluicemq.selector.Token.Kind;

/** Cuts a selector's text into tokens, one at a time. Used by one parser. */
final class Lexer {
  private static final Map<String, Kind> WORDS =
      Map.ofEntries(
          Map.entry("AND", Kind.AND),
          Map.entry("OR", Kind.OR),
          Map.entry("NOT", Kind.NOT),
          Map.entry("BETWEEN", Kind.BETWEEN),
          Map.entry("LIKE", Kind.LIKE),
          Map.entry("IN", Kind.IN),
          Map.entry("IS", Kind.IS),
          Map.entry("ESCAPE", Kind.ESCAPE),
          Map.entry("NULL", Kind.NULL),
          Map.entry("TRUE", Kind.TRUE),
          Map.entry("FALSE", Kind.FALSE));
  private static final int LONGEST_WORD = 7;

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  Token next() throws InvalidSelectorException {
    while (at < text.length() && isWhiteSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", null, at);
    }
    char c = text.charAt(at);
    if (c == '\'') {
      return string();
    }
    if (isDigit(at) || c == '.' && isDigit(at + 1)) {
      return number();
    }
    return Character.isJavaIdentifierStart(text.codePointAt(at)) ? word() : symbol(c);
  }

  /** White space of the Java language, which is less than what {@link Character} knows. */
  static boolean isWhiteSpace(int c) {
    return " \t\f\n\r".indexOf(c) >= 0;
  }

  private boolean isDigit(int position) {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  private Token string() throws InvalidSelectorException {
    int start = at;
    StringBuilder content = new StringBuilder();
    while (true) {
      int quote = text.indexOf('\'', at + 1);
      if (quote < 0) {
        throw SelectorError.at(start, "this string literal has no closing quote", text);
      }
      content.append(text, at + 1, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) != '\'') {
        return new Token(Kind.STRING, content.toString(), null, start);
      }
      content.append('\'');
    }
  }

  private Token number() throws InvalidSelectorException {
    int start = at;
    NumberLiteral literal = new NumberLiteral(text, start);
    at = literal.end();
    String digits = text.substring(start, at);
    if (literal.isSmallestLong()) {
      return new Token(Kind.NUMBER_BELOW_ZERO, digits, Long.MIN_VALUE, start);
    }
    return new Token(Kind.NUMBER, digits, literal.value(), start);
  }

  private Token word() {
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    String word = text.substring(start, at);
    return new Token(wordKind(word), word, null, start);
  }

  private static Kind wordKind(String word) {
    // Only ASCII letters may differ in case: a dotless i must not make a keyword.
    boolean candidate = word.length() <= LONGEST_WORD && word.chars().allMatch(c -> c < 0x80);
    return candidate
        ? WORDS.getOrDefault(word.toUpperCase(Locale.ROOT), Kind.IDENTIFIER)
        : Kind.IDENTIFIER;
  }

  private Token symbol(char c) throws InvalidSelectorException {
    int start = at;
    char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    Kind kind =
        switch (c) {
          case '+' -> Kind.PLUS;
          case '-' -> Kind.MINUS;
          case '*' -> Kind.TIMES;
          case '/' -> Kind.DIVIDE;
          case '(' -> Kind.OPEN;
          case ')' -> Kind.CLOSE;
          case ',' -> Kind.COMMA;
          case '=' -> Kind.EQUAL;
          case '<' ->
              following == '>' ? Kind.NOT_EQUAL : following == '=' ? Kind.LESS_OR_EQUAL : Kind.LESS;
          case '>' -> following == '=' ? Kind.GREATER_OR_EQUAL : Kind.GREATER;
          default -> throw unknown(c);
        };
    boolean twoCharacters =
        kind == Kind.NOT_EQUAL || kind == Kind.LESS_OR_EQUAL || kind == Kind.GREATER_OR_EQUAL;
    at += twoCharacters ? 2 : 1;
    return new Token(kind, text.substring(start, at), null, start);
  }

  private InvalidSelectorException unknown(char c) {
    String hint =
        switch (c) {
          case '!' -> "; 'not equal' is written <>";
          case '"' -> "; strings stand in single quotes";
          default -> "";
        };
    return SelectorError.at(
        at,
        String.format("the character U+%04X has no meaning here", text.codePointAt(at)) + hint,
        text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

/**
 * Expands {@code ${name}} and {@code ${name:default}} by system properties, so that one descriptor
 * fits several servers. A default may hold expressions itself.
 */
final class Expressions {

  private Expressions() {}

  static String expand(String text) {
    StringBuilder expanded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int start = text.indexOf("${", at);
      if (start < 0) {
        break;
      }
      int end = closing(text, start + 2);
      expanded.append(text, at, start).append(value(text.substring(start + 2, end)));
      at = end + 1;
    }
    return expanded.append(text.substring(at)).toString();
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.startsWith("${", i)) {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("The expression in '" + text + "' has no closing brace");
  }

  private static String value(String expression) {
    int colon = expression.indexOf(':');
    String name = colon < 0 ? expression : expression.substring(0, colon);
    String value = System.getProperty(name);
    if (value != null) {
      return value;
    }
    if (colon < 0) {
      throw new IllegalArgumentException(
          "The system property '"
              + name
              + "' is not set; set it, or give a default as in ${"
              + name
              + ":default}");
    }
    return expand(expression.substring(colon + 1));
  }
}

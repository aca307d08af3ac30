// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line into its columns: separated by commas; a column in double quotes may hold commas,
 * and a doubled quote stands for one.
 */
final class CsvLine {

  private final String text;
  private int at;

  private CsvLine(String text) {
    this.text = text;
  }

  /**
   * The columns of a line.
   *
   * @throws IllegalArgumentException if quotes do not match, in a sentence for the person
   */
  static List<String> split(String text) {
    CsvLine line = new CsvLine(text);
    List<String> columns = new ArrayList<>();
    columns.add(line.column());
    while (line.at < text.length()) {
      line.at++;
      columns.add(line.column());
    }
    return columns;
  }

  private String column() {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
  }

  private String plain() {
    int end = text.indexOf(',', at);
    String column = text.substring(at, end < 0 ? text.length() : end);
    if (column.indexOf('"') >= 0) {
      throw new IllegalArgumentException("a quote stands in the middle of a column");
    }
    at += column.length();
    return column;
  }

  private String quoted() {
    StringBuilder column = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new IllegalArgumentException("a quote is opened and never closed");
      }
      column.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == ',') {
        return column.toString();
      }
      if (text.charAt(at) != '"') {
        throw new IllegalArgumentException("a closing quote is not followed by a comma");
      }
      column.append('"');
      at++;
    }
  }
}

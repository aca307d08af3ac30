// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluicemq.examples.orderdesk.order.OrderLine;

/**
 * A file of orders: UTF-8, a heading, then an order a line. Every line is read by itself, so that a
 * bad one spoils no other. Immutable.
 */
public final class OrderFile {

  /** The first line. */
  public static final String HEADING = "customer,city,article,quantity,ordered_on";

  private static final int COLUMNS = 5;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final List<byte[]> lines;

  private OrderFile(List<byte[]> lines) {
    this.lines = lines;
  }

  /**
   * Takes a file apart into lines.
   *
   * @throws IllegalArgumentException if it is not a file of orders at all, in a sentence for the
   *     person
   */
  public static OrderFile of(byte[] content) {
    List<byte[]> lines = split(content);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("The file is empty.");
    }
    String heading = readable(lines.get(0));
    if (heading == null || !heading.trim().equalsIgnoreCase(HEADING)) {
      throw new IllegalArgumentException(
          "Line 1 is not the heading: it must be “" + HEADING + "”.");
    }
    return new OrderFile(lines);
  }

  /** The number of the last line; the heading is line 1. */
  public int lastLine() {
    return lines.size();
  }

  /** Says whether there is nothing on a line. */
  public boolean blank(int number) {
    String text = readable(lines.get(number - 1));
    return text != null && text.isBlank();
  }

  /**
   * The order of a line.
   *
   * @throws IllegalArgumentException if it cannot be read, saying why
   */
  public OrderLine order(int number) {
    String text = readable(lines.get(number - 1));
    if (text == null) {
      throw new IllegalArgumentException("it is not UTF-8 text");
    }
    List<String> columns = CsvLine.split(text);
    if (columns.size() != COLUMNS) {
      throw new IllegalArgumentException(
          "it has %d columns: %d are needed".formatted(columns.size(), COLUMNS));
    }
    return new OrderLine(
        columns.get(0),
        columns.get(1),
        columns.get(2),
        quantity(columns.get(3)),
        date(columns.get(4)));
  }

  private static int quantity(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException("the quantity “" + text + "” is not a number", notOne);
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text.trim());
    } catch (DateTimeParseException notOne) {
      throw new IllegalArgumentException(
          "the date “" + text + "” is not of the form 2026-01-31", notOne);
    }
  }

  private static String readable(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }

  private static List<byte[]> split(byte[] content) {
    List<byte[]> lines = new ArrayList<>();
    int start = startsWithMark(content) ? BYTE_ORDER_MARK.length : 0;
    for (int at = start; at < content.length; at++) {
      if (content[at] == '\n') {
        lines.add(line(content, start, at));
        start = at + 1;
      }
    }
    if (start < content.length) {
      lines.add(line(content, start, content.length));
    }
    return lines;
  }

  private static boolean startsWithMark(byte[] content) {
    return content.length >= BYTE_ORDER_MARK.length
        && ByteBuffer.wrap(content, 0, BYTE_ORDER_MARK.length)
            .equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
  }

  private static byte[] line(byte[] content, int start, int end) {
    int last = end > start && content[end - 1] == '\r' ? end - 1 : end;
    return Arrays.copyOfRange(content, start, last);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluicemq.examples.orderdesk.order.OrderLine;

class OrderFileTest {

  private static OrderFile file(String... lines) {
    String text = OrderFile.HEADING + "\n" + String.join("\n", lines);
    return OrderFile.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String reason(String line) {
    OrderFile file = file(line);
    return assertThrows(IllegalArgumentException.class, () -> file.order(2)).getMessage();
  }

  @Test
  void goodLineBecomesAnOrder() {
    OrderLine order = file("Mill Store,Köln,CUP-010,3,2026-01-31").order(2);
    assertEquals(
        new OrderLine("Mill Store", "Köln", "CUP-010", 3, LocalDate.of(2026, 1, 31)), order);
  }

  @Test
  void quotedColumnHoldsCommasAndQuotes() {
    OrderLine order = file("\"Tables, \"\"Chairs\"\" & More\",Lyon,CUP-010,1,2026-01-31").order(2);
    assertEquals("Tables, \"Chairs\" & More", order.customer());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "A,B,CUP-010,1 | it has 4 columns: 5 are needed",
        "A,B,CUP-010,many,2026-01-31 | the quantity “many” is not a number",
        "A,B,CUP-010,0,2026-01-31 | the quantity is 0: it must be from 1 to 999",
        "A,B,CUP-010,1,31.01.2026 | the date “31.01.2026” is not of the form 2026-01-31",
        "A,B,CUP-010,1,2026-02-30 | the date “2026-02-30” is not of the form 2026-01-31",
        " ,B,CUP-010,1,2026-01-31 | the customer is missing",
        "\"A,B,CUP-010,1,2026-01-31 | a quote is opened and never closed",
        "\"A\"x,B,CUP-010,1,2026-01-31 | a closing quote is not followed by a comma",
        "A\"x,B,CUP-010,1,2026-01-31 | a quote stands in the middle of a column",
        "A,B,AN-ARTICLE-WITH-A-LONG-CODE,1,2026-01-31"
            + " | the article has 27 characters: at most 20 are possible",
      })
  void badLineIsRefusedWithItsReason(String line, String reason) {
    assertEquals(reason, reason(line));
  }

  @Test
  void badLineSpoilsNoOther() {
    OrderFile file = file("nonsense", "A,B,CUP-010,1,2026-01-31");
    assertThrows(IllegalArgumentException.class, () -> file.order(2));
    assertEquals("CUP-010", file.order(3).article());
  }

  @Test
  void lineThatIsNotUtf8IsRefusedAlone() {
    byte[] heading = (OrderFile.HEADING + "\r\nA,").getBytes(StandardCharsets.UTF_8);
    byte[] rest =
        ",CUP-010,1,2026-01-31\r\nA,B,CUP-010,1,2026-01-31".getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[heading.length + 1 + rest.length];
    System.arraycopy(heading, 0, content, 0, heading.length);
    content[heading.length] = (byte) 0xFF;
    System.arraycopy(rest, 0, content, heading.length + 1, rest.length);
    OrderFile file = OrderFile.of(content);
    assertEquals(
        "it is not UTF-8 text",
        assertThrows(IllegalArgumentException.class, () -> file.order(2)).getMessage());
    assertEquals("A", file.order(3).customer());
  }

  @Test
  void lastLineNeedsNoLineEndAndMakesNoneMore() {
    assertEquals(2, file("A,B,CUP-010,1,2026-01-31").lastLine());
    assertEquals(2, file("A,B,CUP-010,1,2026-01-31\n").lastLine());
  }

  @Test
  void blankLineIsKnown() {
    OrderFile file = file("  ", "A,B,CUP-010,1,2026-01-31");
    assertTrue(file.blank(2));
    assertFalse(file.blank(3));
  }

  @Test
  void byteOrderMarkIsPassedOver() {
    byte[] content = ("\uFEFF" + OrderFile.HEADING).getBytes(StandardCharsets.UTF_8);
    assertEquals(1, OrderFile.of(content).lastLine());
  }

  @Test
  void fileWithoutHeadingIsNoFileOfOrders() {
    for (byte[] content : List.of("hello".getBytes(StandardCharsets.UTF_8), new byte[] {-1, -2})) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> OrderFile.of(content)).getMessage();
      assertEquals("Line 1 is not the heading: it must be “" + OrderFile.HEADING + "”.", message);
    }
    assertEquals(
        "The file is empty.",
        assertThrows(IllegalArgumentException.class, () -> OrderFile.of(new byte[0])).getMessage());
  }
}

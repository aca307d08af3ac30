// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.h2.StoreCheck;

/** What the books say of what they are told. */
class BooksTest {

  private static final long ONE = Transfer.amount("1");

  @Test
  void whatAddsUpBreaksNothing() {
    assertBroken("sent 1", "outgoing 1", "waiting 1", money(-ONE), "counted");
    assertBroken(
        "sent 1", "seen 1 new", "taken 1", "outgoing 1", "incoming 1", money(0), "counted");
    assertBroken("undone 2", money(0), "counted");
    assertBroken("sent 3", "seen 3 new", "seen 3 again", "taken 3");
  }

  @Test
  void halfATransferIsFound() {
    assertBroken(
        List.of("1 has an outgoing row, and nothing has arrived"),
        "outgoing 1",
        money(0),
        "counted");
    assertBroken(
        List.of("1 has arrived, and has no outgoing row"), "waiting 1", money(-ONE), "counted");
    assertBroken(
        List.of("5a has an outgoing row, and 5b of the same transaction has none"),
        "outgoing 5a",
        "incoming 5a",
        money(0),
        "counted");
  }

  @Test
  void halfAReceiptIsFound() {
    assertBroken(
        List.of("1 has its incoming row, and its message still waits"),
        "outgoing 1",
        "incoming 1",
        "waiting 1",
        money(-ONE),
        "counted");
  }

  @Test
  void lossOfWhatWasReportedIsFound() {
    assertBroken(
        List.of("1 was reported as sent, and there is no outgoing row of it"),
        "sent 1",
        money(0),
        "counted");
    assertBroken(
        List.of("1 was reported as taken, and there is no incoming row of it"),
        "taken 1",
        "outgoing 1",
        "waiting 1",
        money(-ONE),
        "counted");
  }

  @Test
  void whatIsThereTwiceIsFound() {
    assertBroken(
        List.of("1 has two incoming rows"),
        "outgoing 1",
        "incoming 1",
        "incoming 1",
        money(0),
        "counted");
    assertBroken(List.of("1 was taken twice"), "taken 1", "taken 1");
    assertBroken(
        List.of("1 came again after its receipt was committed"),
        "seen 1 new",
        "taken 1",
        "seen 1 again");
  }

  @Test
  void unmarkedRedeliveryAndDamageAreFound() {
    assertBroken(
        List.of("1 came again and was not marked as redelivered"), "seen 1 new", "seen 1 new");
    assertBroken(List.of("1 came with another body than it was sent with"), "seen 1 damaged");
  }

  @Test
  void whatWasRolledBackAndIsThereIsFound() {
    assertBroken(List.of("2 was never committed, and there is a message of it"), "seen 2 new");
    assertBroken(
        List.of("2 was never committed, and there is an outgoing row of it"),
        "outgoing 2",
        "incoming 2",
        money(0),
        "counted");
  }

  @Test
  void receiptThatWasRolledBackAndHasItsRowIsFound() {
    assertBroken(
        List.of("1 was given back, and has its incoming row"),
        "seen 1 new",
        "returned 1",
        "outgoing 1",
        "incoming 1",
        money(0),
        "counted");
    String[] fine = {
      "seen 1 new",
      "returned 1",
      "outgoing 1",
      "waiting 1",
      money(-ONE),
      "counted",
      "seen 1 again",
      "taken 1",
      "outgoing 1",
      "incoming 1",
      money(0),
      "counted"
    };
    assertBroken(fine);
  }

  @Test
  void whatIsInDoubtAndMoneyThatIsMissingAreFound() {
    assertBroken(List.of("After recovery in doubt: doubt broker X"), "doubt broker X");
    assertBroken(
        List.of("The accounts hold 999999 and 0 travel, which is not 1000000"),
        money(-1),
        "counted");
  }

  @Test
  void whatIsLeftWhenAllIsTakenIsFound() {
    assertBroken(
        List.of("8 bytes are held by the broker, though nothing is left"), "held 0", "held 8");
    Books books = new Books();
    books.audit(new StoreCheck.Report(1, 0, 0, List.of(), List.of()));
    assertEquals(List.of(), books.broken());
    StoreCheck.Finding finding = new StoreCheck.Finding("it is damaged", "Message 1", "Restore");
    books.audit(new StoreCheck.Report(1, 2, 3, List.of(finding), List.of("It was not stopped")));
    assertEquals(
        List.of(
            "In the store: Message 1: it is damaged. Restore",
            "In the store: It was not stopped",
            "2 messages are in the tables of the store, though nothing is left",
            "3 branches are in the tables of the store, though nothing is left"),
        books.broken());
  }

  private static String money(long change) {
    return "money " + (Database.MONEY + change);
  }

  private static void assertBroken(String... lines) {
    assertBroken(List.of(), lines);
  }

  private static void assertBroken(List<String> expected, String... lines) {
    Books books = new Books();
    List.of(lines).forEach(books::take);
    assertEquals(expected, books.broken());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, used as a person would. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OrderDeskPageIT {

  private static final String HOLDS = "document.querySelector('#check').dataset.state === 'HOLDS'";
  private static final String NONE_WAITING = "document.querySelector('#waiting').innerText === '0'";

  private static RunningDesk desk;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    String missing = Browser.missing().orElse("");
    assumeTrue(missing.isEmpty(), () -> "The page is not tested: " + missing + ".");
    desk = RunningDesk.fresh("page");
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (desk != null) {
      desk.close();
    }
  }

  @BeforeEach
  void showPage() {
    browser.go(desk.address());
    browser.await("document.querySelector('#connection').innerText === 'live'");
    browser.await(HOLDS + " && " + NONE_WAITING);
  }

  @Test
  void placedOrderIsSeenToBeShipped() {
    int shipped = number("shipped");
    browser.click("#place");
    awaitAnswer("is placed");
    browser.await(is("shipped", shipped + 1) + " && " + HOLDS);
    assertEquals("shipped", browser.evaluate("document.querySelector('#recent .pill').innerText"));
  }

  @Test
  void poisonOrderBecomesADeadLetterWithItsCauseAndIsMended() {
    int shipped = number("shipped");
    int dead = number("dead");
    browser.click("#poison");
    browser.await(is("dead", dead + 1) + " && " + HOLDS);
    assertTrue(
        browser.text("#letters .cause").contains("article GHOST-001 is not in the catalogue"),
        () -> browser.text("#letters .cause"));
    assertTrue(
        browser.text("#letters .head").contains("10 attempts"),
        () -> browser.text("#letters .head"));
    browser.click("#letters button");
    awaitAnswer("is on its way again");
    browser.await(is("dead", dead) + " && " + is("shipped", shipped + 1) + " && " + HOLDS);
  }

  @Test
  void failureAfterTheSendLeavesNothing() {
    int placed = number("placed");
    browser.click("#failing");
    awaitAnswer("failed on purpose");
    String answer = browser.text("#answer");
    assertTrue(answer.contains("Its row: not there. Its message: not there."), answer);
    assertEquals(placed, number("placed"));
    browser.await(HOLDS);
  }

  @Test
  void importShowsItsProgressAndItsBadLines(@TempDir Path folder) throws IOException {
    int placed = number("placed");
    Path file = folder.resolve("orders of today.csv");
    Files.writeString(
        file,
        """
        customer,city,article,quantity,ordered_on
        Mill Store,Lyon,CUP-010,1,2026-01-05
        Mill Store,Lyon,CUP-010,a few,2026-01-05
        Mill Store,Lyon,CUP-010,2,2026-01-05
        """);
    browser.type("#file", file.toString());
    browser.await("document.querySelector('#imports .state')?.innerText.startsWith('done')");
    assertTrue(browser.text("#imports .name").endsWith("orders of today.csv"));
    assertEquals("done: 3 of 3 lines, 2 orders", browser.text("#imports .state"));
    browser.click("#imports summary");
    assertEquals("Line 3: the quantity “a few” is not a number", browser.text("#imports li"));
    browser.await(is("placed", placed + 2) + " && " + NONE_WAITING + " && " + HOLDS);
  }

  @Test
  void fileThatHoldsNoOrdersIsRefusedInWords(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("letter.csv"), "Dear order desk\n");
    browser.type("#file", file.toString());
    awaitAnswer("Line 1 is not the heading");
  }

  @Test
  void thousandOrdersArePlacedAndAccountedFor() {
    int placed = number("placed");
    browser.click("#many");
    awaitAnswer("are being placed");
    browser.await(is("placed", placed + 1_000) + " && " + NONE_WAITING + " && " + HOLDS);
    assertEquals("0", browser.text("#duplicates"));
  }

  private static void awaitAnswer(String part) {
    browser.await("document.querySelector('#answer').innerText.includes('" + part + "')");
  }

  private static int number(String id) {
    return Integer.parseInt(browser.evaluate(value(id)));
  }

  private static String is(String id, int number) {
    return value(id) + " === '" + number + "'";
  }

  /** The figures are grouped with spaces. */
  private static String value(String id) {
    return "document.querySelector('#" + id + "').innerText.replace(/\\s/g, '')";
  }
}

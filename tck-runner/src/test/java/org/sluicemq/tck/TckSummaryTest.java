// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are read, counted and judged. */
class TckSummaryTest {
  private static final TestResult GOOD =
      new TestResult("com.sun.ts.tests.jms.core.queuetests.QIT", "good", 1.5, "");
  private static final TestResult GOOD_TOO =
      new TestResult("com.sun.ts.tests.jms.core20.appclient.q.CIT", "goodToo", 2, "");
  private static final TestResult BAD =
      new TestResult("com.sun.ts.tests.jms.core.queuetests.QIT", "bad", 0.5, "error: lost");

  @TempDir private Path directory;

  @Test
  void allTestsHaveToRunAndPass() {
    assertTrue(new TckSummary(List.of(GOOD, GOOD_TOO), 2).complete());
    assertFalse(new TckSummary(List.of(GOOD, BAD), 2).complete());
    assertFalse(new TckSummary(List.of(GOOD), 2).complete());
    assertFalse(new TckSummary(List.of(), 2).complete());
    assertFalse(new TckSummary(List.of(GOOD, GOOD_TOO, BAD), 2).complete());
  }

  @Test
  void theVerdictSaysHowManyPassedAndWhatIsMissing() {
    assertEquals(
        "TCK of Jakarta Messaging: 2 of 2 passed",
        new TckSummary(List.of(GOOD, GOOD_TOO), 2).verdict());
    assertEquals(
        "TCK of Jakarta Messaging: 1 of 3 passed, 1 did not, and 2 ran instead of 3",
        new TckSummary(List.of(GOOD, BAD), 3).verdict());
  }

  @Test
  void theEndOfARunShowsAreasAndFailures() {
    List<String> lines = new TckSummary(List.of(GOOD, BAD, GOOD_TOO), 3).shortly();
    assertEquals("core                  1 of    2,     2.0 s", lines.get(0));
    assertEquals("core20.appclient      1 of    1,     2.0 s", lines.get(1));
    assertEquals("FAILED com.sun.ts.tests.jms.core.queuetests.QIT#bad: error: lost", lines.get(2));
  }

  @Test
  void theReportHasTheFactsEachGroupAndEachFailure() {
    String report =
        new TckSummary(List.of(GOOD, BAD, GOOD_TOO), 3).markdown(Map.of("TCK", "tck.jar"));
    for (String part :
        List.of(
            "# TCK of Jakarta Messaging: 2 of 3 passed, 1 did not\n",
            "| TCK | tck.jar |\n",
            "| core.queuetests | 2 | 1 | 2.0 |\n",
            "| core20.appclient.q | 1 | 1 | 2.0 |\n",
            "| **all of core** | 2 | 1 | 2.0 |\n",
            "| **all** | 3 | 2 | 4.0 |\n",
            "- `com.sun.ts.tests.jms.core.queuetests.QIT#bad`: error: lost")) {
      assertTrue(report.contains(part), part + " in " + report);
    }
  }

  @Test
  void resultFilesAreRead() throws IOException {
    Files.writeString(
        directory.resolve("TEST-a.xml"),
        """
        <testsuite name="a.QIT">
          <testcase classname="a.QIT" name="good" time="1.25"><system-out>x</system-out></testcase>
          <testcase classname="a.QIT" name="bad" time="0"><failure message="no&#10;more"/></testcase>
          <testcase classname="a.QIT" name="worse" time="0"><error>stack
          trace</error></testcase>
          <testcase classname="a.QIT" name="left out" time="0"><skipped/></testcase>
        </testsuite>
        """);
    Files.writeString(directory.resolve("notes.txt"), "no result");
    assertEquals(
        List.of(
            new TestResult("a.QIT", "good", 1.25, ""),
            new TestResult("a.QIT", "bad", 0, "failure: no"),
            new TestResult("a.QIT", "worse", 0, "error: stack"),
            new TestResult("a.QIT", "left out", 0, "skipped")),
        ResultFiles.read(directory));
  }

  @Test
  void aRunWithoutResultsHasNone() throws IOException {
    assertEquals(List.of(), ResultFiles.read(directory.resolve("nothing")));
  }

  @Test
  void aDamagedResultIsAnErrorAndNotAPassedTest() throws IOException {
    Files.writeString(directory.resolve("TEST-a.xml"), "<testsuite>");
    IOException refusal = assertThrows(IOException.class, () -> ResultFiles.read(directory));
    assertTrue(refusal.getMessage().contains("TEST-a.xml"), refusal.getMessage());
  }
}

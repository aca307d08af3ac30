// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

  @TempDir private Path directory;

  @Test
  void everyRoundAndEveryPartIsWritten() throws IOException {
    new ReportFiles(directory).write(Samples.RESULTS);
    assertEquals(1 + 4 * 3, Files.readAllLines(directory.resolve("rounds.csv")).size());
    List<String> backlog = Files.readAllLines(directory.resolve("backlog.csv"));
    assertEquals(1 + 50 + 3 + 3, backlog.size());
    assertTrue(backlog.contains("sluice,killed_start_s,3,1.700"), backlog.toString());
  }

  @Test
  void filesOfAnEarlierRunDoNotLieBesideThePageOfALaterOne() throws IOException {
    new ReportFiles(directory).write(Samples.RESULTS);
    new ReportFiles(directory).write(Samples.results(Samples.ROW));
    assertFalse(Files.exists(directory.resolve("backlog.csv")));
    assertFalse(Files.exists(directory.resolve("backlog.svg")));
    assertTrue(Files.exists(directory.resolve("rounds.csv")));
  }
}

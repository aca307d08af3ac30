// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages of 100 MB in processes with a heap of 256 MB, with the settings that a user finds. How
 * often a sender is killed is the system property {@code sluice.large.kills}.
 */
@Timeout(300)
class LargeMessageTest {

  private static final int HUNDRED = 100 << 20;
  private static final int THIRTY = 30 << 20;
  private static final int KILLS = Integer.getInteger("sluice.large.kills", 1);
  private static final long SEED = Long.getLong("sluice.kill.seed", System.nanoTime());

  @TempDir private Path directory;

  private Process start(int length, String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LargeMessageProcess.class.getName(),
            "sluice:file:" + directory.resolve("store"),
            Integer.toString(length),
            what)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Lets a process run to its end. */
  private List<String> run(int length, String what) throws Exception {
    Process process = start(length, what);
    try (BufferedReader output = process.inputReader()) {
      List<String> told = output.lines().toList();
      assertEquals(0, process.waitFor(), what + " ended with an error after " + told);
      return told;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void hundredMegabytesAreSentAndReceivedWithASmallHeap() throws Exception {
    assertEquals(List.of("sent", "received"), run(HUNDRED, "pass"));
  }

  @Test
  void hundredMegabytesAreSentAndReceivedInTransactionsWithASmallHeap() throws Exception {
    assertEquals(List.of("sent", "received"), run(HUNDRED, "transacted"));
  }

  @Test
  void largeMessageOfAPreparedBranchSurvivesARestart() throws Exception {
    assertEquals(List.of("prepared"), run(THIRTY, "prepare"));
    assertEquals(List.of("received"), run(THIRTY, "commit"));
  }

  @Test
  void ofASendThatWasKilledEitherAllIsThereOrNothing() throws Exception {
    System.out.println("LargeMessageTest: kills " + KILLS + ", seed " + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      long sent = killWhileSending(HUNDRED / 4, random.nextInt(600));
      long received = run(HUNDRED / 4, "receive").size();
      assertTrue(
          received == sent || received == sent + 1, sent + " were sent, " + received + " came");
    }
    run(1000, "pass");
    run(1000, "pass");
    long size = Files.size(directory.resolve("store").resolve("messages.mv.db"));
    assertTrue(size < 2L * HUNDRED, "what the killed senders left is still there: " + size);
  }

  private long killWhileSending(int length, int milliseconds) throws Exception {
    Process process = start(length, "send");
    try (BufferedReader output = process.inputReader()) {
      assertEquals("sending", output.readLine());
      // The moment is meant to be any moment of the work: there is nothing to wait for.
      process.waitFor(milliseconds, java.util.concurrent.TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly();
      return output.lines().filter("sent"::equals).count();
    } finally {
      process.destroyForcibly();
    }
  }
}

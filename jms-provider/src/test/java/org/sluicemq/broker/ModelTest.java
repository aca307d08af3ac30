// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random operations against a model of the specification. A failure prints the seed, which {@code
 * -Dsluice.model.seed} repeats; {@code -Dsluice.model.sequences} sets how many are run.
 */
class ModelTest {

  private static final int STEPS = 120;

  /** Held here, since the logging of the JDK forgets levels of loggers that nobody holds. */
  private static final Logger DEAD_LETTERS = Logger.getLogger("org.sluicemq.broker.DeadLetters");

  @BeforeAll
  static void tellOnlyWhatIsWrong() {
    DEAD_LETTERS.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void tellAllAgain() {
    DEAD_LETTERS.setLevel(null);
  }

  @Test
  void whateverIsDoneTheBrokerDoesWhatTheModelSays() throws Exception {
    int sequences = Integer.getInteger("sluice.model.sequences", 80);
    long first = Long.getLong("sluice.model.seed", 1);
    for (long seed = first; seed < first + sequences; seed++) {
      run(seed);
    }
    System.out.println("model: " + sequences + " sequences from seed " + first);
  }

  private static void run(long seed) throws Exception {
    KeptStore store = new KeptStore();
    ModelRun run = new ModelRun(seed, clean -> store);
    try {
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.drain();
      run.close();
    } catch (Exception | AssertionError e) {
      List<String> story = run.story();
      String end = String.join("\n", story.subList(Math.max(0, story.size() - 400), story.size()));
      throw new AssertionError(
          "Broken with -Dsluice.model.seed=" + seed + ": " + e.getMessage() + "\n" + end, e);
    }
  }
}

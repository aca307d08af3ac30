// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random calls of {@code XAResource}, legal and illegal, against a model of the XA specification. A
 * failure prints the seed, which {@code -Dsluice.xa.seed} repeats; {@code -Dsluice.xa.sequences}
 * sets how many are run.
 */
class XaDriverTest {

  private static final int STEPS = 150;
  private static final Set<Integer> CODES =
      Set.of(
          XAResource.XA_OK,
          XAResource.XA_RDONLY,
          XAException.XA_HEURCOM,
          XAException.XA_HEURRB,
          XAException.XA_RBROLLBACK,
          XAException.XA_RBTIMEOUT,
          XAException.XAER_NOTA,
          XAException.XAER_INVAL,
          XAException.XAER_PROTO,
          XAException.XAER_DUPID);

  /** Held here, since the logging of the JDK forgets levels of loggers that nobody holds. */
  private static final Logger BRANCHES = Logger.getLogger("org.sluicemq.broker.transaction");

  @BeforeAll
  static void tellOnlyWhatIsWrong() {
    BRANCHES.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void tellAllAgain() {
    BRANCHES.setLevel(null);
  }

  @Test
  void everyCallGetsTheCodeOfTheSpecification() throws Exception {
    int sequences = Integer.getInteger("sluice.xa.sequences", 100);
    long first = Long.getLong("sluice.xa.seed", 1);
    Set<Integer> codes = new TreeSet<>();
    for (long seed = first; seed < first + sequences; seed++) {
      codes.addAll(run(seed));
    }
    System.out.println("xa: " + sequences + " sequences from seed " + first + ", codes " + codes);
    // Too few sequences to have met every code are those of somebody who looks for one.
    assertTrue(sequences < 100 || codes.containsAll(CODES), codes::toString);
  }

  private static Set<Integer> run(long seed) throws Exception {
    try (XaRun run = new XaRun(seed)) {
      try {
        for (int i = 0; i < STEPS; i++) {
          run.step();
        }
        run.drain();
        return run.codes();
      } catch (Exception | AssertionError e) {
        List<String> story = run.story();
        throw new AssertionError(
            "Broken with -Dsluice.xa.seed="
                + seed
                + ": "
                + e.getMessage()
                + "\n"
                + String.join("\n", story),
            e);
      }
    }
  }
}

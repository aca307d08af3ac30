// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Messages of one producer come in order to each of several consumers, whatever becomes of those
 * that others had in advance. A failure prints the seed, which {@code -Dsluice.order.seed} repeats;
 * {@code -Dsluice.order.sequences} sets how many are run.
 */
class OrderTest {

  private static final int STEPS = 600;
  private final int sequences = Integer.getInteger("sluice.order.sequences", 40);
  private final long first = Long.getLong("sluice.order.seed", 1);

  @Test
  void messagesOfAProducerComeInOrderToEachConsumerUnlessRedelivered() throws Exception {
    for (long seed = first; seed < first + sequences; seed++) {
      run(seed, true);
    }
    System.out.println("order: " + sequences + " sequences from seed " + first);
  }

  /** A broker that hands out what came back unseen as if it were new would be found out. */
  @Test
  void orderIsBrokenWhereWhatCameBackUnseenCountsAsNew() throws Exception {
    int broken = 0;
    for (long seed = 1; seed <= 20; seed++) {
      try {
        run(seed, false);
      } catch (AssertionError e) {
        assertTrue(e.getMessage().contains("came after"), e.getMessage());
        broken++;
      }
    }
    assertTrue(broken > 10, "only " + broken + " of 20 sequences gave back what others overtook");
  }

  private static void run(long seed, boolean believesFlags) throws Exception {
    try (OrderRun run = new OrderRun(seed, believesFlags)) {
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.end();
    } catch (AssertionError e) {
      throw new AssertionError(
          "Broken with -Dsluice.order.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}

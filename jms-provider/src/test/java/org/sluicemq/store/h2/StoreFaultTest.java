// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreFaultStory;
import org.sluicemq.store.StoreFaultStory.Beginning;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.Fault;
import org.sluicemq.store.journal.FaultSweep;

/** Lets every operation of the disk under a store fail, one at a time, in every way. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class StoreFaultTest {

  private static final long JOURNAL = 128 * 1024;

  /** Every failure here is made on purpose; held, as the logging would forget it otherwise. */
  private static final Logger LOG = Logger.getLogger(H2MessageStore.class.getName());

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failureAnywhereLosesNothingConfirmedAndKeepsNothingRefused(Fault fault) {
    assertTrue(FaultSweep.run("H2 store", fault, () -> new Story(Beginning.KILLED)) > 0);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failureWhileAStoreIsMadeLeavesOneThatOpens(Fault fault) {
    assertTrue(FaultSweep.run("New H2 store", fault, () -> new Story(Beginning.NEW)) > 0);
  }

  private static final class Story extends StoreFaultStory<H2MessageStore> {

    Story(Beginning beginning) {
      super(new StoreWorkload(new Random(7)), beginning);
    }

    @Override
    protected H2MessageStore open(Disk disk) throws StoreException {
      return InlineH2.open(disk, Path.of("/store"), JOURNAL);
    }

    @Override
    protected void mergeNow() {}
  }
}

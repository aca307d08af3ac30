// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.StoreWorkload;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.Fault;
import org.sluicemq.store.journal.FaultSweep;

/**
 * Lets every operation of the disk fail under a store with its journal in front, merges included,
 * one at a time, in every way.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class WriteBehindFaultTest {

  /** Every failure here is made on purpose; held, as the logging would forget them otherwise. */
  private static final Logger FRONT = Logger.getLogger(WriteBehindStore.class.getName());

  private static final Logger RESTING = Logger.getLogger(H2MessageStore.class.getName());

  @BeforeAll
  static void silence() {
    FRONT.setLevel(Level.OFF);
    RESTING.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    FRONT.setLevel(null);
    RESTING.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failureAnywhereLosesNothingConfirmedAndKeepsNothingRefused(Fault fault) {
    assertTrue(FaultSweep.run("Journal over H2", fault, () -> new Story(Beginning.KILLED)) > 0);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failureWhileAStoreIsMadeLeavesOneThatOpens(Fault fault) {
    assertTrue(FaultSweep.run("New journal over H2", fault, () -> new Story(Beginning.NEW)) > 0);
  }

  private static final class Story extends StoreFaultStory<WriteBehindStore> {

    private final InlineStore stores = new InlineStore(Fixture.DIRECTORY, 64 * 1024, 32 * 1024);

    Story(Beginning beginning) {
      super(new StoreWorkload(new Random(7), false), beginning);
    }

    @Override
    protected WriteBehindStore open(Disk disk) throws StoreException {
      return stores.open(disk);
    }

    @Override
    protected void mergeNow() {
      stores.merge();
    }
  }
}

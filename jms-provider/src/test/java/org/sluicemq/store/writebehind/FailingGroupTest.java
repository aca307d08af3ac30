// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.h2.FailingH2;
import org.sluicemq.store.h2.FailingTrigger;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.journal.SimulatedDisk;

/** H2 throws in the middle of a group, under a store alone and in a merge. */
class FailingGroupTest {

  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  private final SimulatedDisk disk = new SimulatedDisk();

  @BeforeEach
  void silence() {
    ALL.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    FailingTrigger.fail(-1);
    ALL.setLevel(null);
  }

  private static WriteBatch add(int arrival) {
    StoredMessage message =
        MessageStoreContract.message(Fixture.ORDERS, 4, arrival, new byte[1000]);
    return new WriteBatch().add(message);
  }

  private static int count(MessageStore store) throws StoreException {
    return store.read(MessageKey.before(1), MessageKey.after(1), 100, Long.MAX_VALUE).size();
  }

  private static void assertRefuses(MessageStore store) {
    StoreException refused = assertThrows(StoreException.class, () -> store.write(add(9)));
    assertTrue(refused.getMessage().contains("takes no more calls"), refused.getMessage());
    assertTrue(refused.getMessage().contains("restart"), refused.getMessage());
  }

  private static void closeFailed(MessageStore store) {
    try {
      store.close();
    } catch (StoreException expected) {
      assertTrue(expected.getMessage().contains("store"), expected.getMessage());
    }
  }

  @Test
  void everySenderOfTheGroupIsToldAndNothingOfItIsThere() throws Exception {
    List<StoreException> told = new ArrayList<>();
    H2MessageStore store = FailingH2.open(disk, Fixture.DIRECTORY);
    store.recover();
    store.write(new WriteBatch().create(Fixture.ORDERS));
    store.write(add(1));
    FailingTrigger.fail(Fixture.key(3));
    store.writeLater(add(2), told::add);
    store.writeLater(add(3), told::add);
    StoreException failed = assertThrows(StoreException.class, () -> store.write(add(4)));
    assertTrue(failed.getMessage().contains("nothing of the group"), failed.getMessage());
    assertEquals(2, told.size());
    told.forEach(later -> assertEquals(failed.getMessage(), later.getMessage()));
    assertRefuses(store);
    closeFailed(store);
    FailingTrigger.fail(-1);
    try (H2MessageStore again = FailingH2.open(disk, Fixture.DIRECTORY)) {
      assertEquals(1, again.recover().backlogs().get(0).messages());
      assertEquals(1, count(again));
      again.write(add(2));
    }
  }

  @Test
  void failedMergeStopsTheStoreAndLosesNothing() throws Exception {
    WriteBehindStore store = open();
    store.recover();
    store.write(new WriteBatch().create(Fixture.ORDERS));
    for (int i = 1; i <= 5; i++) {
      store.write(add(i));
    }
    FailingTrigger.fail(Fixture.key(3));
    StoreException failed = assertThrows(StoreException.class, store::flush);
    assertTrue(failed.getMessage().contains("could not merge"), failed.getMessage());
    assertRefuses(store);
    closeFailed(store);
    FailingTrigger.fail(-1);
    try (WriteBehindStore again = open()) {
      assertEquals(5, again.recover().backlogs().get(0).messages());
      assertEquals(5, count(again));
    }
  }

  private WriteBehindStore open() throws StoreException {
    H2MessageStore resting = FailingH2.open(disk, Fixture.DIRECTORY);
    return Fixture.open(
        disk,
        resting,
        resting.storeId(),
        Fixture.settings(256 * 1024, 256 * 1024),
        new WriteBehindThreads(new ManualMerges(), task -> {}, task -> {}, () -> {}));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.SimulatedDisk;

/** How much is merged at a time, so that nobody waits long for a merge of much. */
class MergeStepsTest {

  private final KeptStore resting = new KeptStore();
  private final ManualMerges merges = new ManualMerges();
  private MessageStore store;

  @BeforeEach
  void open() throws StoreException {
    WriteBehindSettings room = Fixture.settings(16 << 20, 16 << 20);
    store = Fixture.open(new SimulatedDisk(), resting, room, merges);
    store.recover();
    store.write(new WriteBatch().create(ORDERS));
    store.flush();
    merges.pass(Duration.ofMillis(250));
    resting.takeWritten();
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private int resting() throws StoreException {
    long after = MessageKey.before(ORDERS.id());
    List<StoredMessage> found =
        resting.read(after, MessageKey.after(ORDERS.id()), 10_000, 1L << 40);
    return found.size();
  }

  @Test
  void largeMergeIsDoneInSmallStepsEachOfWhichNotesHowFarItReaches() throws Exception {
    for (int i = 1; i <= 50; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[100_000])));
    }
    store.flush();
    List<WriteBatch> steps = resting.takeWritten();
    assertTrue(steps.size() >= 4, steps.size() + " steps");
    long position = 0;
    for (WriteBatch step : steps) {
      assertTrue(step.added().size() <= 14, step.added().size() + " messages in one step");
      assertTrue(step.journalPosition().sequence() > position);
      position = step.journalPosition().sequence();
    }
    assertEquals(50, resting());
  }

  @Test
  void removalOfManyMessagesThatRestBehindIsDoneInSmallStepsToo() throws Exception {
    int count = 5_000;
    for (int i = 1; i <= count; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i)));
    }
    store.flush();
    resting.takeWritten();
    for (int i = 1; i <= count; i++) {
      store.write(new WriteBatch().remove(key(i)));
    }
    store.flush();
    List<WriteBatch> steps = resting.takeWritten();
    for (WriteBatch step : steps) {
      assertTrue(step.removed().size() <= 1_300, step.removed().size() + " removed in one step");
    }
    assertTrue(steps.size() <= 8, steps.size() + " steps");
    assertEquals(0, resting());
  }

  @Test
  void mergeByAgePausesAfterEachStep() throws Exception {
    for (int i = 1; i <= 50; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[100_000])));
    }
    merges.pass(Duration.ofMillis(250));
    merges.pass(Duration.ofMillis(250));
    int before = 0;
    int steps = 0;
    while (resting() < 50) {
      int now = resting();
      assertTrue(now > before && now - before <= 14, now - before + " messages in step " + steps);
      before = now;
      steps++;
      assertEquals(1, merges.timed());
      merges.pass(Merger.PAUSE.minusMillis(1));
      assertEquals(now, resting(), "too early");
      merges.pass(Duration.ofMillis(1));
    }
    assertTrue(steps >= 3, steps + " steps");
    merges.pass(Duration.ofMillis(250));
    assertEquals(0, merges.timed());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.INVOICES;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.SimulatedDisk;

/** What is too large for the journal, and what cannot be read in the store behind. */
class LargeBatchTest {

  private static final int JOURNAL = 64 * 1024;

  private final KeptStore resting = new KeptStore();
  private MessageStore store;

  @BeforeEach
  void open() throws StoreException {
    store =
        Fixture.open(
            new SimulatedDisk(), resting, Fixture.settings(JOURNAL, 1 << 20), new ManualMerges());
    store.recover();
    store.write(new WriteBatch().create(ORDERS).create(INVOICES));
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private List<Long> arrivals() throws StoreException {
    List<Long> arrivals = new ArrayList<>();
    for (StoredMessage m : store.read(0, MessageKey.after(INVOICES.id()), 100, Long.MAX_VALUE)) {
      arrivals.add(MessageKey.arrival(m.key()));
    }
    return arrivals;
  }

  @Test
  void othersDoNotWaitWhileALargeBatchIsWrittenAhead() throws Exception {
    CountDownLatch entered = resting.shutStaging();
    StoredMessage large = message(ORDERS, 4, 1, new byte[JOURNAL]);
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              try {
                store.write(new WriteBatch().add(large));
              } catch (StoreException e) {
                throw new IllegalStateException(e);
              }
            });
    entered.await();
    store.write(new WriteBatch().add(message(INVOICES, 4, 2)));
    assertEquals(List.of(2L), arrivals());
    assertFalse(sender.isDone());
    resting.letStage();
    sender.join();
    assertEquals(List.of(1L, 2L), arrivals());
  }

  @Test
  void largeBatchThatIsNotAwaitedIsWrittenInItsPlace() throws Exception {
    CompletableFuture<StoreException> outcome = new CompletableFuture<>();
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.writeLater(
        new WriteBatch().remove(key(1)).add(message(ORDERS, 4, 2, new byte[JOURNAL])),
        outcome::complete);
    store.write(new WriteBatch().add(message(INVOICES, 4, 3)));
    assertEquals(null, outcome.join());
    assertEquals(List.of(2L, 3L), arrivals());
  }

  @Test
  void damagedMessageIsGoneOnceItsRemovalWaitsToBeMerged() throws Exception {
    damageTheSecondOfThree();
    store.write(new WriteBatch().remove(key(2)));
    assertEquals(List.of(1L, 3L), arrivals());
    store.flush();
    assertEquals(List.of(1L, 3L), arrivals());
  }

  @Test
  void damagedMessageIsReplacedOnceAnotherInItsPlaceWaitsToBeMerged() throws Exception {
    damageTheSecondOfThree();
    StoredMessage sound = message(ORDERS, 4, 2, new byte[] {7});
    store.write(new WriteBatch().remove(key(2)).add(sound));
    assertEquals(List.of(1L, 2L, 3L), arrivals());
    assertEquals(List.of(sound), store.read(key(1), key(2), 1, 1));
    store.flush();
    assertEquals(List.of(sound), store.read(key(1), key(2), 1, 1));
  }

  private void damageTheSecondOfThree() throws StoreException {
    WriteBatch batch = new WriteBatch();
    for (int arrival = 1; arrival <= 3; arrival++) {
      batch.add(message(ORDERS, 4, arrival));
    }
    store.write(batch);
    store.flush();
    resting.damage(key(2));
    assertEquals(List.of(1L), arrivals(), "the page ends before it");
    assertThrows(
        UnreadableMessageException.class, () -> store.read(key(1), key(3), 10, Long.MAX_VALUE));
  }
}

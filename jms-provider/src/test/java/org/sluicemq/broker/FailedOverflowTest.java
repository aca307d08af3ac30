// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.DelegatingStore;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/** A store for messages that need not survive fails, and says so while it writes for others. */
class FailedOverflowTest {

  private static final int BACKLOG = 7;

  private final List<FailingStore> opened = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Overflow overflow =
      new Overflow(
          () -> {
            assertTrue(opened.stream().allMatch(before -> before.isClosed));
            FailingStore store = new FailingStore();
            opened.add(store);
            return store;
          },
          later::add);

  /** Closing it waits for the listener that is being told; a test would hang, so it fails. */
  private static final class FailingStore extends DelegatingStore {

    private boolean isTelling;
    private boolean isClosed;

    FailingStore() {
      super(new MemoryMessageStore("overflow"));
    }

    @Override
    public void writeLater(WriteBatch batch, WriteListener listener) {
      isTelling = true;
      listener.written(new StoreException("the disk is gone"));
      isTelling = false;
    }

    @Override
    public void close() throws StoreException {
      assertFalse(isTelling, "closed by the listener that it waits for");
      isClosed = true;
      super.close();
    }
  }

  private static StoredMessage message(int arrival) {
    return new StoredMessage(MessageKey.of(BACKLOG, 4, arrival), Messages.order("m" + arrival), 0);
  }

  private void failWhileOthersAreWritten() throws Exception {
    overflow.write(List.of(message(1)));
    for (int arrival = 1; arrival <= 256; arrival++) {
      overflow.release(MessageKey.of(BACKLOG, 4, arrival));
    }
    assertFalse(opened.get(0).isClosed);
    assertFalse(overflow.mayHold(BACKLOG));
  }

  @Test
  void storeThatFailedIsClosedWhenItHasToldEverybody() throws Exception {
    failWhileOthersAreWritten();
    assertEquals(1, later.size());
    later.remove().run();
    assertTrue(opened.get(0).isClosed);
  }

  @Test
  void nextStoreIsOpenedAfterTheFailedOneIsClosed() throws Exception {
    failWhileOthersAreWritten();
    overflow.write(List.of(message(2)));
    assertEquals(2, opened.size());
    assertTrue(opened.get(0).isClosed);
    assertFalse(opened.get(1).isClosed);
    assertTrue(overflow.mayHold(BACKLOG));
  }

  @Test
  void storeThatFailedIsClosedWithTheBrokerAtTheLatest() throws Exception {
    failWhileOthersAreWritten();
    overflow.close();
    assertTrue(opened.get(0).isClosed);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;

/** Looks at the file system: what was written is forced when the store says so. */
class ForcedWriteTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final String JOURNAL = "messages.journal";

  @TempDir Path directory;

  @Test
  void messageHasBeenForcedWhenItsWriteReturns() throws Exception {
    RecordingDisk disk = new RecordingDisk(new LocalDisk());
    try (H2MessageStore store = H2MessageStore.open(directory, H2StoreSettings.defaults(), disk)) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int i = 1; i <= 20; i++) {
        String body = "the body of message " + i + ".";
        disk.take();
        store.write(new WriteBatch().add(message(i, body)));
        assertForced(disk.take(), body);
      }
    }
  }

  @Test
  void messageWrittenLaterHasBeenForcedWhenItsListenerIsTold() throws Exception {
    RecordingDisk disk = new RecordingDisk(new LocalDisk());
    try (H2MessageStore store = H2MessageStore.open(directory, H2StoreSettings.defaults(), disk)) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      disk.take();
      CountDownLatch told = new CountDownLatch(1);
      store.writeLater(
          new WriteBatch().add(message(1, "written later")), failure -> told.countDown());
      told.await();
      assertForced(disk.take(), "written later");
    }
  }

  @Test
  void loneWriteForcesOnce() throws Exception {
    RecordingDisk disk = new RecordingDisk(new LocalDisk());
    try (H2MessageStore store = H2MessageStore.open(directory, H2StoreSettings.defaults(), disk)) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      disk.take();
      store.write(new WriteBatch().add(message(1, "once")));
      assertEquals(1, disk.take().stream().filter(RecordingDisk.Event::isForce).count(), "forces");
    }
  }

  private static StoredMessage message(long arrival, String body) {
    return MessageStoreContract.message(
        ORDERS, 4, arrival, body.getBytes(StandardCharsets.US_ASCII));
  }

  /** The journal got the body, was forced after that and was not written since. */
  private static void assertForced(List<RecordingDisk.Event> events, String body) {
    int written = -1;
    int forced = -1;
    int last = -1;
    for (int i = 0; i < events.size(); i++) {
      RecordingDisk.Event event = events.get(i);
      if (!event.file().equals(JOURNAL)) {
        continue;
      }
      if (event.isForce()) {
        forced = i;
      } else {
        last = i;
        String bytes = new String(event.written(), StandardCharsets.ISO_8859_1);
        written = bytes.contains(body) ? i : written;
      }
    }
    assertTrue(written >= 0, "the journal did not get: " + body);
    assertTrue(forced > last, "the journal was written after it was forced");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnknownOutcomeException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.SimulatedDisk;

/** An error that is no SQL error ends the writing of a group when half of it is applied. */
class BrokenOffGroupTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final BacklogRecord OTHERS = new BacklogRecord(2, Address.queue("others"));

  private final SimulatedDisk disk = new SimulatedDisk();

  /** Done when a backlog is written, which comes after the messages of its group. */
  private volatile Runnable whenBacklogIsWritten = () -> {};

  private H2MessageStore open() throws StoreException {
    StoreOpening.Database database =
        () -> JournalledDatabase.open(disk, DIRECTORY, 256 * 1024, Runnable::run);
    return H2MessageStore.open(
        DIRECTORY.toString(),
        H2StoreSettings.defaults(),
        () -> watched(StoreOpening.open(disk, DIRECTORY, database)));
  }

  private StoreDatabase watched(StoreDatabase database) {
    return new StoreDatabase() {
      @Override
      public Connection connect() throws java.sql.SQLException {
        return watched(Connection.class, database.connect());
      }

      @Override
      public UUID storeId() {
        return database.storeId();
      }

      @Override
      public PendingBackup beginBackup(Path target) throws StoreException {
        return database.beginBackup(target);
      }

      @Override
      public void close() throws java.io.IOException {
        database.close();
      }
    };
  }

  private <T> T watched(Class<T> type, T jdbc) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(jdbc, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              boolean isBacklog = arguments != null && isBacklogStatement(arguments[0]);
              if (isBacklog && result instanceof PreparedStatement statement) {
                return watched(PreparedStatement.class, statement);
              }
              if (method.getName().equals("executeUpdate")) {
                whenBacklogIsWritten.run();
              }
              return result;
            });
    return type.cast(proxy);
  }

  private static boolean isBacklogStatement(Object argument) {
    return argument instanceof String sql && sql.startsWith("MERGE INTO backlog");
  }

  private static StoredMessage message(BacklogRecord backlog, int arrival, int size) {
    return MessageStoreContract.message(backlog, 4, arrival, new byte[size]);
  }

  private static int count(H2MessageStore store) throws StoreException {
    return store.read(MessageKey.before(1), MessageKey.after(2), 100, Long.MAX_VALUE).size();
  }

  @Test
  void nextWorkOfTheStoreDoesNotCommitTheHalf() throws Exception {
    H2MessageStore store = open();
    store.recover();
    store.write(new WriteBatch().create(ORDERS).add(message(ORDERS, 1, 1000)));
    RestingStore.Staged staged =
        store.stage(new WriteBatch().add(message(ORDERS, 8, 2 * 1024 * 1024)));
    whenBacklogIsWritten =
        () -> {
          // Sweeping its body is a transaction of its own, and comes right behind the group.
          staged.giveUp();
          throw new OutOfMemoryError("injected in the middle of a group");
        };
    WriteBatch half = new WriteBatch().create(OTHERS).add(message(ORDERS, 2, 1000));
    StoreException failed = assertThrows(UnknownOutcomeException.class, () -> store.write(half));
    assertTrue(failed.getMessage().contains("injected"), failed.getMessage());
    WriteBatch large = new WriteBatch().add(message(ORDERS, 9, 2 * 1024 * 1024));
    assertThrows(StoreException.class, () -> store.write(large));
    whenBacklogIsWritten = () -> {};
    try {
      store.close();
    } catch (StoreException expected) {
      assertTrue(expected.getMessage().contains("store"), expected.getMessage());
    }
    try (H2MessageStore again = open()) {
      assertEquals(1, again.recover().backlogs().size());
      assertEquals(1, again.recover().backlogs().get(0).messages());
      assertEquals(1, count(again));
      again.write(half);
      assertEquals(2, count(again));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.SubscriptionContract.FIRST;
import static org.sluicemq.store.SubscriptionContract.PRICES;
import static org.sluicemq.store.SubscriptionContract.SECOND;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.SimulatedDisk;

/** What the tables hold for durable subscriptions, what operators see, and what the check finds. */
class SubscriptionTablesTest {

  @TempDir Path directory;

  @BeforeEach
  void makeStore() throws StoreException {
    try (H2MessageStore store = open()) {
      store.recover();
      WriteBatch batch = new WriteBatch().create(PRICES).create(FIRST).create(SECOND);
      LongStream.rangeClosed(1, 100)
          .forEach(i -> batch.add(MessageStoreContract.message(PRICES, (int) i % 10, i)));
      store.write(batch);
      WriteBatch settled = new WriteBatch();
      LongStream.rangeClosed(1, 90)
          .filter(i -> i != 40)
          .forEach(i -> settled.remove(MessageKey.of(FIRST.id(), (int) i % 10, i)));
      LongStream.rangeClosed(1, 50)
          .forEach(i -> settled.remove(MessageKey.of(SECOND.id(), (int) i % 10, i)));
      store.write(settled);
      store.write(
          new WriteBatch()
              .prepare(
                  new BranchRecord(
                      7,
                      new byte[] {1},
                      new byte[] {2},
                      5,
                      List.of(),
                      List.of(MessageKey.of(FIRST.id(), 0, 40)))));
    }
  }

  private H2MessageStore open() throws StoreException {
    return H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
  }

  private void assertFound(String where, String what) throws Exception {
    List<StoreCheck.Finding> findings = StoreCheck.run(directory, new LocalDisk()).findings();
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.get(0).where().contains(where), findings.toString());
    assertTrue(findings.get(0).what().contains(what), findings.toString());
  }

  @Test
  void whatWaitsIsKeptAsRangesAndAMessageOnce() throws Exception {
    assertEquals(List.of("51"), Sql.query(directory, "SELECT COUNT(*) FROM message"));
    assertEquals(
        List.of("11 40 40", "11 91 100", "12 51 100"),
        Sql.query(
            directory,
            "SELECT RSHIFT(id, 41), BITAND(id, 2199023255551), last_arrival"
                + " FROM subscription_range ORDER BY id"));
  }

  @Test
  void operatorsSeeEachSubscription() throws Exception {
    assertEquals(
        List.of(
            "prices client first FALSE TRUE a = '11' 11",
            "prices client second FALSE TRUE a = '12' 50"),
        Sql.query(
            directory,
            "SELECT topic, client_id, name, shared, no_local, selector, messages"
                + " FROM sluice_subscription ORDER BY name"));
    assertEquals(
        List.of("TOPIC prices 51"),
        Sql.query(directory, "SELECT kind, name, messages FROM sluice_backlog"));
  }

  @Test
  void soundSubscriptionsAreSound() throws Exception {
    assertEquals(List.of(), StoreCheck.run(directory, new LocalDisk()).findings());
  }

  @Test
  void messageThatNobodyWaitsForIsFound() throws Exception {
    Sql.execute(directory, "DELETE FROM subscription_range WHERE last_arrival = 40");
    assertFound("backlog 10", "1 of its messages wait for no subscription");
  }

  @Test
  void subscriptionThatWaitsForWhatIsNotThereIsFound() throws Exception {
    Sql.execute(
        directory, "UPDATE subscription_range SET last_arrival = 102 WHERE id > 26388279066624");
    assertFound("'second' of topic 'prices'", "2 messages that wait for it are not there");
  }

  @Test
  void rangesOfNobodyAreFound() throws Exception {
    Sql.execute(directory, "INSERT INTO subscription_range VALUES (217703302299653, 6)");
    assertFound("Subscription 99", "is not there");
  }

  @Test
  void moreMessagesAreSettledAtOnceThanH2TakesInAnArray() throws Exception {
    int messages = 70_000;
    SimulatedDisk disk = new SimulatedDisk();
    Path place = Path.of("/store");
    try (H2MessageStore store = InlineH2.open(disk, place, 1 << 20)) {
      store.recover();
      store.write(new WriteBatch().create(PRICES).create(FIRST));
      WriteBatch batch = new WriteBatch();
      LongStream.rangeClosed(101, 100 + messages)
          .forEach(i -> batch.add(MessageStoreContract.message(PRICES, 4, i)));
      store.write(batch);
      WriteBatch settled = new WriteBatch();
      LongStream.rangeClosed(101, 100 + messages)
          .forEach(i -> settled.remove(MessageKey.of(FIRST.id(), 4, i)));
      store.write(settled);
      assertEquals(List.of(), store.read(0, Long.MAX_VALUE, 10, Long.MAX_VALUE));
    }
    try (H2MessageStore store = InlineH2.open(disk, place, 1 << 20)) {
      store.recover().backlogs().forEach(backlog -> assertEquals(0, backlog.messages()));
    }
  }
}

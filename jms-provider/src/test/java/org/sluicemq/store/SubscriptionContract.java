// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.INVOICES;
import static org.sluicemq.store.MessageStoreContract.ORDERS;
import static org.sluicemq.store.MessageStoreContract.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;

/** What every {@link MessageStore} must do for the durable subscriptions of topics. */
public interface SubscriptionContract {

  /** The log of a topic. */
  BacklogRecord PRICES = new BacklogRecord(10, Address.topic("prices"));

  /** Two subscriptions that begin with the topic. */
  BacklogRecord FIRST = subscription(11, "first", 0);

  /** See {@link #FIRST}. */
  BacklogRecord SECOND = subscription(12, "second", 0);

  /** The store under test, with the queues ORDERS and INVOICES in it. */
  MessageStore opened();

  /** Closes the store under test and opens it again; it must be recovered then. */
  MessageStore reopened() throws Exception;

  /** A subscription of PRICES. */
  static BacklogRecord subscription(int id, String name, long start) {
    return new BacklogRecord(
        id,
        PRICES.address(),
        new SubscriptionRecord(
            PRICES.id(), "client", name, false, true, "a = '" + id + "'", start));
  }

  private static long view(BacklogRecord backlog, long arrival) {
    return MessageKey.of(backlog.id(), 4, arrival);
  }

  private List<StoredMessage> all(BacklogRecord backlog) throws StoreException {
    return opened()
        .read(MessageKey.before(backlog.id()), MessageKey.after(backlog.id()), 100_000, 1L << 40);
  }

  private List<Long> arrivals(BacklogRecord backlog) throws StoreException {
    return all(backlog).stream().map(message -> MessageKey.arrival(message.key())).toList();
  }

  private void subscribe(BacklogRecord... subscriptions) throws StoreException {
    WriteBatch batch = new WriteBatch().create(PRICES);
    Arrays.stream(subscriptions).forEach(batch::create);
    opened().write(batch);
  }

  private void publish(long from, long to) throws StoreException {
    WriteBatch batch = new WriteBatch();
    LongStream.rangeClosed(from, to).forEach(i -> batch.add(message(PRICES, 4, i)));
    opened().write(batch);
  }

  private void settle(BacklogRecord subscription, long... arrivals) throws StoreException {
    WriteBatch batch = new WriteBatch();
    Arrays.stream(arrivals).forEach(arrival -> batch.remove(view(subscription, arrival)));
    opened().write(batch);
  }

  /** What rests in the log, once all that was written is merged. */
  private List<Long> rested() throws StoreException {
    opened().flush();
    return arrivals(PRICES);
  }

  /** Gives the store occasion to sweep until the log holds nothing else. */
  private void awaitRested(List<Long> expected) throws StoreException {
    while (!rested().equals(expected)) {
      opened().write(new WriteBatch().deliveredMark(ORDERS.id(), 0));
    }
  }

  private static Map<Integer, StoreState.Backlog> figures(StoreState state) {
    return state.backlogs().stream()
        .collect(Collectors.toMap(backlog -> backlog.record().id(), Function.identity()));
  }

  @Test
  default void subscriptionComesBackAsItWasCreated() throws Exception {
    BacklogRecord shared =
        new BacklogRecord(
            13,
            PRICES.address(),
            new SubscriptionRecord(PRICES.id(), null, "name", true, false, null, 77));
    subscribe(FIRST, shared);
    Map<Integer, StoreState.Backlog> found = figures(reopened().recover());
    assertEquals(PRICES, found.get(10).record());
    assertEquals(FIRST, found.get(11).record());
    assertEquals(shared, found.get(13).record());
    assertTrue(found.get(10).highestArrival() >= 77);
  }

  @Test
  default void messageWaitsForEachSubscriptionUnderItsKey() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 3);
    for (BacklogRecord subscription : List.of(FIRST, SECOND)) {
      List<StoredMessage> seen = all(subscription);
      assertEquals(view(subscription, 2), seen.get(1).key());
      assertEquals(message(PRICES, 4, 2).envelope(), seen.get(1).envelope());
      assertEquals(3, seen.size());
    }
    assertEquals(List.of(1L, 2L, 3L), arrivals(PRICES));
    reopened().recover();
    assertEquals(List.of(1L, 2L, 3L), arrivals(SECOND));
  }

  @Test
  default void messageRestsUntilTheLastSubscriptionHasSettledIt() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 4);
    settle(FIRST, 2, 1);
    settle(SECOND, 4);
    assertEquals(List.of(1L, 2L, 3L, 4L), rested());
    assertEquals(List.of(3L, 4L), arrivals(FIRST));
    assertEquals(List.of(1L, 2L, 3L), arrivals(SECOND));
    settle(SECOND, 2);
    settle(FIRST, 4);
    settle(FIRST, 4);
    assertEquals(List.of(1L, 3L), rested());
    reopened().recover();
    assertEquals(List.of(3L), arrivals(FIRST));
    assertEquals(List.of(1L, 3L), arrivals(SECOND));
    opened().write(new WriteBatch().remove(view(FIRST, 3)).remove(view(SECOND, 3)));
    settle(SECOND, 1);
    assertEquals(List.of(), rested());
    Map<Integer, StoreState.Backlog> found = figures(reopened().recover());
    assertEquals(0, found.get(PRICES.id()).messages());
    assertEquals(0, found.get(FIRST.id()).messages());
  }

  @Test
  default void messageSettledInTheBatchThatAddsItIsNotSeen() throws Exception {
    subscribe(FIRST, SECOND);
    opened().write(new WriteBatch().add(message(PRICES, 4, 1)).remove(view(FIRST, 1)));
    opened()
        .write(
            new WriteBatch()
                .remove(view(FIRST, 2))
                .remove(view(SECOND, 2))
                .add(message(PRICES, 4, 2)));
    assertEquals(List.of(), arrivals(FIRST));
    assertEquals(List.of(1L), arrivals(SECOND));
    assertEquals(List.of(1L), rested());
    settle(SECOND, 1);
    assertEquals(List.of(), rested());
  }

  @Test
  default void messageThatNobodyWaitsForIsNotStored() throws Exception {
    opened().write(new WriteBatch().create(PRICES));
    publish(1, 3);
    assertEquals(List.of(), rested());
    subscribe(FIRST);
    publish(4, 5);
    assertEquals(List.of(4L, 5L), arrivals(FIRST));
  }

  @Test
  default void laterSubscriptionSeesWhatComesAfterItsStart() throws Exception {
    subscribe(FIRST);
    publish(1, 3);
    opened().flush();
    publish(4, 5);
    BacklogRecord later = subscription(13, "later", 7);
    opened().write(new WriteBatch().create(later));
    publish(6, 9);
    assertEquals(List.of(8L, 9L), arrivals(later));
    reopened().recover();
    assertEquals(List.of(8L, 9L), arrivals(later));
    settle(FIRST, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertEquals(List.of(8L, 9L), rested());
    settle(later, 9, 8);
    assertEquals(List.of(), rested());
  }

  @Test
  default void countsAreKeptForEachSubscription() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 2);
    opened().write(new WriteBatch().deliveryCount(view(FIRST, 1), 3));
    assertEquals(3, all(FIRST).get(0).deliveryCount());
    opened().flush();
    opened()
        .write(new WriteBatch().deliveryCount(view(SECOND, 2), 5).deliveryCount(view(FIRST, 9), 1));
    settle(FIRST, 2);
    opened().write(new WriteBatch().deliveryCount(view(FIRST, 2), 8));
    reopened().recover();
    assertEquals(List.of(3), all(FIRST).stream().map(StoredMessage::deliveryCount).toList());
    assertEquals(List.of(0, 5), all(SECOND).stream().map(StoredMessage::deliveryCount).toList());
  }

  @Test
  default void recoveryTellsTheFiguresOfEachSubscription() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 9);
    settle(FIRST, 1, 2, 5, 9);
    settle(SECOND, 9);
    opened().write(new WriteBatch().deliveredMark(SECOND.id(), 40));
    Map<Integer, StoreState.Backlog> found = figures(reopened().recover());
    assertEquals(8, found.get(PRICES.id()).messages());
    assertEquals(5, found.get(FIRST.id()).messages());
    assertEquals(8, found.get(SECOND.id()).messages());
    assertEquals(40, found.get(SECOND.id()).deliveredMark());
    assertTrue(found.get(PRICES.id()).highestArrival() >= 40);
  }

  @Test
  default void droppedSubscriptionTakesAlongWhatOnlyItWanted() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 3000);
    settle(SECOND, LongStream.rangeClosed(11, 2990).toArray());
    opened().write(new WriteBatch().drop(FIRST.id()));
    List<Long> left =
        LongStream.rangeClosed(1, 3000).filter(i -> i < 11 || i > 2990).boxed().toList();
    assertEquals(left, arrivals(SECOND));
    publish(3001, 3001);
    settle(SECOND, 3001);
    awaitRested(left);
    StoreState state = reopened().recover();
    assertEquals(
        List.of(ORDERS, INVOICES, PRICES, SECOND),
        state.backlogs().stream().map(StoreState.Backlog::record).toList());
    assertEquals(left, arrivals(SECOND));
    opened().write(new WriteBatch().drop(SECOND.id()));
    awaitRested(List.of());
  }

  @Test
  default void sweepOfADroppedSubscriptionGoesOnAfterARestart() throws Exception {
    subscribe(FIRST);
    publish(1, 3000);
    opened().flush();
    opened().write(new WriteBatch().drop(FIRST.id()));
    reopened().recover();
    awaitRested(List.of());
  }

  @Test
  default void numberAndNameOfADroppedSubscriptionCanBeUsedAgain() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 2000);
    opened().write(new WriteBatch().drop(FIRST.id()));
    BacklogRecord again = subscription(FIRST.id(), "other", 2000);
    BacklogRecord moved = subscription(13, "first", 2000);
    opened().write(new WriteBatch().create(again).create(moved));
    publish(2001, 2002);
    assertEquals(List.of(2001L, 2002L), arrivals(again));
    assertEquals(List.of(2001L, 2002L), arrivals(moved));
    reopened().recover();
    assertEquals(List.of(2001L, 2002L), arrivals(again));
    assertEquals(2002, arrivals(SECOND).size());
    opened().write(new WriteBatch().drop(SECOND.id()));
    awaitRested(List.of(2001L, 2002L));
    opened().write(new WriteBatch().drop(again.id()));
    BacklogRecord queue = new BacklogRecord(again.id(), Address.queue("queue"));
    opened().write(new WriteBatch().create(queue).add(message(queue, 4, 2001)));
    settle(moved, 2001, 2002);
    awaitRested(List.of());
    assertEquals(List.of(2001L), arrivals(queue));
  }

  @Test
  default void batchMixesQueuesAndSubscriptions() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 2);
    opened().write(new WriteBatch().add(message(ORDERS, 4, 1)));
    opened()
        .write(
            new WriteBatch()
                .remove(view(FIRST, 1))
                .remove(view(SECOND, 1))
                .remove(MessageKey.of(ORDERS.id(), 4, 1))
                .add(message(PRICES, 9, 3))
                .add(message(INVOICES, 4, 1))
                .remove(view(SECOND, 2))
                .deliveryCount(view(FIRST, 2), 4)
                .deliveredMark(FIRST.id(), 3));
    assertEquals(List.of(3L, 2L), arrivals(FIRST));
    assertEquals(List.of(3L), arrivals(SECOND));
    assertEquals(List.of(), arrivals(ORDERS));
    assertEquals(List.of(1L), arrivals(INVOICES));
    Map<Integer, StoreState.Backlog> found = figures(reopened().recover());
    assertEquals(List.of(3L, 2L), arrivals(FIRST));
    assertEquals(4, all(FIRST).get(1).deliveryCount());
    assertEquals(3, found.get(FIRST.id()).deliveredMark());
    assertEquals(List.of(3L, 2L), rested());
  }

  @Test
  default void removalOfALogsMessageSettlesItForAll() throws Exception {
    subscribe(FIRST, SECOND);
    publish(1, 3);
    settle(FIRST, 3);
    opened().write(new WriteBatch().remove(view(PRICES, 2)).remove(view(PRICES, 3)));
    assertEquals(List.of(1L), arrivals(FIRST));
    assertEquals(List.of(1L), arrivals(SECOND));
    assertEquals(List.of(1L), rested());
  }

  @Test
  default void pagesOfASubscriptionJoinAroundWhatOthersKeep() throws Exception {
    subscribe(FIRST, SECOND);
    WriteBatch batch = new WriteBatch();
    List<Long> expected = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      batch.add(message(PRICES, i % 10, i));
    }
    opened().write(batch);
    opened().flush();
    for (int rank = 9; rank >= 0; rank--) {
      for (long i = 1; i <= 1000; i++) {
        boolean kept = i % 7 == 0 || i > 900 && i < 950;
        if (kept && i % 10 == rank) {
          expected.add(i);
        }
      }
    }
    long[] settled = LongStream.rangeClosed(1, 1000).filter(i -> !expected.contains(i)).toArray();
    WriteBatch settling = new WriteBatch();
    Arrays.stream(settled)
        .forEach(i -> settling.remove(MessageKey.of(FIRST.id(), (int) (i % 10), i)));
    opened().write(settling);
    assertEquals(expected, paged(FIRST));
    opened().flush();
    assertEquals(expected, paged(FIRST));
    assertEquals(1000, arrivals(SECOND).size());
  }

  private List<Long> paged(BacklogRecord backlog) throws StoreException {
    List<Long> seen = new ArrayList<>();
    long after = MessageKey.before(backlog.id());
    List<StoredMessage> page;
    do {
      page = opened().read(after, MessageKey.after(backlog.id()), 33, 5000);
      for (StoredMessage message : page) {
        seen.add(MessageKey.arrival(message.key()));
        after = message.key();
      }
    } while (!page.isEmpty());
    return seen;
  }

  @Test
  default void batchThatContradictsTheSubscriptionsIsRefused() throws Exception {
    subscribe(FIRST);
    publish(1, 1);
    List<WriteBatch> contradictions =
        List.of(
            new WriteBatch()
                .add(new StoredMessage(view(FIRST, 2), all(FIRST).get(0).envelope(), 0)),
            new WriteBatch().add(message(PRICES, 4, 1)),
            new WriteBatch().create(subscription(13, "first", 0)),
            new WriteBatch().create(subscription(FIRST.id(), "other", 0)),
            new WriteBatch()
                .create(
                    new BacklogRecord(
                        13,
                        PRICES.address(),
                        new SubscriptionRecord(99, "c", "n", false, false, null, 0))),
            new WriteBatch()
                .create(
                    new BacklogRecord(
                        13,
                        PRICES.address(),
                        new SubscriptionRecord(ORDERS.id(), "c", "n", false, false, null, 0))),
            new WriteBatch().drop(PRICES.id()));
    for (WriteBatch batch : contradictions) {
      batch.add(message(PRICES, 4, 100));
      assertNotNull(
          assertThrows(RefusedBatchException.class, () -> opened().write(batch)).getMessage());
    }
    assertEquals(List.of(1L), arrivals(FIRST));
    opened().write(new WriteBatch().drop(FIRST.id()).drop(PRICES.id()));
    assertEquals(2, reopened().recover().backlogs().size());
  }

  @Test
  default void randomWorkLeavesWhatAModelSays() throws Exception {
    Random random = new Random(20_26);
    Map<BacklogRecord, TreeSet<Long>> model =
        new TreeMap<>(java.util.Comparator.comparing(BacklogRecord::id));
    subscribe(FIRST, SECOND);
    model.put(FIRST, new TreeSet<>());
    model.put(SECOND, new TreeSet<>());
    long arrival = 0;
    int next = 13;
    for (int step = 0; step < 300; step++) {
      WriteBatch batch = new WriteBatch();
      for (int i = random.nextInt(4); i > 0; i--) {
        arrival++;
        batch.add(message(PRICES, 4, arrival));
        for (Map.Entry<BacklogRecord, TreeSet<Long>> entry : model.entrySet()) {
          if (random.nextInt(4) == 0) {
            batch.remove(view(entry.getKey(), arrival));
          } else {
            entry.getValue().add(arrival);
          }
        }
      }
      for (Map.Entry<BacklogRecord, TreeSet<Long>> entry : model.entrySet()) {
        for (long settled : List.copyOf(entry.getValue())) {
          if (settled < arrival - 3 && random.nextInt(4) == 0) {
            batch.remove(view(entry.getKey(), settled));
            entry.getValue().remove(settled);
          }
        }
      }
      opened().write(batch);
      if (random.nextInt(20) == 0) {
        BacklogRecord created = subscription(next, "number " + next++, arrival);
        opened().write(new WriteBatch().create(created));
        model.put(created, new TreeSet<>());
      } else if (random.nextInt(20) == 0 && model.size() > 1) {
        BacklogRecord dropped = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
        opened().write(new WriteBatch().drop(dropped.id()));
        model.remove(dropped);
      } else if (random.nextInt(15) == 0) {
        reopened().recover();
      } else if (random.nextInt(8) == 0) {
        opened().flush();
      }
      for (Map.Entry<BacklogRecord, TreeSet<Long>> entry : model.entrySet()) {
        assertEquals(List.copyOf(entry.getValue()), arrivals(entry.getKey()), "step " + step);
      }
    }
    TreeSet<Long> wanted = new TreeSet<>();
    model.values().forEach(wanted::addAll);
    awaitRested(List.copyOf(wanted));
  }
}

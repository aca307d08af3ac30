// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;

/** What every {@link MessageStore} must do. */
public abstract class MessageStoreContract implements SubscriptionContract {

  protected static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  protected static final BacklogRecord INVOICES = new BacklogRecord(2, Address.queue("invoices"));
  private static final int ALL = 1_000_000;
  private static final int ROUNDS = 40;

  protected MessageStore store;

  /** Opens a new, empty store. */
  protected abstract MessageStore create() throws Exception;

  /** Closes a store and opens it again; a store without a disk goes on as it is. */
  protected abstract MessageStore reopen(MessageStore open) throws Exception;

  @Override
  public MessageStore opened() {
    return store;
  }

  @Override
  public MessageStore reopened() throws Exception {
    store = reopen(store);
    return store;
  }

  @BeforeEach
  public void openStore() throws Exception {
    store = create();
    store.recover();
    store.write(new WriteBatch().create(ORDERS).create(INVOICES));
  }

  @AfterEach
  public void closeStore() throws Exception {
    store.close();
  }

  /** A message for a backlog; its body follows from its arrival. */
  public static StoredMessage message(BacklogRecord backlog, int priority, long arrival) {
    return message(backlog, priority, arrival, ("body " + arrival).getBytes());
  }

  /** A message for a backlog. */
  public static StoredMessage message(
      BacklogRecord backlog, int priority, long arrival, byte[] body) {
    Envelope envelope =
        Envelope.builder(MessageType.BYTES, backlog.address())
            .messageId("ID:" + backlog.id() + "-" + priority + "-" + arrival)
            .priority(priority)
            .timestamp(1_700_000_000_000L + arrival)
            .properties(Map.of("arrival", arrival))
            .body(body)
            .build();
    return new StoredMessage(MessageKey.of(backlog.id(), priority, arrival), envelope, 0);
  }

  protected static long key(BacklogRecord backlog, long arrival) {
    return MessageKey.of(backlog.id(), 4, arrival);
  }

  protected List<StoredMessage> all(BacklogRecord backlog) throws StoreException {
    return store.read(
        MessageKey.before(backlog.id()), MessageKey.after(backlog.id()), ALL, Long.MAX_VALUE);
  }

  protected List<Long> arrivals(BacklogRecord backlog) throws StoreException {
    return all(backlog).stream().map(message -> MessageKey.arrival(message.key())).toList();
  }

  private void fill(BacklogRecord backlog, long from, long to) throws StoreException {
    WriteBatch batch = new WriteBatch();
    LongStream.rangeClosed(from, to).forEach(i -> batch.add(message(backlog, 4, i)));
    store.write(batch);
  }

  @Test
  public void newStoreHoldsNothing() throws Exception {
    try (MessageStore empty = create()) {
      StoreState state = empty.recover();
      assertEquals(List.of(), state.backlogs());
      assertEquals(List.of(), state.branches());
    }
  }

  @Test
  public void messageComesBackAsItWasWritten() throws Exception {
    StoredMessage written = message(ORDERS, 4, 1);
    store.write(new WriteBatch().add(written));
    assertEquals(List.of(written), all(ORDERS));
    store = reopen(store);
    store.recover();
    assertEquals(List.of(written), all(ORDERS));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 65_536, 65_537, 200_000, 5 << 20})
  public void bodyOfAnySizeComesBackWhole(int length) throws Exception {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    store.write(new WriteBatch().add(message(ORDERS, 4, 1, body)).add(message(ORDERS, 4, 2)));
    assertArrayEquals(body, all(ORDERS).get(0).envelope().body().toBytes());
    store = reopen(store);
    store.recover();
    assertArrayEquals(body, all(ORDERS).get(0).envelope().body().toBytes());
    store.write(new WriteBatch().remove(key(ORDERS, 1)));
    assertEquals(List.of(2L), arrivals(ORDERS));
    // The key is free again, with all that belonged to it.
    store.write(new WriteBatch().add(message(ORDERS, 4, 1, body)));
    assertArrayEquals(body, all(ORDERS).get(0).envelope().body().toBytes());
  }

  @Test
  public void messagesAreReadByPriorityAndArrivalWithinTheirBacklog() throws Exception {
    store.write(
        new WriteBatch()
            .add(message(ORDERS, 4, 1))
            .add(message(INVOICES, 9, 1))
            .add(message(ORDERS, 9, 2))
            .add(message(ORDERS, 0, 3))
            .add(message(ORDERS, 9, 4)));
    assertEquals(List.of(2L, 4L, 1L, 3L), arrivals(ORDERS));
    assertEquals(List.of(1L), arrivals(INVOICES));
  }

  @Test
  public void readEndsAtItsLimits() throws Exception {
    fill(ORDERS, 1, 300);
    long after = MessageKey.before(ORDERS.id());
    long upTo = MessageKey.after(ORDERS.id());
    assertEquals(7, store.read(after, upTo, 7, Long.MAX_VALUE).size());
    assertEquals(1, store.read(after, upTo, 300, 0).size());
    long two = 2 * message(ORDERS, 4, 1).envelope().size();
    assertEquals(2, store.read(after, upTo, 300, two).size());
    assertEquals(3, store.read(after, upTo, 300, two + 1).size());
    assertEquals(300, store.read(after, upTo, 1000, Long.MAX_VALUE).size());
    assertEquals(List.of(), store.read(upTo, upTo, 10, Long.MAX_VALUE));
    assertEquals(List.of(), store.read(key(INVOICES, 1), key(INVOICES, 9), 10, Long.MAX_VALUE));
  }

  @Test
  public void readBeginsAfterAndEndsWithTheKeysGiven() throws Exception {
    fill(ORDERS, 1, 5);
    List<StoredMessage> page = store.read(key(ORDERS, 2), key(ORDERS, 4), ALL, Long.MAX_VALUE);
    assertEquals(
        List.of(key(ORDERS, 3), key(ORDERS, 4)), page.stream().map(StoredMessage::key).toList());
  }

  @Test
  public void pagesJoinWithoutGapOrOverlap() throws Exception {
    fill(ORDERS, 1, 1000);
    List<Long> seen = new ArrayList<>();
    long after = MessageKey.before(ORDERS.id());
    List<StoredMessage> page;
    do {
      page = store.read(after, MessageKey.after(ORDERS.id()), 77, 10_000);
      for (StoredMessage message : page) {
        seen.add(MessageKey.arrival(message.key()));
        after = message.key();
      }
    } while (!page.isEmpty());
    assertEquals(LongStream.rangeClosed(1, 1000).boxed().toList(), seen);
  }

  @Test
  public void removalOfWhatIsNotThereIsPassedOver() throws Exception {
    fill(ORDERS, 1, 3);
    WriteBatch removal = new WriteBatch().remove(key(ORDERS, 2)).remove(key(ORDERS, 99));
    store.write(removal);
    store.write(removal);
    assertEquals(List.of(1L, 3L), arrivals(ORDERS));
  }

  @Test
  public void deliveryCountIsKept() throws Exception {
    fill(ORDERS, 1, 2);
    store.write(
        new WriteBatch().deliveryCount(key(ORDERS, 2), 3).deliveryCount(key(ORDERS, 99), 1));
    store = reopen(store);
    store.recover();
    List<StoredMessage> found = all(ORDERS);
    assertEquals(0, found.get(0).deliveryCount());
    assertEquals(3, found.get(1).deliveryCount());
    assertEquals(2, found.size());
  }

  @Test
  public void recoveryTellsTheFiguresOfEachBacklog() throws Exception {
    fill(ORDERS, 5, 9);
    store.write(
        new WriteBatch().add(message(ORDERS, 9, 3)).deliveredMark(INVOICES.id(), 42).remove(1));
    store = reopen(store);
    StoreState state = store.recover();
    assertEquals(
        List.of(
            new StoreState.Backlog(ORDERS, 6, 9, 0), new StoreState.Backlog(INVOICES, 0, 42, 42)),
        state.backlogs());
  }

  @Test
  public void figuresFollowWhatIsAddedAndRemovedInOneBatchForSeveralBacklogs() throws Exception {
    fill(ORDERS, 1, 1500);
    fill(INVOICES, 1, 10);
    WriteBatch batch = new WriteBatch().add(message(INVOICES, 0, 11)).add(message(INVOICES, 4, 3));
    LongStream.rangeClosed(1, 1400).forEach(i -> batch.remove(key(ORDERS, i)));
    LongStream.rangeClosed(1, 5).forEach(i -> batch.remove(key(INVOICES, i)));
    batch.remove(key(INVOICES, 99)).remove(MessageKey.of(77, 4, 1));
    store.write(batch);
    store.write(new WriteBatch().remove(key(ORDERS, 1)).remove(key(INVOICES, 1)));
    store = reopen(store);
    assertEquals(
        List.of(
            new StoreState.Backlog(ORDERS, 100, 1500, 0),
            new StoreState.Backlog(INVOICES, 7, 11, 0)),
        store.recover().backlogs());
  }

  @Test
  public void laterMarkReplacesTheEarlier() throws Exception {
    store.write(new WriteBatch().deliveredMark(ORDERS.id(), 42));
    store.write(new WriteBatch().deliveredMark(ORDERS.id(), 0));
    store.write(new WriteBatch().deliveredMark(INVOICES.id(), 7));
    store.write(new WriteBatch().deliveredMark(77, 7));
    store = reopen(store);
    List<StoreState.Backlog> backlogs = store.recover().backlogs();
    assertEquals(0, backlogs.get(0).deliveredMark());
    assertEquals(7, backlogs.get(1).deliveredMark());
  }

  @Test
  public void droppedBacklogIsGoneWithItsMessages() throws Exception {
    fill(ORDERS, 1, 5000);
    store.write(new WriteBatch().add(message(ORDERS, 4, 6000, new byte[300_000])));
    fill(INVOICES, 1, 2);
    store.write(new WriteBatch().drop(ORDERS.id()));
    store = reopen(store);
    assertEquals(
        List.of(INVOICES),
        store.recover().backlogs().stream().map(StoreState.Backlog::record).toList());
    assertEquals(List.of(1L, 2L), arrivals(INVOICES));
  }

  @Test
  public void numberAndAddressOfADroppedBacklogCanBeUsedAgain() throws Exception {
    fill(ORDERS, 1, 3000);
    BacklogRecord again = new BacklogRecord(ORDERS.id(), Address.queue("news"));
    BacklogRecord moved = new BacklogRecord(3, ORDERS.address());
    store.write(new WriteBatch().drop(ORDERS.id()).deliveredMark(ORDERS.id(), 9));
    store.write(new WriteBatch().create(again).create(moved).add(message(again, 4, 7)));
    assertEquals(List.of(7L), arrivals(again));
    store = reopen(store);
    StoreState state = store.recover();
    assertEquals(
        List.of(again, INVOICES, moved),
        state.backlogs().stream().map(StoreState.Backlog::record).toList());
    assertEquals(1, state.backlogs().get(0).messages());
    assertEquals(0, state.backlogs().get(0).deliveredMark());
  }

  @Test
  public void branchIsKeptUntilItIsResolved() throws Exception {
    fill(INVOICES, 1, 1);
    BranchRecord kept = branch(7, new byte[] {1, 2}, new byte[0]);
    BranchRecord resolved = branch(8, new byte[64], new byte[64]);
    store.write(new WriteBatch().prepare(kept));
    store.write(new WriteBatch().prepare(resolved));
    store = reopen(store);
    assertEquals(2, store.recover().branches().size());
    store.write(
        new WriteBatch().resolve(resolved.identity()).resolve("none").remove(key(INVOICES, 1)));
    store = reopen(store);
    List<BranchRecord> found = store.recover().branches();
    assertEquals(1, found.size());
    assertEquals(kept.identity(), found.get(0).identity());
    assertEquals(kept.sends(), found.get(0).sends());
    assertEquals(kept.acknowledged(), found.get(0).acknowledged());
    assertEquals(kept.preparedAt(), found.get(0).preparedAt());
    assertEquals(List.of(), arrivals(INVOICES));
    assertEquals(List.of(), arrivals(ORDERS));
  }

  @Test
  public void decisionTakesThePlaceOfItsBranchUntilItIsForgotten() throws Exception {
    BranchRecord branch = branch(7, new byte[] {1, 2}, new byte[64]);
    BranchDecision decision = new BranchDecision(true, 1_700_000_009_999L, "ada", "über\nnacht");
    store.write(new WriteBatch().prepare(branch));
    store.write(new WriteBatch().resolve(branch.identity()).prepare(branch.decided(decision)));
    for (int round = 0; round < 2; round++) {
      store = reopen(store);
      List<BranchRecord> found = store.recover().branches();
      assertEquals(1, found.size());
      assertEquals(decision, found.get(0).decision());
      assertEquals(BranchRecord.decidedIdentity(branch.identity()), found.get(0).identity());
      assertEquals(branch.preparedAt(), found.get(0).preparedAt());
      assertEquals(List.of(), found.get(0).sends());
      assertEquals(List.of(), found.get(0).acknowledged());
    }
    store.write(
        new WriteBatch().resolve(BranchRecord.decidedIdentity(branch.identity())).prepare(branch));
    store = reopen(store);
    List<BranchRecord> again = store.recover().branches();
    assertEquals(1, again.size());
    assertNull(again.get(0).decision());
  }

  private static BranchRecord branch(int format, byte[] global, byte[] qualifier) {
    return new BranchRecord(
        format,
        global,
        qualifier,
        1_700_000_000_123L,
        List.of(
            message(ORDERS, 4, 10, new byte[100_000]).envelope(),
            message(ORDERS, 4, 11).envelope()),
        List.of(key(INVOICES, 1)));
  }

  @Test
  public void batchTakesEffectInItsOwnOrder() throws Exception {
    BacklogRecord extra = new BacklogRecord(3, Address.queue("extra"));
    fill(ORDERS, 1, 1);
    StoredMessage renewed = message(ORDERS, 4, 1, "renewed".getBytes());
    store.write(
        new WriteBatch()
            .deliveryCount(key(ORDERS, 1), 5)
            .add(message(extra, 4, 1))
            .create(extra)
            .add(renewed)
            .remove(key(ORDERS, 1)));
    assertEquals(List.of(new StoredMessage(renewed.key(), renewed.envelope(), 5)), all(ORDERS));
    assertEquals(List.of(1L), arrivals(extra));
  }

  @Test
  public void batchesTakeEffectInTheOrderOfTheirHandingOver() throws Exception {
    for (int i = 1; i <= 200; i++) {
      store.writeLater(new WriteBatch().add(message(ORDERS, 4, i)), WriteListener.NONE);
      store.writeLater(new WriteBatch().deliveryCount(key(ORDERS, i), i), WriteListener.NONE);
      if (i % 3 == 0) {
        store.write(new WriteBatch().remove(key(ORDERS, i)));
      }
      if (i % 50 == 0) {
        store.writeLater(new WriteBatch().remove(key(ORDERS, i - 1)), WriteListener.NONE);
      }
    }
    List<Long> expected =
        LongStream.rangeClosed(1, 200).filter(i -> i % 3 != 0 && i % 50 != 49).boxed().toList();
    assertEquals(expected, arrivals(ORDERS));
    all(ORDERS).forEach(m -> assertEquals(MessageKey.arrival(m.key()), m.deliveryCount()));
  }

  @Test
  public void readSeesWhatItsThreadHandedOver() throws Exception {
    for (int i = 1; i <= 20; i++) {
      store.writeLater(new WriteBatch().add(message(ORDERS, 4, i)), WriteListener.NONE);
      assertEquals(i, all(ORDERS).size());
    }
  }

  @Test
  public void listenerOfALaterWriteIsToldWithoutAnotherCall() throws Exception {
    BlockingQueue<AtomicReference<StoreException>> told = new LinkedBlockingQueue<>();
    store.writeLater(
        new WriteBatch().add(message(ORDERS, 4, 1)),
        failure -> told.add(new AtomicReference<>(failure)));
    assertNull(told.take().get());
    assertTrue(told.isEmpty());
    assertEquals(List.of(1L), arrivals(ORDERS));
  }

  @Test
  public void flushWaitsForLaterWrites() throws Exception {
    Set<Integer> told = ConcurrentHashMap.newKeySet();
    for (int i = 1; i <= 50; i++) {
      int number = i;
      store.writeLater(new WriteBatch().add(message(ORDERS, 4, i)), failure -> told.add(number));
    }
    store.flush();
    assertEquals(50, told.size());
  }

  @Test
  public void batchThatContradictsTheStoreIsRefusedWhole() throws Exception {
    fill(ORDERS, 1, 1);
    refused(new WriteBatch().add(message(ORDERS, 4, 2)).add(message(ORDERS, 4, 1)));
    refused(new WriteBatch().add(message(ORDERS, 4, 2)).add(message(ORDERS, 4, 2)));
    refused(new WriteBatch().add(message(new BacklogRecord(9, ORDERS.address()), 4, 1)));
    refused(new WriteBatch().create(new BacklogRecord(ORDERS.id(), Address.queue("other"))));
    refused(new WriteBatch().create(new BacklogRecord(9, ORDERS.address())));
    BranchRecord branch = branch(1, new byte[] {1}, new byte[] {1});
    store.write(new WriteBatch().prepare(branch));
    refused(new WriteBatch().prepare(branch).remove(key(ORDERS, 1)));
    assertEquals(List.of(1L), arrivals(ORDERS));
    fill(ORDERS, 2, 2);
    assertEquals(List.of(1L, 2L), arrivals(ORDERS));
    store = reopen(store);
    assertEquals(2, store.recover().backlogs().size());
  }

  private void refused(WriteBatch batch) {
    assertNotNull(assertThrows(RefusedBatchException.class, () -> store.write(batch)).getMessage());
  }

  @Test
  public void onlyTheBatchAtFaultIsRefusedAmongMany() throws Exception {
    fill(ORDERS, 1, 1);
    Map<Integer, StoreException> failures = new ConcurrentHashMap<>();
    for (int i = 1; i <= 30; i++) {
      int number = i;
      long arrival = i % 10 == 0 ? 1 : 100 + i;
      store.writeLater(
          new WriteBatch().add(message(ORDERS, 4, arrival)),
          failure -> {
            if (failure != null) {
              failures.put(number, failure);
            }
          });
    }
    assertThrows(StoreException.class, this::flushAndReportLater);
    assertEquals(Set.of(10, 20, 30), failures.keySet());
    assertEquals(28, all(ORDERS).size());
  }

  /** A store may report a failed later write by flush, or have told its listener before. */
  private void flushAndReportLater() throws StoreException {
    store.flush();
    throw new StoreException("told before");
  }

  @Test
  public void manyThreadsWriteAndNothingIsLostOrTwice() throws Exception {
    int threads = 8;
    List<Set<Long>> ledgers = new ArrayList<>();
    inParallel(
        threads,
        number -> {
          Set<Long> ledger = ConcurrentHashMap.newKeySet();
          synchronized (ledgers) {
            ledgers.add(ledger);
          }
          for (int i = 0; i < ROUNDS; i++) {
            sendAndConsume(number, i, ledger);
          }
        });
    List<Long> expected = ledgers.stream().flatMap(Set::stream).sorted().toList();
    assertEquals(threads * ROUNDS / 2, expected.size());
    assertEquals(expected, arrivals(ORDERS));
    store = reopen(store);
    assertEquals(expected.size(), store.recover().backlogs().get(0).messages());
    assertEquals(expected, arrivals(ORDERS));
  }

  /** Every second message is removed again, by turns at once and later. */
  private void sendAndConsume(int number, int i, Set<Long> ledger) throws StoreException {
    long arrival = number * 1000L + i + 1;
    store.write(new WriteBatch().add(message(ORDERS, 4, arrival)));
    if (i % 4 == 1) {
      store.write(new WriteBatch().remove(key(ORDERS, arrival)));
    } else if (i % 4 == 3) {
      store.writeLater(new WriteBatch().remove(key(ORDERS, arrival)), WriteListener.NONE);
    } else {
      ledger.add(arrival);
    }
  }

  @Test
  public void interruptsNeitherHarmTheStoreNorEndAWait() throws Exception {
    int threads = 4;
    CountDownLatch done = new CountDownLatch(threads);
    Set<Thread> writers = ConcurrentHashMap.newKeySet();
    Thread nuisance =
        new Thread(
            () -> {
              Random random = new Random(7);
              while (done.getCount() > 0) {
                writers.stream()
                    .skip(writers.isEmpty() ? 0 : random.nextInt(writers.size()))
                    .findFirst()
                    .ifPresent(Thread::interrupt);
                Thread.yield();
              }
            });
    nuisance.start();
    inParallel(
        threads,
        number -> {
          writers.add(Thread.currentThread());
          try {
            for (int i = 1; i <= ROUNDS; i++) {
              store.write(new WriteBatch().add(message(ORDERS, 4, number * 1000L + i)));
              store.read(key(ORDERS, number * 1000L), key(ORDERS, number * 1000L + i), 9, 9000);
            }
          } finally {
            done.countDown();
          }
        });
    nuisance.join();
    assertEquals(threads * ROUNDS, all(ORDERS).size());
  }

  @Test
  public void interruptIsStillPendingWhenACallReturns() throws Exception {
    Thread.currentThread().interrupt();
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(List.of(1L), arrivals(ORDERS));
    assertTrue(Thread.currentThread().isInterrupted());
    store.flush();
    assertTrue(Thread.interrupted());
  }

  @Test
  public void closedStoreRefusesEveryCallButAnotherClose() throws Exception {
    store.close();
    store.close();
    WriteBatch batch = new WriteBatch().add(message(ORDERS, 4, 1));
    assertThrows(StoreException.class, () -> store.write(batch));
    assertThrows(StoreException.class, () -> store.write(new WriteBatch()));
    assertThrows(StoreException.class, () -> store.flush());
    assertThrows(StoreException.class, () -> all(ORDERS));
    assertThrows(StoreException.class, () -> store.recover());
    AtomicReference<StoreException> told = new AtomicReference<>();
    CountDownLatch once = new CountDownLatch(1);
    store.writeLater(
        batch,
        failure -> {
          told.set(failure);
          once.countDown();
        });
    once.await();
    assertTrue(told.get().getMessage().contains("closed"), told.get().getMessage());
  }

  @Test
  public void closeMakesLaterWritesDurable() throws Exception {
    AtomicReference<StoreException> told = new AtomicReference<>(new StoreException("not told"));
    store.writeLater(new WriteBatch().add(message(ORDERS, 4, 1)), told::set);
    store = reopen(store);
    store.recover();
    assertEquals(List.of(1L), arrivals(ORDERS));
    assertNull(told.get());
  }

  @Test
  public void emptyBatchChangesNothing() throws Exception {
    store.write(new WriteBatch());
    CountDownLatch told = new CountDownLatch(1);
    store.writeLater(new WriteBatch(), failure -> told.countDown());
    told.await();
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(List.of(), arrivals(ORDERS));
  }

  /** Work of one of several threads. */
  @FunctionalInterface
  protected interface Work {
    void run(int number) throws Exception;
  }

  /** Runs threads numbered from 1 and fails with the first failure among them. */
  protected static void inParallel(int threads, Work work) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    List<Thread> running =
        IntStream.rangeClosed(1, threads)
            .mapToObj(
                number ->
                    new Thread(
                        () -> {
                          try {
                            work.run(number);
                          } catch (Exception e) {
                            failure.compareAndSet(null, e);
                          }
                        }))
            .toList();
    running.forEach(Thread::start);
    for (Thread thread : running) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}

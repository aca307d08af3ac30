// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * Random work on a store, and the ledger beside it: the states that the store may be in when it is
 * opened again. What was confirmed is in all of them, what was refused in none; what has no outcome
 * yet, or an unknown one, may be there, in the order in which it was handed over.
 */
public final class StoreWorkload {

  private static final int BACKLOGS = 3;
  private static final BacklogRecord LOG = new BacklogRecord(10, Address.topic("topic"));
  private static final int SUBSCRIPTIONS = 4;

  /** What a store says of what it will not try. */
  private static final String REFUSED_UNTRIED = "takes no more calls since";

  private enum Outcome {
    OPEN,
    CONFIRMED,
    REFUSED,
    UNKNOWN
  }

  /** A batch that was handed over. */
  private static final class HandedOver implements WriteListener {
    private final WriteBatch batch;
    private volatile Outcome outcome = Outcome.OPEN;

    HandedOver(WriteBatch batch) {
      this.batch = batch;
    }

    @Override
    public void written(StoreException failure) {
      outcome = failure == null ? Outcome.CONFIRMED : outcomeOf(failure);
    }
  }

  private final Random random;
  private final List<HandedOver> handedOver = new ArrayList<>();
  private List<StoreModel> found = List.of(StoreModel.empty());
  private StoreModel latest = StoreModel.empty();
  private long arrival;
  private int branch;
  private final boolean groupsAreWhole;

  /** Work on a store that writes all that is handed over as one group. */
  StoreWorkload(Random random) {
    this(random, true);
  }

  /**
   * Makes random work.
   *
   * @param random decides
   * @param groupsAreWhole whether a loss of power leaves everything that was handed over since the
   *     last confirmation or nothing of it, and not a part of it
   */
  public StoreWorkload(Random random, boolean groupsAreWhole) {
    this.random = random;
    this.groupsAreWhole = groupsAreWhole;
  }

  private static Outcome outcomeOf(StoreException failure) {
    String message = failure.getMessage();
    int unknown = message.indexOf("unknown");
    int untried = message.indexOf(REFUSED_UNTRIED);
    // What is said first is said of this batch; what caused it may say either of another.
    boolean tried = untried < 0 || unknown < untried;
    return tried && unknown >= 0 ? Outcome.UNKNOWN : Outcome.REFUSED;
  }

  /** Writes one batch, at once or later. */
  public void step(MessageStore store) throws StoreException {
    HandedOver next = new HandedOver(batch());
    synchronized (handedOver) {
      handedOver.add(next);
    }
    latest = latest.after(next.batch);
    if (random.nextInt(3) == 0) {
      store.writeLater(next.batch, next);
      return;
    }
    try {
      store.write(next.batch);
      next.written(null);
    } catch (StoreException e) {
      next.written(e);
      throw e;
    }
    settleConfirmed();
  }

  /** Writes nothing more, but has everything confirmed. */
  public void flush(MessageStore store) throws StoreException {
    store.flush();
    settleConfirmed();
  }

  private void settleConfirmed() {
    synchronized (handedOver) {
      if (handedOver.stream().anyMatch(batch -> batch.outcome != Outcome.CONFIRMED)) {
        throw new AssertionError("a batch handed over before was not confirmed with this one");
      }
      handedOver.clear();
      found = List.of(latest);
    }
  }

  /** The states in which a machine that loses its power now may find the store. */
  public Expected expected() {
    List<StoreModel> allowed = new ArrayList<>();
    List<HandedOver> batches;
    synchronized (handedOver) {
      batches = List.copyOf(handedOver);
    }
    int undecided = (int) batches.stream().filter(StoreWorkload::isUndecided).count();
    for (StoreModel start : found) {
      for (int kept = 0; kept <= undecided; kept++) {
        if (!groupsAreWhole || kept == 0 || kept == undecided) {
          allowed.add(after(start, batches, kept));
        }
      }
    }
    return new Expected(allowed);
  }

  private static StoreModel after(StoreModel start, List<HandedOver> batches, int kept) {
    StoreModel state = start;
    int seen = 0;
    for (HandedOver batch : batches) {
      boolean there = isUndecided(batch) ? seen++ < kept : batch.outcome == Outcome.CONFIRMED;
      state = there ? state.after(batch.batch) : state;
    }
    return state;
  }

  private static boolean isUndecided(HandedOver batch) {
    return batch.outcome == Outcome.OPEN || batch.outcome == Outcome.UNKNOWN;
  }

  /** The states a store may be found in. */
  public static final class Expected {
    private final List<StoreModel> allowed;

    private Expected(List<StoreModel> allowed) {
      this.allowed = allowed;
    }

    /** How many messages are there for sure. */
    public int messages() {
      return allowed.stream().mapToInt(state -> state.messages().size()).min().orElse(0);
    }

    /** Holds an opened store against it; returns what is there. */
    private StoreModel match(MessageStore store) throws StoreException {
      StoreModel found = StoreModel.of(store);
      if (!allowed.contains(found)) {
        throw new AssertionError("found " + found + "\nwhere allowed is one of " + allowed);
      }
      return found;
    }

    /** Holds an opened store against it. */
    public void check(MessageStore store) throws StoreException {
      match(store);
    }
  }

  /** Holds an opened store against the ledger, and goes on from what is there. */
  public void check(MessageStore store) throws StoreException {
    StoreModel there = expected().match(store);
    synchronized (handedOver) {
      handedOver.clear();
      found = List.of(there);
    }
    latest = there;
  }

  private WriteBatch batch() {
    WriteBatch batch = new WriteBatch();
    StoreModel now = latest;
    int id = 1 + random.nextInt(BACKLOGS);
    BacklogRecord backlog = now.backlogs().get(id);
    if (backlog == null) {
      backlog = new BacklogRecord(id, Address.queue("queue-" + id + "-" + ++arrival));
      batch.create(backlog);
    } else if (random.nextInt(40) == 0) {
      return batch.drop(id);
    }
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 40 : 4); i >= 0; i--) {
      batch.add(MessageStoreContract.message(backlog, random.nextInt(10), ++arrival, body()));
    }
    consume(batch, now);
    if (random.nextInt(6) == 0) {
      batch.deliveredMark(id, arrival);
    }
    branch(batch, now, backlog);
    if (random.nextInt(2) == 0) {
      topic(batch, now);
    }
    return batch;
  }

  /** Subscriptions come and go, and messages come that some of them do not want. */
  private void topic(WriteBatch batch, StoreModel now) {
    if (!now.backlogs().containsKey(LOG.id())) {
      batch.create(LOG);
    }
    List<Integer> subscribed = new ArrayList<>();
    for (int id = LOG.id() + 1; id <= LOG.id() + SUBSCRIPTIONS; id++) {
      boolean isThere = now.backlogs().containsKey(id);
      if (!isThere && random.nextInt(8) == 0) {
        batch.create(subscription(id));
        isThere = true;
      } else if (isThere && random.nextInt(60) == 0) {
        batch.drop(id);
      }
      if (isThere) {
        subscribed.add(id);
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      StoredMessage message =
          MessageStoreContract.message(LOG, random.nextInt(10), ++arrival, body());
      batch.add(message);
      for (int id : subscribed) {
        if (random.nextInt(5) == 0) {
          batch.remove(MessageKey.in(id, message.key()));
        }
      }
    }
    if (!subscribed.isEmpty() && random.nextInt(6) == 0) {
      batch.deliveredMark(subscribed.get(0), arrival);
    }
  }

  private BacklogRecord subscription(int id) {
    return new BacklogRecord(
        id,
        LOG.address(),
        new SubscriptionRecord(
            LOG.id(),
            id % 2 == 0 ? "c" : null,
            "s-" + id + "-" + arrival,
            true,
            false,
            null,
            arrival));
  }

  private void consume(WriteBatch batch, StoreModel now) {
    for (long key : now.messages().keySet()) {
      int choice = random.nextInt(12);
      if (choice < 3) {
        batch.remove(key);
      } else if (choice == 3) {
        batch.deliveryCount(key, 1 + random.nextInt(9));
      }
    }
  }

  private void branch(WriteBatch batch, StoreModel now, BacklogRecord backlog) {
    if (!now.branches().isEmpty() && random.nextInt(4) == 0) {
      batch.resolve(now.branches().iterator().next().split(" ")[0]);
    }
    if (random.nextInt(8) == 0) {
      Envelope send = MessageStoreContract.message(backlog, 4, ++arrival, body()).envelope();
      byte[] name = {(byte) ++branch, (byte) (branch >> 8)};
      batch.prepare(
          new BranchRecord(
              1, name, name, arrival, List.of(send), List.of(MessageKey.of(1, 4, arrival))));
    }
  }

  private byte[] body() {
    int choice = random.nextInt(40);
    byte[] body = new byte[choice == 0 ? 200_000 : random.nextInt(choice < 4 ? 30_000 : 1500)];
    random.nextBytes(body);
    return body;
  }
}

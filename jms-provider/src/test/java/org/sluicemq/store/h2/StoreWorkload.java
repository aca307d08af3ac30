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
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * Random work on a store, with a ledger: the states that may be found after the power was lost. The
 * first is what was last confirmed; each later one adds a batch that was handed over since.
 */
public final class StoreWorkload {

  private static final int BACKLOGS = 3;
  private final Random random;
  private List<StoreModel> allowed = new ArrayList<>(List.of(StoreModel.empty()));
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
   * @param groupsAreWhole whether a failure tells of everything that was handed over since the last
   *     confirmation, and not of a part of it
   */
  public StoreWorkload(Random random, boolean groupsAreWhole) {
    this.random = random;
    this.groupsAreWhole = groupsAreWhole;
  }

  /** Writes one batch, at once or later. */
  public void step(MessageStore store) throws StoreException {
    WriteBatch batch = batch();
    allowed.add(latest().after(batch));
    if (random.nextInt(3) == 0) {
      store.writeLater(batch, WriteListener.NONE);
      return;
    }
    try {
      store.write(batch);
      confirmed();
    } catch (StoreException e) {
      if (groupsAreWhole && !e.getMessage().contains("unknown")) {
        // The store says that it knows: nothing of the group is there.
        allowed = new ArrayList<>(allowed.subList(0, 1));
      }
      throw e;
    }
  }

  /** Writes nothing more, but has everything confirmed. */
  public void flush(MessageStore store) throws StoreException {
    store.flush();
    confirmed();
  }

  private void confirmed() {
    allowed = new ArrayList<>(List.of(latest()));
  }

  private StoreModel latest() {
    return allowed.get(allowed.size() - 1);
  }

  /** How many messages were confirmed. */
  public int confirmedMessages() {
    return allowed.get(0).messages().size();
  }

  /** Holds an opened store against the ledger, and goes on from what is there. */
  public void check(MessageStore store) throws StoreException {
    StoreModel found = StoreModel.of(store);
    if (!allowed.contains(found)) {
      throw new AssertionError("found " + found + "\nwhere allowed is one of " + allowed);
    }
    allowed = new ArrayList<>(List.of(found));
  }

  private WriteBatch batch() {
    WriteBatch batch = new WriteBatch();
    StoreModel now = latest();
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
    return batch;
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

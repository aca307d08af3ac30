// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.SQLException;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.sluicemq.store.StoreException;

/**
 * Gives space back, in short steps on the writing thread and between groups: the messages of
 * dropped backlogs, the bodies that nothing refers to, and the room that removed ones leave in the
 * file. After some groups, or when the file has grown, it does one step of compaction; when nothing
 * is written, one after the other until there is no more to gain. Used by the writing thread only.
 */
final class Housekeeping {

  /** However little a step gains, an idle store comes to rest. */
  private static final int MOST_IDLE_STEPS = 10_000;

  private final GroupWriter writer;
  private final BodyTable bodies;
  private final KnownBacklogs known;
  private final Compaction compaction;
  private final ChunkNumbers numbers;
  private final String store;
  private final int groupsPerCompaction;
  private int groups;
  private int idleSteps;
  private boolean disturbed;

  Housekeeping(
      MVStore database,
      GroupWriter writer,
      BodyTable bodies,
      KnownBacklogs known,
      H2StoreSettings settings,
      String store) {
    this.writer = writer;
    this.bodies = bodies;
    this.known = known;
    this.groupsPerCompaction = settings.groupsPerCompaction();
    this.store = store;
    this.compaction = new Compaction(database, settings.leftAloneBytes());
    this.numbers = new ChunkNumbers(database);
  }

  /**
   * Counts a group.
   *
   * @return whether there is something to do
   */
  boolean isDueAfterGroup() {
    groups++;
    disturbed = true;
    idleSteps = 0;
    return groups >= groupsPerCompaction || compaction.isDue() || hasToSweep();
  }

  /**
   * Does one step.
   *
   * @return whether there is more to do at once
   * @throws StoreException if the database failed
   */
  boolean step() throws StoreException {
    try {
      if (groups >= groupsPerCompaction || compaction.isDue()) {
        groups = 0;
        numbers.watch(store);
        compaction.step();
      }
      if (bodies.hasLeftovers()) {
        bodies.sweep();
      } else if (!known.dropped().isEmpty()) {
        writer.sweep(known.dropped().iterator().next());
      }
      return hasToSweep();
    } catch (SQLException | MVStoreException e) {
      throw failed(e);
    }
  }

  private boolean hasToSweep() {
    return bodies.hasLeftovers() || !known.dropped().isEmpty();
  }

  /**
   * Does one step of an idle store, unless a group has come since it was asked last.
   *
   * @return whether to ask again after a while
   * @throws StoreException if the database failed
   */
  boolean idleStep() throws StoreException {
    if (disturbed) {
      disturbed = false;
      return true;
    }
    try {
      idleSteps++;
      return compaction.step() && idleSteps < MOST_IDLE_STEPS;
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  private static StoreException failed(Exception e) {
    return new StoreException(
        "The store failed while it gave space back. It takes no more calls; mend the disk and"
            + " restart, what was acknowledged is there then. Cause: "
            + e.getMessage(),
        e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.time.Duration;
import org.sluicemq.store.h2.H2StoreSettings;

/**
 * What can be chosen about a journal in front of a store.
 *
 * @param journalBytes the size of the journal in front, in bytes, at least 64 KiB; half of it taken
 *     begins a merge of its oldest part, all of it holds senders back until a step has made room. A
 *     message that is gone before a quarter of it is written anew never reaches the store behind
 * @param bufferBytes how many bytes may wait to be merged; half of them begin a merge of the
 *     oldest, all of them hold senders back
 * @param mergeAge when a change has waited for this long, the merge that takes it has begun; it
 *     goes on step by step, with pauses
 * @param laterDelay how long a batch waits for company that need not be durable at once
 * @param resting how the store behind works
 */
public record WriteBehindSettings(
    long journalBytes,
    long bufferBytes,
    Duration mergeAge,
    Duration laterDelay,
    H2StoreSettings resting) {

  /** No group takes more than this part of the journal and one further batch. */
  private static final int GROUPS_IN_JOURNAL = 8;

  private static final int DIRECT_PART = 4;
  private static final int BUFFERS_IN_HEAP = 8;
  private static final int SLICES_IN_JOURNAL = 64;
  private static final long LARGEST_SLICE = 256 << 10;
  private static final long LARGEST_GROUP = 4L << 20;

  /**
   * The settings that suit most stores.
   *
   * @return the defaults
   */
  public static WriteBehindSettings defaults() {
    return new WriteBehindSettings(
        64L << 20,
        64L << 20,
        Duration.ofSeconds(5),
        Duration.ofMillis(2),
        H2StoreSettings.defaults());
  }

  /**
   * The same settings with another size of both journals, the one in front and the one under the
   * database.
   *
   * @param bytes the size of each, in bytes
   * @return the changed settings
   */
  public WriteBehindSettings withJournalBytes(long bytes) {
    return new WriteBehindSettings(
        bytes, bufferBytes, mergeAge, laterDelay, resting.withJournalBytes(bytes));
  }

  /**
   * The same settings with no more waiting to be merged than suits a heap.
   *
   * @param heapBytes how large the heap may grow
   * @return the changed settings
   */
  public WriteBehindSettings within(long heapBytes) {
    return new WriteBehindSettings(
        journalBytes,
        Math.min(bufferBytes, heapBytes / BUFFERS_IN_HEAP),
        mergeAge,
        laterDelay,
        resting);
  }

  /** Records of so many bytes are merged together or not at all. */
  long sliceBytes() {
    return Math.min(LARGEST_SLICE, journalBytes / SLICES_IN_JOURNAL);
  }

  /** No further batch joins a group of so many bytes. */
  long groupBytes() {
    return Math.min(LARGEST_GROUP, journalBytes / GROUPS_IN_JOURNAL);
  }

  /** A batch of more bytes passes the journal by. */
  long directBytes() {
    return Math.min(journalBytes, bufferBytes) / DIRECT_PART;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.time.Duration;

/**
 * What can be chosen about a store on H2.
 *
 * @param journalBytes the size of the journal under the database, in bytes
 * @param groupBatches at most so many batches are made durable by one force
 * @param groupBytes no further batch joins a group that holds so many bytes
 * @param laterDelay how long a batch waits for company that need not be durable at once
 * @param groupsPerCompaction after so many groups the database is asked whether it should give
 *     space back
 * @param leftAloneBytes a database file of so many bytes, or fewer, is never made smaller
 */
public record H2StoreSettings(
    long journalBytes,
    int groupBatches,
    long groupBytes,
    Duration laterDelay,
    int groupsPerCompaction,
    long leftAloneBytes) {

  /**
   * The settings that suit most stores.
   *
   * @return the defaults
   */
  public static H2StoreSettings defaults() {
    return new H2StoreSettings(
        JournalledDatabase.DEFAULT_JOURNAL_BYTES,
        1024,
        4L << 20,
        Duration.ofMillis(2),
        100,
        Compaction.SMALL_BYTES);
  }

  /**
   * The same settings with another journal.
   *
   * @param bytes the size of the journal under the database
   * @return the changed settings
   */
  public H2StoreSettings withJournalBytes(long bytes) {
    return new H2StoreSettings(
        bytes, groupBatches, groupBytes, laterDelay, groupsPerCompaction, leftAloneBytes);
  }

  /**
   * The same settings with more or less care for the room that the database takes.
   *
   * @param groups after so many groups the database is asked whether it should give space back
   * @param leftAlone a database file of so many bytes, or fewer, is never made smaller
   * @return the changed settings
   */
  public H2StoreSettings withCompaction(int groups, long leftAlone) {
    return new H2StoreSettings(
        journalBytes, groupBatches, groupBytes, laterDelay, groups, leftAlone);
  }
}

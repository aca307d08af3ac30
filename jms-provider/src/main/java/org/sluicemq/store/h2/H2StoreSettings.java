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
 */
public record H2StoreSettings(
    long journalBytes,
    int groupBatches,
    long groupBytes,
    Duration laterDelay,
    int groupsPerCompaction) {

  /**
   * The settings that suit most stores.
   *
   * @return the defaults
   */
  public static H2StoreSettings defaults() {
    return new H2StoreSettings(
        JournalledDatabase.DEFAULT_JOURNAL_BYTES, 1024, 4L << 20, Duration.ofMillis(2), 100);
  }

  /**
   * The same settings with another journal.
   *
   * @param bytes the size of the journal under the database
   * @return the changed settings
   */
  public H2StoreSettings withJournalBytes(long bytes) {
    return new H2StoreSettings(bytes, groupBatches, groupBytes, laterDelay, groupsPerCompaction);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.nio.file.Path;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/**
 * Opens stores that do nothing in the background, so that runs are alike, and that make even a
 * small file smaller.
 */
public final class InlineH2 {

  private static final int GROUPS_PER_COMPACTION = 6;

  private InlineH2() {}

  /** Opens a store; what is written later waits for the next write. */
  public static H2MessageStore open(Disk disk, Path directory, long journalBytes)
      throws StoreException {
    return H2MessageStore.open(
        directory,
        H2StoreSettings.defaults().withCompaction(GROUPS_PER_COMPACTION, 0),
        disk,
        () -> JournalledDatabase.open(disk, directory, journalBytes, Runnable::run),
        task -> {},
        task -> {});
  }
}

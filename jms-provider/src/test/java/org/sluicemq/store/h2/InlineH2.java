// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.nio.file.Path;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/** Opens stores that do nothing in the background, so that runs are alike. */
public final class InlineH2 {

  private InlineH2() {}

  /** Opens a store; what is written later waits for the next write. */
  public static H2MessageStore open(Disk disk, Path directory, long journalBytes)
      throws StoreException {
    return H2MessageStore.open(
        directory,
        H2StoreSettings.defaults(),
        disk,
        () -> JournalledDatabase.open(disk, directory, journalBytes, Runnable::run),
        task -> {},
        task -> {});
  }
}

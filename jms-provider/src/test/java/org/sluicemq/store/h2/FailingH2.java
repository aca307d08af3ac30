// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/** Opens stores whose H2 throws when a test wants it, see {@link FailingTrigger}. */
public final class FailingH2 {

  private static final long JOURNAL = 256 * 1024;

  private FailingH2() {}

  /** Opens a store; what is written later waits for the next write. */
  public static H2MessageStore open(Disk disk, Path directory) throws StoreException {
    AtomicReference<JournalledDatabase> opened = new AtomicReference<>();
    H2MessageStore store =
        H2MessageStore.open(
            directory,
            H2StoreSettings.defaults(),
            disk,
            () -> {
              opened.set(JournalledDatabase.open(disk, directory, JOURNAL, Runnable::run));
              return opened.get();
            },
            task -> {},
            task -> {});
    try {
      FailingTrigger.install(opened.get());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return store;
  }
}

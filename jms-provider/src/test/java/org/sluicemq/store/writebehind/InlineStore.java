// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.file.Path;
import java.time.Duration;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.InlineH2;
import org.sluicemq.store.journal.Disk;

/**
 * Opens the usual pair of stores, with merges that happen when a test says so: nothing goes on in
 * the background, so that runs are alike.
 */
public final class InlineStore {

  private static final long H2_JOURNAL = 256 * 1024;

  private final Path directory;
  private final long journalBytes;
  private final long bufferBytes;
  private ManualMerges merges = new ManualMerges();
  private H2MessageStore resting;

  /** Remembers how to open stores. */
  public InlineStore(Path directory, long journalBytes, long bufferBytes) {
    this.directory = directory;
    this.journalBytes = journalBytes;
    this.bufferBytes = bufferBytes;
  }

  /** Opens the store on a disk; merges are those of the store opened last. */
  public WriteBehindStore open(Disk disk) throws StoreException {
    merges = new ManualMerges();
    H2MessageStore opened = InlineH2.open(disk, directory, H2_JOURNAL);
    resting = opened;
    return WriteBehindStore.open(
        directory,
        opened,
        () ->
            FrontJournal.open(
                disk, directory, opened.storeId(), opened.journalPosition(), journalBytes),
        Fixture.settings(journalBytes, bufferBytes),
        new WriteBehindThreads(merges, task -> {}, task -> {}, () -> {}));
  }

  /** Does the merges that were asked for. */
  public void merge() {
    merges.run();
  }

  /**
   * Waits for the housekeeping that the last group of the resting store has asked for, and for the
   * one that this has asked for.
   *
   * @throws StoreException if the store has failed or is closed
   */
  public void settle() throws StoreException {
    for (int i = 0; i < 3; i++) {
      resting.journalPosition();
    }
  }

  /** Does all merges that are due by their age. */
  public void mergeByAge() {
    merges.pass(Duration.ofMillis(250));
    merges.pass(Duration.ofMillis(250));
  }
}

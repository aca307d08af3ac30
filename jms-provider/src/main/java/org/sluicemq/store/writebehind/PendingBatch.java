// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

/** What waits for its group: a batch, or one that still grows until its group takes it. */
interface PendingBatch {

  /** About how long its record will be in the journal. */
  long bytes();

  /** The batch as it goes into the journal; it grows no more. The same for every call. */
  JournalledBatch seal();
}

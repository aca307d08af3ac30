// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;

/**
 * A journal whose disk failed once and that therefore refuses everything since. The cause is that
 * first failure; only opening the journal again, which reads what really reached the disk, ends it.
 */
public final class JournalFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalFailedException(Object file, Throwable firstFailure) {
    super(
        "The journal "
            + file
            + " is closed to all work since the disk failed: "
            + firstFailure
            + ". Mend the disk and start the broker again.",
        firstFailure);
  }
}

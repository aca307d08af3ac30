// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;

/** A record for which the ring has no room; the journal is as before and works on. */
public final class JournalFullException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean largerThanRing;

  JournalFullException(Object file, long needed, long free, long capacity) {
    super(
        "The journal "
            + file
            + " has no room for a record of "
            + needed
            + " bytes: "
            + free
            + " of its "
            + capacity
            + " bytes are free."
            + (needed > capacity ? " It would not fit in the empty journal either." : ""));
    this.largerThanRing = needed > capacity;
  }

  /**
   * Tells whether releasing records can help.
   *
   * @return true if the record would not fit in the empty journal either
   */
  public boolean isLargerThanRing() {
    return largerThanRing;
  }
}

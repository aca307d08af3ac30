// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;

/**
 * A journal file that must not be used as it is: it belongs to another store, is of a newer format,
 * or is damaged.
 */
public final class UnusableJournalException extends IOException {

  private static final long serialVersionUID = 1L;

  UnusableJournalException(String message) {
    super(message);
  }
}

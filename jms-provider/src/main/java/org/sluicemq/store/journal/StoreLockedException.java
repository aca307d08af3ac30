// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A store directory that another broker uses. */
public final class StoreLockedException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreLockedException(Path directory, String holder) {
    super(
        "The store directory "
            + directory
            + " is in use by "
            + holder
            + ". Stop that broker, or give this one a store directory of its own.");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;

/**
 * A store directory that must not be used as it is; the message says why and what to do. Nothing in
 * it was changed.
 */
public final class UnusableStoreException extends IOException {

  private static final long serialVersionUID = 1L;

  UnusableStoreException(String message) {
    super(message);
  }
}

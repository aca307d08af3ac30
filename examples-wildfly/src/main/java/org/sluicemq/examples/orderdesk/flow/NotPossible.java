// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.ejb.ApplicationException;

/** What a person asked for cannot be done; the message says why, in a sentence for the page. */
@ApplicationException(rollback = true)
public class NotPossible extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public NotPossible(String message) {
    super(message);
  }
}

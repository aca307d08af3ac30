// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.ejb.ApplicationException;

/** The failure after the send that a person asked for with a button. */
@ApplicationException(rollback = true)
public class FailedOnPurpose extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long orderId;

  FailedOnPurpose(long orderId) {
    super("the transaction of order " + orderId + " failed on purpose, after the send");
    this.orderId = orderId;
  }

  /** The number the order would have had. */
  public long orderId() {
    return orderId;
  }
}

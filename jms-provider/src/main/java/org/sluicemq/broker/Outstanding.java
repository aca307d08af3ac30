// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/** A delivery of an entry of a backlog. */
record Outstanding(Backlog backlog, Entry entry, int deliveryCount) implements Delivery {

  @Override
  public Envelope envelope() {
    return entry.envelope;
  }

  @Override
  public void noteFailure(Throwable failure) {
    entry.noteFailure(failure);
  }
}

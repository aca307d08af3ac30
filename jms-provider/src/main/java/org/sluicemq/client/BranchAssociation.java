// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import org.sluicemq.broker.transaction.UnitOfWork;

/**
 * The branch that a session works for at the moment. Written by the transaction manager's calls on
 * the session's {@link SessionXaResource}, read by the thread that controls the session.
 */
final class BranchAssociation {

  private volatile UnitOfWork unit;

  UnitOfWork unit() {
    return unit;
  }

  void set(UnitOfWork now) {
    unit = now;
  }
}

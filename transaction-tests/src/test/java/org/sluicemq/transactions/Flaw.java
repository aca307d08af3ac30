// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** What can be wrong with a life on purpose, to see that the books tell. */
enum Flaw {
  /** Nothing: as it should be. */
  NONE,
  /** The row of a sent transfer is committed by itself. */
  ROW_OUTSIDE,
  /** The message of a transfer is sent by itself. */
  MESSAGE_OUTSIDE,
  /** The message is acknowledged before the row of its receipt is written. */
  EARLY_ACKNOWLEDGEMENT,
  /** The broker says that a branch is committed and does nothing. */
  COMMIT_NOT_DONE {
    @Override
    XAResource broker(XAResource resource) {
      return new Forwarding(resource) {
        @Override
        public void commit(Xid xid, boolean onePhase) {}
      };
    }
  },
  /** The broker does not tell the transaction manager what is in doubt. */
  NOTHING_RECOVERED {
    @Override
    XAResource broker(XAResource resource) {
      return new Forwarding(resource) {
        @Override
        public Xid[] recover(int flags) {
          return new Xid[0];
        }
      };
    }
  },
  /** The transaction manager does not keep what it has decided. */
  LOG_NOT_WRITTEN,
  /** The broker's disk forces nothing. */
  DISK_NOT_FORCED;

  /** The broker's resource, with what is wrong about it. */
  XAResource broker(XAResource resource) {
    return resource;
  }
}

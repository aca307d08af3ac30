// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import javax.transaction.xa.XAException;
import org.sluicemq.store.StoreException;

/**
 * What a transaction manager is told about a branch that was not done what it asked for.
 *
 * @param id the branch; null for none in particular
 */
record Refusals(BranchId id) {

  XAException of(int code, String what) {
    return of(code, what, null);
  }

  XAException of(int code, String what, Throwable cause) {
    XAException e = new XAException(id == null ? what : "Branch " + id + " " + what);
    e.errorCode = code;
    e.initCause(cause);
    return e;
  }

  /** The call makes no sense in the state of the branch. */
  XAException protocol(String what) {
    return of(XAException.XAER_PROTO, what);
  }

  XAException notKnown() {
    return of(XAException.XAER_NOTA, "is not known");
  }

  XAException timedOut() {
    return of(XAException.XA_RBTIMEOUT, "was rolled back: it was not prepared before its timeout");
  }

  XAException unknown(String what, StoreException cause) {
    return of(
        XAException.XAER_RMFAIL,
        "may be "
            + what
            + " or not: that is unknown until the broker has been restarted; let the transaction"
            + " manager recover then",
        cause);
  }
}

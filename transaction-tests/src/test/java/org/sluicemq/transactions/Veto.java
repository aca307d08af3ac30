// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/** A third resource that refuses to prepare, when the others have prepared already. */
final class Veto extends Willing {

  @Override
  public int prepare(Xid xid) throws XAException {
    throw new XAException(XAException.XA_RBROLLBACK);
  }
}

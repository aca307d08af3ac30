// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import javax.transaction.xa.Xid;

/** Identifiers for tests: of a class of their own, as a transaction manager's are. */
public record TestXid(int getFormatId, byte[] getGlobalTransactionId, byte[] getBranchQualifier)
    implements Xid {

  /** An identifier from two small numbers. */
  public static Xid of(int transaction, int branch) {
    return new TestXid(4711, new byte[] {(byte) transaction, 1}, new byte[] {(byte) branch, 2});
  }
}

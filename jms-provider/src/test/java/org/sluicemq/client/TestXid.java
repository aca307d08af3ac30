// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import javax.transaction.xa.Xid;

/** A branch of a test's transaction, known by its number. */
record TestXid(int number) implements Xid {
  @Override
  public int getFormatId() {
    return 77;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return new byte[] {(byte) number};
  }

  @Override
  public byte[] getBranchQualifier() {
    return new byte[] {1};
  }
}

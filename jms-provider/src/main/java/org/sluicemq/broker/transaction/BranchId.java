// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.sluicemq.store.BranchRecord;

/** A transaction manager's branch identifier by value: transaction managers' own rarely compare. */
final class BranchId implements Xid {

  private static final int NULL_FORMAT = -1;

  private final int formatId;
  private final byte[] globalTransactionId;
  private final byte[] branchQualifier;

  BranchId(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
    this.formatId = formatId;
    this.globalTransactionId = globalTransactionId.clone();
    this.branchQualifier = branchQualifier.clone();
  }

  static BranchId of(Xid xid) {
    return xid instanceof BranchId id
        ? id
        : new BranchId(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
  }

  /**
   * An identifier that a transaction manager gave.
   *
   * @throws XAException {@code XAER_INVAL} if it is none: the null identifier, or longer than the
   *     XA specification allows
   */
  static BranchId checked(Xid xid) throws XAException {
    if (xid instanceof BranchId id) {
      return id;
    }
    if (xid == null
        || xid.getFormatId() == NULL_FORMAT
        || !fits(xid.getGlobalTransactionId(), 1)
        || !fits(xid.getBranchQualifier(), 0)) {
      throw new Refusals(null)
          .of(
              XAException.XAER_INVAL,
              "A branch needs an identifier with a format other than -1, a global part of 1 to 64 bytes"
                  + " and a branch qualifier of up to 64 bytes; this is none: "
                  + xid);
    }
    return of(xid);
  }

  private static boolean fits(byte[] part, int least) {
    return part != null && part.length >= least && part.length <= Xid.MAXGTRIDSIZE;
  }

  static BranchId of(BranchRecord branch) {
    return new BranchId(branch.formatId(), branch.globalTransactionId(), branch.branchQualifier());
  }

  /** The name under which the store finds the branch. */
  String identity() {
    return BranchRecord.identity(formatId, globalTransactionId, branchQualifier);
  }

  @Override
  public int getFormatId() {
    return formatId;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return globalTransactionId.clone();
  }

  @Override
  public byte[] getBranchQualifier() {
    return branchQualifier.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BranchId id
        && formatId == id.formatId
        && Arrays.equals(globalTransactionId, id.globalTransactionId)
        && Arrays.equals(branchQualifier, id.branchQualifier);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * formatId + Arrays.hashCode(globalTransactionId))
        + Arrays.hashCode(branchQualifier);
  }

  @Override
  public String toString() {
    return identity();
  }
}

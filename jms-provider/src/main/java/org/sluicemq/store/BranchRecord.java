// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.List;
import org.sluicemq.message.Envelope;

/**
 * A prepared branch: everything that is needed to commit it or to roll it back after a restart.
 *
 * <p>Its messages have no place in a backlog yet and are invisible; what it received stays in the
 * backlogs and is locked by the broker.
 *
 * @param formatId the format of the transaction identifier
 * @param globalTransactionId up to 64 bytes
 * @param branchQualifier up to 64 bytes
 * @param preparedAt when it was prepared, in milliseconds since the epoch
 * @param sends the messages sent, in order
 * @param acknowledged the keys of the messages received
 */
public record BranchRecord(
    int formatId,
    byte[] globalTransactionId,
    byte[] branchQualifier,
    long preparedAt,
    List<Envelope> sends,
    List<Long> acknowledged) {

  /**
   * Makes a record of its own copies of the lists.
   *
   * @param formatId the format of the transaction identifier
   * @param globalTransactionId up to 64 bytes
   * @param branchQualifier up to 64 bytes
   * @param preparedAt when it was prepared
   * @param sends the messages sent
   * @param acknowledged the keys of the messages received
   */
  public BranchRecord {
    sends = List.copyOf(sends);
    acknowledged = List.copyOf(acknowledged);
  }

  /**
   * The name under which the store finds the branch: format, global part and qualifier in
   * hexadecimal. Two branches have the same identity exactly when their identifiers are equal.
   *
   * @return the identity
   */
  public String identity() {
    return identity(formatId, globalTransactionId, branchQualifier);
  }

  /**
   * Composes the identity of a branch from its identifier.
   *
   * @param formatId the format of the transaction identifier
   * @param globalTransactionId up to 64 bytes
   * @param branchQualifier up to 64 bytes
   * @return the identity, see {@link #identity()}
   */
  public static String identity(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
    java.util.HexFormat hex = java.util.HexFormat.of();
    return Integer.toHexString(formatId)
        + ":"
        + hex.formatHex(globalTransactionId)
        + ":"
        + hex.formatHex(branchQualifier);
  }
}

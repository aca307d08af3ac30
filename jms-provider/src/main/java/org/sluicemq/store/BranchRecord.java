// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.List;
import org.sluicemq.message.Envelope;

/**
 * A prepared branch: everything that is needed to commit it or to roll it back after a restart. Or
 * what is left of one that an operator has decided: its identifier and the decision, under an
 * identity of its own, so that one batch can take the former away and bring the latter.
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
 * @param decision what an operator decided, after which there is no work left; null before
 */
public record BranchRecord(
    int formatId,
    byte[] globalTransactionId,
    byte[] branchQualifier,
    long preparedAt,
    List<Envelope> sends,
    List<Long> acknowledged,
    BranchDecision decision) {

  private static final String DECIDED = "decided:";

  /**
   * Makes a record of its own copies of the lists.
   *
   * @param formatId the format of the transaction identifier
   * @param globalTransactionId up to 64 bytes
   * @param branchQualifier up to 64 bytes
   * @param preparedAt when it was prepared
   * @param sends the messages sent
   * @param acknowledged the keys of the messages received
   * @param decision what an operator decided, or null
   */
  public BranchRecord {
    sends = List.copyOf(sends);
    acknowledged = List.copyOf(acknowledged);
  }

  /**
   * Makes a record of a branch that waits for its decision.
   *
   * @param formatId the format of the transaction identifier
   * @param globalTransactionId up to 64 bytes
   * @param branchQualifier up to 64 bytes
   * @param preparedAt when it was prepared
   * @param sends the messages sent
   * @param acknowledged the keys of the messages received
   */
  public BranchRecord(
      int formatId,
      byte[] globalTransactionId,
      byte[] branchQualifier,
      long preparedAt,
      List<Envelope> sends,
      List<Long> acknowledged) {
    this(formatId, globalTransactionId, branchQualifier, preparedAt, sends, acknowledged, null);
  }

  /**
   * What is kept of this branch when an operator has decided it.
   *
   * @param how the decision
   * @return a record without work
   */
  public BranchRecord decided(BranchDecision how) {
    return new BranchRecord(
        formatId, globalTransactionId, branchQualifier, preparedAt, List.of(), List.of(), how);
  }

  /**
   * The name under which the store finds the branch: format, global part and qualifier in
   * hexadecimal, and before them whether it is decided. Two branches that wait have the same
   * identity exactly when their identifiers are equal.
   *
   * @return the identity
   */
  public String identity() {
    String identity = identity(formatId, globalTransactionId, branchQualifier);
    return decision == null ? identity : decidedIdentity(identity);
  }

  /**
   * The name under which the store finds the decision about a branch.
   *
   * @param identity the branch's identity before it was decided
   * @return the identity of what is left of it
   */
  public static String decidedIdentity(String identity) {
    return DECIDED + identity;
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

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.HexFormat;
import java.util.List;

/**
 * A branch in doubt as an operator sees it, at one moment. Immutable.
 *
 * @param identity its identifier in text: format, global part and qualifier in hexadecimal, with
 *     colons between them
 * @param formatId the format of the identifier
 * @param globalTransactionId the global part, in hexadecimal
 * @param branchQualifier the branch qualifier, in hexadecimal
 * @param meaning what identifiers of this format are known to mean, or null
 * @param preparedAt when it was prepared, in milliseconds since the epoch
 * @param ageMillis for how long it has been prepared, in milliseconds
 * @param sent the messages sent; after a restart without those that are not persistent; none once
 *     the branch is decided
 * @param received the messages received, likewise
 * @param decision what an operator decided and the transaction manager has not forgotten yet; null
 *     while the branch waits
 */
public record BranchFigures(
    String identity,
    int formatId,
    String globalTransactionId,
    String branchQualifier,
    String meaning,
    long preparedAt,
    long ageMillis,
    List<BranchContents.Item> sent,
    List<BranchContents.Item> received,
    Decision decision) {

  /**
   * What an operator decided.
   *
   * @param committed whether to commit; to roll back otherwise
   * @param decidedAt when, in milliseconds since the epoch
   * @param by who
   * @param reason why
   */
  public record Decision(boolean committed, long decidedAt, String by, String reason) {}

  static BranchFigures of(
      BranchId id, long preparedAt, long now, BranchContents contents, Decision decision) {
    HexFormat hex = HexFormat.of();
    return new BranchFigures(
        id.identity(),
        id.getFormatId(),
        hex.formatHex(id.getGlobalTransactionId()),
        hex.formatHex(id.getBranchQualifier()),
        NarayanaXid.meaning(id),
        preparedAt,
        Math.max(0, now - preparedAt),
        contents.sent(),
        contents.received(),
        decision);
  }
}

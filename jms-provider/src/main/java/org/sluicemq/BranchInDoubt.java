// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.BranchFigures;

/**
 * A branch of a distributed transaction that is prepared and waits for the decision of its
 * transaction manager, or that an operator has decided in its place. Immutable; how things were at
 * one moment.
 *
 * @param identity its identifier in text: format, global part and qualifier in hexadecimal, with
 *     colons between them; by this it is decided
 * @param formatId the format of the identifier
 * @param globalTransactionId the global part, in hexadecimal
 * @param branchQualifier the branch qualifier, in hexadecimal
 * @param meaning for identifiers of Narayana's the transaction, its node and the branch as they
 *     stand in that manager's logs; null for others
 * @param preparedAt when it was prepared
 * @param age how long ago that was
 * @param sent the messages it sent, in order; after a restart without those that are not
 *     persistent; none once it is decided
 * @param received the messages it received, likewise
 * @param decision what an operator decided; null while it waits
 */
public record BranchInDoubt(
    String identity,
    int formatId,
    String globalTransactionId,
    String branchQualifier,
    String meaning,
    Instant preparedAt,
    Duration age,
    List<Message> sent,
    List<Message> received,
    Decision decision) {

  /**
   * A message of a branch.
   *
   * @param destination {@code queue} or {@code topic} and its name
   * @param messageId its {@code JMSMessageID}
   */
  public record Message(String destination, String messageId) {

    static Message of(BranchContents.Item item) {
      String kind = item.destination().kind().name().toLowerCase(Locale.ROOT);
      return new Message(kind + " " + item.destination().name(), item.messageId());
    }
  }

  /**
   * What an operator decided.
   *
   * @param committed whether it was committed; rolled back otherwise
   * @param decidedAt when
   * @param by who, as given
   * @param reason why, as given
   */
  public record Decision(boolean committed, Instant decidedAt, String by, String reason) {}

  static BranchInDoubt of(BranchFigures figures) {
    BranchFigures.Decision found = figures.decision();
    return new BranchInDoubt(
        figures.identity(),
        figures.formatId(),
        figures.globalTransactionId(),
        figures.branchQualifier(),
        figures.meaning(),
        Instant.ofEpochMilli(figures.preparedAt()),
        Duration.ofMillis(figures.ageMillis()),
        figures.sent().stream().map(Message::of).toList(),
        figures.received().stream().map(Message::of).toList(),
        found == null
            ? null
            : new Decision(
                found.committed(),
                Instant.ofEpochMilli(found.decidedAt()),
                found.by(),
                found.reason()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.BranchFigures;

/** A branch in doubt for JMX, which shows the getters as the fields of composite data. */
public final class BranchData {

  private final BranchFigures figures;

  BranchData(BranchFigures figures) {
    this.figures = figures;
  }

  /**
   * By what the branch is decided.
   *
   * @return its identifier in text
   */
  public String getIdentity() {
    return figures.identity();
  }

  /**
   * What identifiers of this format are known to mean.
   *
   * @return for Narayana's the transaction, its node and the branch; null for others
   */
  public String getMeaning() {
    return figures.meaning();
  }

  /**
   * The format of the identifier.
   *
   * @return a number
   */
  public int getFormatId() {
    return figures.formatId();
  }

  /**
   * The global part of the identifier.
   *
   * @return in hexadecimal
   */
  public String getGlobalTransactionId() {
    return figures.globalTransactionId();
  }

  /**
   * The branch qualifier.
   *
   * @return in hexadecimal
   */
  public String getBranchQualifier() {
    return figures.branchQualifier();
  }

  /**
   * When it was prepared.
   *
   * @return milliseconds since the epoch
   */
  public long getPreparedAt() {
    return figures.preparedAt();
  }

  /**
   * For how long it has been prepared.
   *
   * @return milliseconds
   */
  public long getAgeMillis() {
    return figures.ageMillis();
  }

  /**
   * How many messages it sent.
   *
   * @return a number; 0 once it is decided
   */
  public int getSent() {
    return figures.sent().size();
  }

  /**
   * How many messages it received.
   *
   * @return a number; 0 once it is decided
   */
  public int getReceived() {
    return figures.received().size();
  }

  /**
   * Where it sent to and received from.
   *
   * @return kinds and names, each once
   */
  public List<String> getDestinations() {
    return Stream.concat(figures.sent().stream(), figures.received().stream())
        .map(BranchData::destination)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What an operator decided.
   *
   * @return what, by whom and why; null while the branch waits
   */
  public String getDecision() {
    BranchFigures.Decision decision = figures.decision();
    return decision == null
        ? null
        : (decision.committed() ? "committed by " : "rolled back by ")
            + decision.by()
            + ": "
            + decision.reason();
  }

  static List<String> messages(BranchFigures figures) {
    List<String> messages = new ArrayList<>();
    figures.sent().forEach(item -> messages.add("sent " + text(item)));
    figures.received().forEach(item -> messages.add("received " + text(item)));
    return messages;
  }

  private static String text(BranchContents.Item item) {
    return destination(item) + " " + item.messageId();
  }

  private static String destination(BranchContents.Item item) {
    return item.destination().kind().name().toLowerCase(Locale.ROOT)
        + " "
        + item.destination().name();
  }
}

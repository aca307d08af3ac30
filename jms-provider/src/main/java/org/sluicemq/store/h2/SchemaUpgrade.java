// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.MessageKey;

/**
 * Brings the tables of an older version to {@link Schema#VERSION}, one version after the other.
 *
 * <p>H2 commits after every statement that changes a table, so an upgrade can be cut off between
 * any two: each step can be repeated, and the version is raised in the same transaction as the
 * contents are filled in, after which the step is never done again.
 */
final class SchemaUpgrade {

  private static final System.Logger LOG = System.getLogger(SchemaUpgrade.class.getName());

  /**
   * What makes one version of the one before.
   *
   * @param version the version it leads to
   * @param tables statements that change tables, each harmless when it was done before
   * @param contents statements that fill them, done in one transaction
   */
  private record Step(int version, List<String> tables, List<String> contents) {}

  private static final List<Step> STEPS =
      List.of(
          new Step(
              2,
              joined(
                  List.of(
                      "ALTER TABLE backlog ADD COLUMN IF NOT EXISTS"
                          + " messages BIGINT DEFAULT 0 NOT NULL",
                      "ALTER TABLE backlog ADD COLUMN IF NOT EXISTS"
                          + " highest_arrival BIGINT DEFAULT 0 NOT NULL",
                      "ALTER TABLE message ADD COLUMN IF NOT EXISTS body_number BIGINT",
                      "CREATE TABLE IF NOT EXISTS loose_body (number BIGINT PRIMARY KEY)"),
                  Schema.SUBSCRIPTION_TABLES),
              List.of(
                  // Their sender was promised that they do not survive a restart.
                  "DELETE FROM message_piece WHERE message IN"
                      + " (SELECT id FROM message WHERE NOT persistent)",
                  "DELETE FROM message WHERE NOT persistent",
                  // Their pieces were kept under the key of the message.
                  "UPDATE message SET body_number = id WHERE body IS NULL AND body_length > 0",
                  """
                  MERGE INTO backlog b USING (
                    SELECT RSHIFT(id, %d) AS backlog, COUNT(*) AS messages,
                      MAX(BITAND(id, %d)) AS highest
                    FROM message GROUP BY RSHIFT(id, %1$d)) m
                  ON b.id = m.backlog
                  WHEN MATCHED THEN UPDATE
                    SET b.messages = m.messages, b.highest_arrival = m.highest"""
                      .formatted(
                          MessageKey.PRIORITY_BITS + MessageKey.ARRIVAL_BITS,
                          MessageKey.MAX_ARRIVAL))),
          new Step(
              3,
              List.of(
                  "ALTER TABLE branch ADD COLUMN IF NOT EXISTS committed BOOLEAN",
                  "ALTER TABLE branch ADD COLUMN IF NOT EXISTS decided_at BIGINT",
                  "ALTER TABLE branch ADD COLUMN IF NOT EXISTS decided_by VARCHAR(200)",
                  "ALTER TABLE branch ADD COLUMN IF NOT EXISTS reason VARCHAR(1000)"),
              List.of()));

  private SchemaUpgrade() {}

  private static List<String> joined(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /**
   * Upgrades the tables; when this returns they are durably of the newest version.
   *
   * @param connection in auto-commit mode
   * @param store names the store in the log
   * @param from the version they have
   * @param kept whether the store changes by it; it does not when it is only looked at
   */
  static void run(Connection connection, String store, int from, boolean kept) throws SQLException {
    LOG.log(
        System.Logger.Level.INFO,
        kept
            ? "The tables of the store {0} are of version {1}. They are being brought to version"
                + " {2}, which an older Sluice cannot use; it takes longer the more messages there"
                + " are."
            : "The tables of the store {0} are of version {1}. They are looked at as if they were"
                + " of version {2}; the store is not changed. It takes longer the more messages"
                + " there are.",
        store,
        from,
        Schema.VERSION);
    try (Statement statement = connection.createStatement()) {
      Schema.dropViews(statement);
      for (Step step : STEPS) {
        if (step.version > from) {
          take(connection, statement, step);
        }
      }
      Schema.createViews(statement);
      statement.execute("CHECKPOINT SYNC");
    }
    if (kept) {
      LOG.log(
          System.Logger.Level.INFO,
          "The tables of the store {0} are now of version {1}.",
          store,
          Schema.VERSION);
    }
  }

  private static void take(Connection connection, Statement statement, Step step)
      throws SQLException {
    for (String table : step.tables) {
      statement.execute(table);
    }
    connection.setAutoCommit(false);
    try {
      for (String content : step.contents) {
        statement.execute(content);
      }
      statement.execute("UPDATE store_info SET schema_version = " + step.version);
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sluicemq.message.Body;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;

/**
 * The tables of a store and the views over them. Their names are stable: operators query the views
 * {@code sluice_backlog}, {@code sluice_subscription}, {@code sluice_message}, {@code
 * sluice_branch} and {@code sluice_decided_branch}.
 *
 * <p>{@code message.id} is a {@link MessageKey}, the clustered key and the only index on messages.
 * A body longer than {@link #PIECE_BYTES} is null in {@code message}, which then has the number of
 * its pieces in {@code message_piece}; see {@link BodyTable}.
 */
final class Schema {

  /** The version of these tables; {@link SchemaUpgrade} makes it of the ones before. */
  static final int VERSION = 3;

  /** The oldest version that can be upgraded. */
  private static final int OLDEST = 1;

  /** The longest body kept in the message's row, and the length of a piece. */
  static final int PIECE_BYTES = Body.CHUNK_BYTES;

  /** How far a key is shifted to the right to tell its backlog. */
  static final int BACKLOG_SHIFT = MessageKey.PRIORITY_BITS + MessageKey.ARRIVAL_BITS;

  /** What durable subscriptions of topics need. */
  static final List<String> SUBSCRIPTION_TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS subscription (
            backlog INTEGER PRIMARY KEY,
            log INTEGER NOT NULL,
            client_id VARCHAR,
            name VARCHAR NOT NULL,
            shared BOOLEAN NOT NULL,
            no_local BOOLEAN NOT NULL,
            selector VARCHAR,
            start_arrival BIGINT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS subscription_range (
            id BIGINT PRIMARY KEY,
            last_arrival BIGINT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS view_count (
            view_key BIGINT PRIMARY KEY,
            delivery_count INTEGER NOT NULL)""");

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS backlog (
            id INTEGER PRIMARY KEY,
            kind VARCHAR(20) NOT NULL,
            name VARCHAR(200) NOT NULL,
            delivered_mark BIGINT DEFAULT 0 NOT NULL,
            dropped BOOLEAN DEFAULT FALSE NOT NULL,
            messages BIGINT DEFAULT 0 NOT NULL,
            highest_arrival BIGINT DEFAULT 0 NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS message (
            id BIGINT PRIMARY KEY,
            head VARBINARY NOT NULL,
            body VARBINARY,
            body_length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            size BIGINT NOT NULL,
            persistent BOOLEAN NOT NULL,
            delivery_count INTEGER NOT NULL,
            body_number BIGINT)""",
          """
          CREATE TABLE IF NOT EXISTS message_piece (
            message BIGINT NOT NULL,
            piece INTEGER NOT NULL,
            bytes VARBINARY NOT NULL,
            PRIMARY KEY (message, piece))""",
          "CREATE TABLE IF NOT EXISTS loose_body (number BIGINT PRIMARY KEY)",
          """
          CREATE TABLE IF NOT EXISTS branch (
            identity VARCHAR(300) PRIMARY KEY,
            format_id INTEGER NOT NULL,
            global_transaction_id VARBINARY(64) NOT NULL,
            branch_qualifier VARBINARY(64) NOT NULL,
            prepared_at BIGINT NOT NULL,
            operations VARBINARY NOT NULL,
            checksum INTEGER NOT NULL,
            committed BOOLEAN,
            decided_at BIGINT,
            decided_by VARCHAR(%d),
            reason VARCHAR(%d))"""
              .formatted(BranchDecision.LONGEST_NAME, BranchDecision.LONGEST_REASON));

  private static final List<String> VIEWS =
      List.of(
          """
          CREATE OR REPLACE VIEW sluice_message AS
          SELECT m.id AS message_key, b.kind, b.name,
            9 - BITAND(RSHIFT(m.id, %1$d), 15) AS priority,
            BITAND(m.id, %2$d) AS arrival,
            m.body_length, m.size, m.persistent, m.delivery_count
          FROM message m JOIN backlog b ON b.id = RSHIFT(m.id, %3$d)
          WHERE NOT b.dropped"""
              .formatted(MessageKey.ARRIVAL_BITS, MessageKey.MAX_ARRIVAL, BACKLOG_SHIFT),
          """
          CREATE OR REPLACE VIEW sluice_backlog AS
          SELECT b.id AS backlog_number, b.kind, b.name, b.messages,
            COUNT(m.id) FILTER (WHERE m.persistent) AS persistent_messages,
            COALESCE(SUM(m.size), 0) AS bytes,
            COUNT(m.id) FILTER (WHERE m.delivery_count > 0) AS redelivered_messages
          FROM backlog b LEFT JOIN message m
            ON m.id > LSHIFT(CAST(b.id AS BIGINT), %1$d)
            AND m.id < LSHIFT(CAST(b.id + 1 AS BIGINT), %1$d)
          WHERE NOT b.dropped AND b.kind <> 'SUBSCRIPTION'
          GROUP BY b.id, b.kind, b.name, b.messages"""
              .formatted(BACKLOG_SHIFT),
          """
          CREATE OR REPLACE VIEW sluice_subscription AS
          SELECT s.backlog AS backlog_number, b.name AS topic, s.client_id, s.name, s.shared,
            s.no_local, s.selector,
            COALESCE(SUM(r.last_arrival - BITAND(r.id, %1$d) + 1), 0) AS messages,
            COUNT(r.id) AS ranges
          FROM subscription s JOIN backlog b ON b.id = s.backlog
          LEFT JOIN subscription_range r
            ON r.id > LSHIFT(CAST(s.backlog AS BIGINT), %2$d)
            AND r.id < LSHIFT(CAST(s.backlog + 1 AS BIGINT), %2$d)
          WHERE NOT b.dropped
          GROUP BY s.backlog, b.name, s.client_id, s.name, s.shared, s.no_local, s.selector"""
              .formatted(MessageKey.MAX_ARRIVAL, MessageKey.ARRIVAL_BITS),
          """
          CREATE OR REPLACE VIEW sluice_branch AS
          SELECT identity, format_id, global_transaction_id, branch_qualifier,
            DATEADD('MILLISECOND', prepared_at, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00')
              AS prepared_at
          FROM branch WHERE decided_at IS NULL""",
          """
          CREATE OR REPLACE VIEW sluice_decided_branch AS
          SELECT SUBSTRING(identity FROM POSITION(':' IN identity) + 1) AS identity, format_id,
            global_transaction_id, branch_qualifier,
            DATEADD('MILLISECOND', prepared_at, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00')
              AS prepared_at,
            committed,
            DATEADD('MILLISECOND', decided_at, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00')
              AS decided_at,
            decided_by, reason
          FROM branch WHERE decided_at IS NOT NULL""");

  private static final List<String> VIEW_NAMES =
      List.of(
          "sluice_message",
          "sluice_backlog",
          "sluice_subscription",
          "sluice_branch",
          "sluice_decided_branch");

  private Schema() {}

  /**
   * Creates what a new store needs, or checks that an old one can be used.
   *
   * @param connection in auto-commit mode
   * @param store names the store in errors
   * @param made whether the tables were made before, so that they must be there
   */
  static void prepare(Connection connection, String store, boolean made)
      throws SQLException, StoreException {
    try (Statement statement = connection.createStatement()) {
      if (exists(statement, "STORE_INFO")) {
        check(connection, statement, store, true);
      } else if (made) {
        throw damaged(store, "has lost its tables");
      } else {
        create(statement);
      }
    }
  }

  /**
   * Checks that the tables of a store can be used, and brings them to the newest version where
   * nothing of that is kept.
   *
   * @param connection in auto-commit mode
   * @param store names the store in errors
   */
  static void prepareUnkept(Connection connection, String store)
      throws SQLException, StoreException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement, "STORE_INFO")) {
        throw damaged(store, "has lost its tables");
      }
      check(connection, statement, store, false);
    }
  }

  private static StoreException damaged(String store, String how) {
    return new StoreException(
        "The store "
            + store
            + " "
            + how
            + ". Restore the whole directory from a backup; nothing was changed.");
  }

  static StoreException otherVersion(String store, String version) {
    return new StoreException(
        "The store "
            + store
            + " has tables of version "
            + version
            + ", this version of Sluice knows versions "
            + OLDEST
            + " to "
            + VERSION
            + ". Start it with the version of Sluice that wrote it, or choose another directory;"
            + " nothing was changed.");
  }

  private static boolean exists(Statement statement, String table) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT 1 FROM information_schema.tables WHERE table_name = '" + table + "'")) {
      return tables.next();
    }
  }

  private static void create(Statement statement) throws SQLException {
    for (String table : TABLES) {
      statement.execute(table);
    }
    for (String table : SUBSCRIPTION_TABLES) {
      statement.execute(table);
    }
    createViews(statement);
    // Comes last and in one statement: a store that has it is complete.
    statement.execute(
        "CREATE TABLE store_info AS SELECT "
            + VERSION
            + " AS schema_version, CURRENT_TIMESTAMP AS created");
    statement.execute("CHECKPOINT SYNC");
  }

  static void createViews(Statement statement) throws SQLException {
    for (String view : VIEWS) {
      statement.execute(view);
    }
  }

  /** Makes the views anew; when this returns they are durable. */
  static void completeViews(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      createViews(statement);
      statement.execute("CHECKPOINT SYNC");
    }
  }

  /** Takes the views away, for a table below them cannot be changed freely. */
  static void dropViews(Statement statement) throws SQLException {
    for (String view : VIEW_NAMES) {
      statement.execute("DROP VIEW IF EXISTS " + view);
    }
  }

  private static void check(Connection connection, Statement statement, String store, boolean kept)
      throws SQLException, StoreException {
    int version;
    try (ResultSet info = statement.executeQuery("SELECT schema_version FROM store_info")) {
      if (!info.next()) {
        throw damaged(store, "has lost the row of its table store_info");
      }
      version = info.getInt(1);
    }
    if (!isKnown(version)) {
      throw otherVersion(store, Integer.toString(version));
    }
    if (version < VERSION) {
      SchemaUpgrade.run(connection, store, version, kept);
    }
  }

  /** Whether tables of a version can be used, perhaps after an upgrade. */
  static boolean isKnown(int version) {
    return version >= OLDEST && version <= VERSION;
  }
}

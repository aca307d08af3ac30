// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XADataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.xa.PGXADataSource;

/** The business database of a life, by its URL, and what differs between the two kinds. */
enum Database {

  /** H2 in the process itself, so that it dies with it. */
  H2("select transaction_name from information_schema.in_doubt") {
    @Override
    XADataSource source(String url) {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL(url);
      return source;
    }
  },

  /** A PostgreSQL server, which sees the connections break. */
  POSTGRESQL("select gid from pg_prepared_xacts where database = current_database()") {
    @Override
    XADataSource source(String url) {
      PGXADataSource source = new PGXADataSource();
      source.setUrl(url);
      return source;
    }
  };

  /** What all accounts hold together. */
  static final long MONEY = 1_000_000;

  /** How many accounts there are on each side. */
  static final int ACCOUNTS = 4;

  private final String inDoubt;

  Database(String inDoubt) {
    this.inDoubt = inDoubt;
  }

  /** The kind that a URL is for. */
  static Database of(String url) {
    return url.startsWith("jdbc:h2:") ? H2 : POSTGRESQL;
  }

  abstract XADataSource source(String url);

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  /**
   * Makes the tables: no keys, so that a row can be there twice, and an account for each worker, so
   * that none waits for a row of another.
   */
  static void createTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table outgoing (id varchar(40), amount bigint)");
      statement.execute("create table incoming (id varchar(40), amount bigint)");
      statement.execute("create table account (name varchar(40), balance bigint)");
      for (int i = 0; i < ACCOUNTS; i++) {
        statement.execute(
            "insert into account values ('from%d', %d), ('to%d', 0)"
                .formatted(i, MONEY / ACCOUNTS, i));
      }
    }
  }

  /** The branches that nobody has decided. */
  List<String> inDoubt(Connection connection) throws SQLException {
    return strings(connection, inDoubt);
  }

  /** The first column of what a query finds. */
  static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** The table with the rows, for the time of a round. Safe for any thread. */
public abstract class RowDatabase implements AutoCloseable {

  private final Connection connection;

  /**
   * A database.
   *
   * @param connection what the table is made, counted and emptied by; closed with it
   */
  RowDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * Makes an empty table.
   *
   * @param url where: {@link RowServer#url()}
   * @param directory for the files, if it has any of its own
   */
  public static RowDatabase create(String url, Path directory) throws SQLException, IOException {
    RowDatabase database =
        url.equals(RowServer.IN_THE_JVM) ? H2Rows.in(directory) : PostgresRows.at(url);
    database.execute(
        "CREATE TABLE transfer(id BIGINT PRIMARY KEY, amount DECIMAL(12, 2) NOT NULL,"
            + " note VARCHAR(100) NOT NULL)");
    return database;
  }

  /** A connection that transactions can be begun on by a transaction manager. */
  abstract XAConnection connect() throws SQLException;

  /** A resource that is done with a prepare or a commit when it is on the disk. */
  abstract XAResource forced(XAConnection of) throws SQLException;

  static PreparedStatement insertion(Connection connection) throws SQLException {
    return connection.prepareStatement("INSERT INTO transfer VALUES (?, ?, ?)");
  }

  /** The key of a row: who wrote it, as which of its rows. */
  static long key(int thread, int number) {
    return (long) thread << Integer.SIZE | number;
  }

  /** How many rows have a key from the first and below the second. */
  final long count(long from, long below) throws SQLException {
    String query = "SELECT COUNT(*) FROM transfer WHERE id >= " + from + " AND id < " + below;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  final void empty() throws SQLException {
    execute("TRUNCATE TABLE transfer");
  }

  final void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    connection.close();
  }
}

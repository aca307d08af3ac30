// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The database with the rows: H2 in a file, inside the JVM, for the time of a round. H2 writes a
 * commit to its file and does not force it, and its own command for that keeps others from
 * preparing; so whoever has prepared or committed asks {@link #force} before it is told to the
 * transaction manager. Safe for any thread.
 */
public final class RowDatabase implements AutoCloseable {

  /** What is in force, in one line for the report. */
  public static final String SETTINGS =
      "H2 in a file inside the JVM, WRITE_DELAY=0, XA; its file is forced after every prepare and"
          + " every commit, once for all who ask meanwhile";

  private static final String NAME = "rows";

  private final JdbcDataSource source = new JdbcDataSource();
  private final Connection connection;
  private final FileChannel file;
  private final Object forcing = new Object();
  private final Object asking = new Object();
  private long asked;
  private long forced;

  private RowDatabase(Path directory) throws SQLException, IOException {
    source.setURL(
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve(NAME)
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    source.setUser("sa");
    connection = source.getConnection();
    file = FileChannel.open(directory.resolve(NAME + ".mv.db"), StandardOpenOption.WRITE);
  }

  /** Makes a database with an empty table in that directory. */
  public static RowDatabase create(Path directory) throws SQLException, IOException {
    RowDatabase database = new RowDatabase(directory);
    database.execute(
        "CREATE TABLE transfer(id BIGINT PRIMARY KEY, amount DECIMAL(12, 2) NOT NULL,"
            + " note VARCHAR(100) NOT NULL)");
    return database;
  }

  /** A connection that transactions can be begun on by a transaction manager. */
  XAConnection connect() throws SQLException {
    return source.getXAConnection();
  }

  /** A resource that is done with a prepare or a commit when it is on the disk. */
  XAResource forced(XAConnection of) throws SQLException {
    return new ForcedResource(of.getXAResource(), this);
  }

  static PreparedStatement insertion(Connection connection) throws SQLException {
    return connection.prepareStatement("INSERT INTO transfer VALUES (?, ?, ?)");
  }

  /** The key of a row: who wrote it, as which of its rows. */
  static long key(int thread, int number) {
    return (long) thread << Integer.SIZE | number;
  }

  /** Has all on the disk that was written before, with one force for all who wait for that. */
  void force() throws IOException {
    long own;
    synchronized (asking) {
      own = ++asked;
    }
    synchronized (forcing) {
      if (forced >= own) {
        return;
      }
      long all;
      synchronized (asking) {
        all = asked;
      }
      file.force(false);
      forced = all;
    }
  }

  /** How many rows have a key from the first and below the second. */
  long count(long from, long below) throws SQLException {
    String query = "SELECT COUNT(*) FROM transfer WHERE id >= " + from + " AND id < " + below;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  void empty() throws SQLException {
    execute("TRUNCATE TABLE transfer");
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    connection.close();
    file.close();
  }
}

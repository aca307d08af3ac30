// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2 in a file, inside the JVM. H2 writes a commit to its file and does not force it, and its own
 * command for that keeps others from preparing; so whoever has prepared or committed asks {@link
 * #force} before it is told to the transaction manager.
 */
final class H2Rows extends RowDatabase {

  static final String SETTINGS =
      "H2 in a file inside the JVM, WRITE_DELAY=0, XA; its file is forced after every prepare and"
          + " every commit, once for all who ask meanwhile";

  private static final String NAME = "rows";

  private final JdbcDataSource source;
  private final FileChannel file;
  private final Object forcing = new Object();
  private final Object asking = new Object();
  private long asked;
  private long forced;

  private H2Rows(JdbcDataSource source, Path directory) throws SQLException, IOException {
    super(source.getConnection());
    this.source = source;
    file = FileChannel.open(directory.resolve(NAME + ".mv.db"), StandardOpenOption.WRITE);
  }

  /** A database of its own in that directory. */
  static H2Rows in(Path directory) throws SQLException, IOException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve(NAME)
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    source.setUser("sa");
    return new H2Rows(source, directory);
  }

  @Override
  XAConnection connect() throws SQLException {
    return source.getXAConnection();
  }

  @Override
  XAResource forced(XAConnection of) throws SQLException {
    return new ForcedResource(of.getXAResource(), this);
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

  @Override
  public void close() throws SQLException, IOException {
    super.close();
    file.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.postgresql.xa.PGXADataSource;

/** A table of a PostgreSQL server, which forces what it prepares and commits. */
final class PostgresRows extends RowDatabase {

  private final PGXADataSource source;

  private PostgresRows(PGXADataSource source) throws SQLException {
    super(source.getConnection());
    this.source = source;
  }

  /** The table of the last round goes, and what it left for later is done now. */
  static PostgresRows at(String url) throws SQLException {
    PGXADataSource source = new PGXADataSource();
    source.setUrl(url);
    PostgresRows rows = new PostgresRows(source);
    rows.execute("DROP TABLE IF EXISTS transfer");
    rows.execute("CHECKPOINT");
    return rows;
  }

  @Override
  XAConnection connect() throws SQLException {
    return source.getXAConnection();
  }

  @Override
  XAResource forced(XAConnection of) throws SQLException {
    return of.getXAResource();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** Writes the row of a transaction. */
final class RowWriter implements Participant {

  private static final String NOTE = "from one account to another, as agreed and in due time";

  private final int thread;
  private final XAConnection connection;
  private final XAResource resource;
  private final PreparedStatement insertion;

  RowWriter(int thread, RowDatabase database) throws SQLException {
    this.thread = thread;
    connection = database.connect();
    resource = database.forced(connection);
    insertion = RowDatabase.insertion(connection.getConnection());
  }

  @Override
  public XAResource resource() {
    return resource;
  }

  @Override
  public void work(int number) throws SQLException {
    insertion.setLong(1, RowDatabase.key(thread, number));
    insertion.setBigDecimal(2, BigDecimal.valueOf(number, 2));
    insertion.setString(3, NOTE);
    insertion.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

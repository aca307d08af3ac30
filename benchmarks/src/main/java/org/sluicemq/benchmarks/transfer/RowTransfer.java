// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnectionFactory;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** A row and a message in one Jakarta transaction. */
final class RowTransfer extends JakartaTransfer {

  private static final String NOTE = "from one account to another, as agreed and in due time";

  private final int thread;
  private final XAConnection connection;
  private final XAResource resource;
  private final PreparedStatement insertion;

  RowTransfer(int thread, XAConnectionFactory factory, RowDatabase database)
      throws JMSException, SQLException {
    super(thread, factory);
    this.thread = thread;
    connection = database.connect();
    resource = database.forced(connection);
    insertion = RowDatabase.insertion(connection.getConnection());
  }

  @Override
  void writeRow(int number) throws Exception {
    enlist(resource);
    insertion.setLong(1, RowDatabase.key(thread, number));
    insertion.setBigDecimal(2, BigDecimal.valueOf(number, 2));
    insertion.setString(3, NOTE);
    insertion.executeUpdate();
  }

  @Override
  public void close() throws Exception {
    connection.close();
    super.close();
  }
}

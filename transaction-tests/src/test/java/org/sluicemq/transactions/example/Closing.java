// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions.example;

import jakarta.transaction.Synchronization;
import java.sql.SQLException;
import javax.sql.XAConnection;

/** Closes a connection when its transaction is over, as a pool would take it back. */
record Closing(XAConnection connection) implements Synchronization {

  @Override
  public void beforeCompletion() {}

  @Override
  public void afterCompletion(int status) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("The connection cannot be closed", e);
    }
  }
}

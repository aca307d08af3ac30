// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.narayana;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/**
 * Offers a database to recovery: a connection of its own, and another when that one has broken. As
 * long as there is none Narayana does not conclude anything about the database. Synchronized: scans
 * may be asked for from any thread.
 */
final class DatabaseRecovery implements XAResourceRecoveryHelper {

  private static final System.Logger LOG = System.getLogger(DatabaseRecovery.class.getName());

  private static final int SECONDS_TO_ANSWER = 10;

  private final String name;
  private final XADataSource database;
  private XAConnection connection;

  DatabaseRecovery(String name, XADataSource database) {
    this.name = name;
    this.database = database;
  }

  @Override
  public boolean initialise(String parameter) {
    return true;
  }

  @Override
  public synchronized XAResource[] getXAResources() {
    try {
      if (connection != null && !answers()) {
        close();
      }
      if (connection == null) {
        connection = database.getXAConnection();
      }
      return new XAResource[] {NamedResource.of(name, connection.getXAResource())};
    } catch (SQLException e) {
      LOG.log(
          Level.WARNING,
          "Database ''{0}'' cannot be asked what is in doubt, and will be at the next scan: {1}",
          name,
          e.getMessage());
      return new XAResource[0];
    }
  }

  private boolean answers() {
    try {
      return connection.getConnection().isValid(SECONDS_TO_ANSWER);
    } catch (SQLException | RuntimeException e) {
      // H2 answers a closed connection with a NullPointerException.
      LOG.log(Level.DEBUG, "The connection to database ''{0}'' is broken: {1}", name, e);
      return false;
    }
  }

  /** Closes the connection, if there is one. */
  synchronized void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The connection to database ''{0}'' is broken: {1}", name, e);
    }
    connection = null;
  }
}

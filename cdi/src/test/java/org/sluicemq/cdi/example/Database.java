// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import com.arjuna.ats.jdbc.TransactionalDriver;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.jdbcx.JdbcDataSource;

/** Connections that join the transaction of whoever asks. */
@ApplicationScoped
public class Database {

  private final JdbcDataSource rows = new JdbcDataSource();

  public Database() {
    rows.setURL("jdbc:h2:./shop;INIT=create table if not exists orders(item varchar(100) unique)");
  }

  public Connection connection() throws SQLException {
    Properties settings = new Properties();
    settings.put(TransactionalDriver.XADataSource, rows);
    return new TransactionalDriver().connect(TransactionalDriver.arjunaDriver, settings);
  }
}

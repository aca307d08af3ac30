// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** Two tables: what was placed with a message, and what a bean has handled of it. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Ledger {

  @Resource(lookup = Places.DATASOURCE)
  private DataSource database;

  @PostConstruct
  void createTables() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists placed (text varchar(200))");
      statement.execute("create table if not exists handled (text varchar(200), deliveries int)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public void placed(String text) {
    insert("insert into placed values (?)", text, -1);
  }

  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public void handled(String text, int deliveries) {
    insert("insert into handled values (?, ?)", text, deliveries);
  }

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String texts(String table) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table + " order by text")) {
      StringJoiner texts = new StringJoiner("\n");
      while (rows.next()) {
        texts.add(
            table.equals("placed") ? rows.getString(1) : rows.getString(1) + "|" + rows.getInt(2));
      }
      return texts.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void insert(String sql, String text, int deliveries) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, text);
      if (deliveries >= 0) {
        statement.setInt(2, deliveries);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** Makes the tables and the catalogue at the first start; leaves them alone at every other. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class OrderTables {

  private static final String FOLDER = "/orderdesk/";

  @Resource(lookup = "java:jboss/datasources/OrderDesk")
  private DataSource dataSource;

  @PostConstruct
  void create() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : String.join("\n", lines("schema.sql")).split(";")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      fillCatalogue(connection);
    } catch (SQLException refused) {
      throw new IllegalStateException(
          "The tables of the order desk could not be made: " + refused.getMessage(), refused);
    }
  }

  /** Adds what is missing. Only reads what is there: a crash may have left its rows locked. */
  private void fillCatalogue(Connection connection) throws SQLException {
    String sql =
        "insert into article(code, name, stock) select ?, ?, cast(? as int)"
            + " where not exists (select code from article where code = ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (String line : lines("catalogue.csv").stream().skip(1).toList()) {
        String[] columns = line.split(",");
        insert.setString(1, columns[0]);
        insert.setString(2, columns[1]);
        insert.setInt(3, Integer.parseInt(columns[2]));
        insert.setString(4, columns[0]);
        insert.executeUpdate();
      }
    }
  }

  private static List<String> lines(String file) {
    try (InputStream in = OrderTables.class.getResourceAsStream(FOLDER + file);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return Arrays.asList(reader.lines().toArray(String[]::new));
    } catch (IOException unreadable) {
      throw new IllegalStateException(FOLDER + file + " is not readable", unreadable);
    }
  }
}

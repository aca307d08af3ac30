// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.journal.LocalDisk;

/** SQL on a store that is closed. */
final class Sql {

  private Sql() {}

  static int execute(Path directory, String sql, Object... parameters)
      throws SQLException, IOException {
    try (JournalledDatabase database = open(directory);
        Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Rows as text, their columns joined by blanks. */
  static List<String> query(Path directory, String sql) throws SQLException, IOException {
    try (JournalledDatabase database = open(directory);
        Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder(result.getString(1));
        for (int i = 2; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(' ').append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  private static JournalledDatabase open(Path directory) throws IOException {
    return JournalledDatabase.open(
        new LocalDisk(), directory, JournalledDatabase.DEFAULT_JOURNAL_BYTES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** One statement on one connection of the caller's transaction, given back at once. */
public final class Database {

  private Database() {}

  /**
   * Prepares a statement, works with it and closes it.
   *
   * @throws RowsUnavailable if the database refuses
   */
  public static <T> T with(DataSource dataSource, String sql, Work<T> work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      return work.on(statement);
    } catch (SQLException refused) {
      throw new RowsUnavailable("The order database refused: " + refused.getMessage(), refused);
    }
  }

  /** What is done with a statement. */
  @FunctionalInterface
  public interface Work<T> {
    /** Uses the statement, which is closed afterwards. */
    T on(PreparedStatement statement) throws SQLException;
  }

  /** The database did not do what was asked; the transaction cannot be committed. */
  public static final class RowsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowsUnavailable(String message, SQLException cause) {
      super(message, cause);
    }
  }
}

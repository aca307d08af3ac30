// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.Trigger;

/** Lets H2 throw when the row with a chosen key is inserted. */
public final class FailingTrigger implements Trigger {

  private static volatile long failing = -1;

  /** From now on the row with this key fails; none if it is negative. */
  public static void fail(long key) {
    failing = key;
  }

  /** Puts the trigger on the messages of a store. */
  static void install(JournalledDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER IF NOT EXISTS failing BEFORE INSERT ON message FOR EACH ROW CALL '"
              + FailingTrigger.class.getName()
              + "'");
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    if (((Number) after[0]).longValue() == failing) {
      throw new SQLException("injected in the middle of a group");
    }
  }
}

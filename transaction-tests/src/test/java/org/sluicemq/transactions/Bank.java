// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where fresh business databases come from, of either kind. The server is started when one is asked
 * for, and stopped when the tests of this process have ended.
 */
final class Bank {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static PostgresServer server;
  private static boolean asked;

  private Bank() {}

  /**
   * Makes a database with its tables.
   *
   * @param kind of it
   * @param directory where H2 keeps its file
   * @return its URL; the test is left out, and says so, if there is no server for this machine
   */
  static String open(Database kind, Path directory)
      throws SQLException, IOException, InterruptedException {
    String url =
        kind == Database.H2
            ? "jdbc:h2:file:" + directory.resolve("business") + ";WRITE_DELAY=0"
            : newPostgres();
    try (Connection connection = Database.connect(url)) {
      Database.createTables(connection);
    }
    return url;
  }

  private static String newPostgres() throws SQLException, IOException, InterruptedException {
    PostgresServer running = server();
    String name = "bank" + COUNT.incrementAndGet();
    try (Connection connection = Database.connect(running.url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return running.url(name);
  }

  private static synchronized PostgresServer server() throws IOException, InterruptedException {
    if (!asked) {
      asked = true;
      // Nothing here takes the machine's power away, and so nothing has to be forced.
      server = PostgresServer.start("fsync=off").orElse(null);
      if (server != null) {
        Runtime.getRuntime().addShutdownHook(new Thread(Bank::stop));
      }
    }
    if (server == null) {
      abort("There is no PostgreSQL server for this machine, neither archive nor package");
    }
    return server;
  }

  private static void stop() {
    try {
      server.close();
    } catch (IOException | InterruptedException e) {
      e.printStackTrace();
    }
  }

  /**
   * Waits until a server has seen that a process is gone, and drops what that process had begun:
   * until then it may still hold locks, or be about to prepare.
   */
  static void settle(String url) throws SQLException {
    if (Database.of(url) == Database.POSTGRESQL) {
      try (Connection connection = Database.connect(url)) {
        Database.strings(
            connection,
            "select pg_terminate_backend(pid, 20000) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
      }
    }
  }

  /**
   * Drops a database that is not needed any more, if nothing is in doubt in it: then it stays until
   * the server stops. H2's goes with its directory.
   */
  static void close(String url) throws SQLException, IOException, InterruptedException {
    if (Database.of(url) == Database.POSTGRESQL && !isInDoubt(url)) {
      String name = url.replaceAll(".*/(\\w+)\\?.*", "$1");
      try (Connection connection = Database.connect(server().url("postgres"));
          Statement statement = connection.createStatement()) {
        statement.execute("drop database " + name + " with (force)");
      }
    }
  }

  private static boolean isInDoubt(String url) throws SQLException {
    try (Connection connection = Database.connect(url)) {
      return !Database.of(url).inDoubt(connection).isEmpty();
    }
  }
}

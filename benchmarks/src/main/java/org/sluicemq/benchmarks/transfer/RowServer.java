// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluicemq.transactions.PostgresServer;

/**
 * What keeps the rows of all rounds: a PostgreSQL server from the first round to the last, or an H2
 * of each round's own. Used by one thread.
 */
public final class RowServer implements AutoCloseable {

  /** The URL of a database that begins and ends with the JVM of a round. */
  public static final String IN_THE_JVM = "h2";

  private static final String POSTGRESQL = "postgresql";

  /** Those who commit while others do wait this long for each other, to be forced together. */
  private static final String COMMIT_DELAY = "commit_delay=300";

  private final String url;
  private final String settings;
  private final Optional<PostgresServer> server;

  private RowServer(String url, String settings, Optional<PostgresServer> server) {
    this.url = url;
    this.settings = settings;
    this.server = server;
  }

  /** The names of those that can be started. */
  public static List<String> names() {
    return List.of(POSTGRESQL, IN_THE_JVM);
  }

  /**
   * Starts one.
   *
   * @param name one of {@link #names()}
   * @throws IllegalStateException if there is none for this machine
   */
  public static RowServer start(String name) throws IOException, InterruptedException {
    if (name.equals(IN_THE_JVM)) {
      return new RowServer(IN_THE_JVM, H2Rows.SETTINGS, Optional.empty());
    }
    PostgresServer server =
        PostgresServer.start("fsync=on", COMMIT_DELAY)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "There is no PostgreSQL server for this machine, neither archive nor"
                            + " package: install one, or set bench.database to h2"));
    return new RowServer(server.url("postgres"), settings(server.data()), Optional.of(server));
  }

  private static String settings(Path data) throws IOException {
    return "PostgreSQL "
        + Files.readString(data.resolve("PG_VERSION")).trim()
        + ", a server on the same machine, its files on "
        + Files.getFileStore(data).type()
        + ", fsync on, "
        + COMMIT_DELAY
        + " (µs, while five transactions or more are open), all else at its standard; XA";
  }

  /** Where rounds find their database. */
  public String url() {
    return url;
  }

  /** What is in force, in one line for the report. */
  public String settings() {
    return settings;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (server.isPresent()) {
      server.get().close();
    }
  }
}

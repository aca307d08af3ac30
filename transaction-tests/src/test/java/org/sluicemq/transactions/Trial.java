// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.StoreCheck;
import org.sluicemq.store.journal.LocalDisk;

/**
 * A store, a transaction log and a business database of their own, and the books over their lives.
 */
final class Trial implements AutoCloseable {

  private final Path directory;
  private final String url;
  private final Books books = new Books();

  Trial(Database database) throws IOException, SQLException, InterruptedException {
    directory = Files.createTempDirectory("sluice-matrix");
    url = Bank.open(database, directory);
  }

  /** What a life here begins with. */
  Script script() {
    return Script.of(directory, url);
  }

  /** One life, to its point or its end. */
  Halted live(Script script) throws IOException, InterruptedException, SQLException {
    Halted halted = Halted.after(script, books);
    Bank.settle(url);
    return halted;
  }

  /**
   * The life that recovers and takes whatever is left, and a look into the store that it leaves;
   * then what does not add up.
   */
  List<String> judge(Flaw flaw)
      throws IOException, InterruptedException, SQLException, StoreException {
    int counted = books.counted();
    live(script().recovering().draining().with(flaw));
    if (books.counted() != counted + 2) {
      throw new IllegalStateException("The last life did not take its inventories");
    }
    books.audit(StoreCheck.run(script().store(), new LocalDisk()));
    return books.broken();
  }

  Books books() {
    return books;
  }

  @Override
  public void close() throws IOException, SQLException, InterruptedException {
    Bank.close(url);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

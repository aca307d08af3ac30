// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/**
 * Looks whether a store that nobody uses is sound: that the figures of its backlogs are those of
 * its rows, that every message is whole and waits for somebody, that nothing lies there which
 * belongs to nothing, and that what prepared branches have received is still there.
 *
 * <p>Nothing in the directory is changed: what opening the store would write is kept in memory. The
 * store is locked meanwhile. It takes the time to read every message once.
 */
public final class StoreCheck {

  /**
   * Something that is not as it should be.
   *
   * @param what what was found
   * @param where which message, backlog, branch or file
   * @param advice what to do about it
   */
  public record Finding(String what, String where, String advice) {

    @Override
    public String toString() {
      return where + ": " + what + ". " + advice;
    }
  }

  /**
   * What a check has seen.
   *
   * @param backlogs how many backlogs there are
   * @param messages how many messages were read, damaged ones among them
   * @param branches how many prepared branches there are
   * @param findings what is wrong, empty when the store is sound
   * @param notes what the check could not look at, and why; the store may be sound all the same
   */
  public record Report(
      long backlogs, long messages, long branches, List<Finding> findings, List<String> notes) {

    /**
     * Whether nothing wrong was found.
     *
     * @return true if there are no findings
     */
    public boolean isSound() {
      return findings.isEmpty();
    }
  }

  private static final long JOURNAL_BYTES = JournalledDatabase.DEFAULT_JOURNAL_BYTES;

  private final Path directory;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private StoreCheck(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks a store.
   *
   * @param directory the store directory
   * @param disk the file system it lives on
   * @return what was found
   * @throws StoreException if it cannot be checked: a broker uses it, it is no store, or its
   *     database cannot be opened; the message says which
   */
  public static Report run(Path directory, Disk disk) throws StoreException {
    if (!disk.exists(directory.resolve(StoreMarker.FILE))) {
      throw new StoreException(
          "The directory " + directory + " holds no store: there is no " + StoreMarker.FILE);
    }
    try (OverlayDisk unchanged = new OverlayDisk(disk)) {
      return new StoreCheck(directory).run(unchanged);
    } catch (IOException | SQLException e) {
      throw new StoreException(
          "The store "
              + directory
              + " cannot be opened, so nothing of it was checked: "
              + e.getMessage()
              + ". If no broker uses it and the disk is well, restore the whole directory from a"
              + " backup; nothing was changed.",
          e);
    }
  }

  private Report run(Disk disk) throws IOException, SQLException, StoreException {
    TableMarker.check(disk, directory);
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, directory, JOURNAL_BYTES, Runnable::run);
        Connection connection = database.connect()) {
      Schema.prepareUnkept(connection, directory.toString());
      return run(connection);
    }
  }

  private Report run(Connection connection) throws SQLException {
    boolean complete = isComplete(connection);
    MessageCheck messages = new MessageCheck(connection, findings);
    messages.run();
    BacklogCheck backlogs = new BacklogCheck(connection, findings);
    backlogs.run(messages);
    if (messages.isReadWholly()) {
      new PieceCheck(connection, findings).run(messages.bodies());
    }
    SubscriptionCheck subscriptions = new SubscriptionCheck(connection, findings);
    subscriptions.run();
    BranchCheck branches = new BranchCheck(connection, findings, subscriptions::rowKey);
    branches.run(complete);
    return new Report(
        backlogs.backlogs(),
        messages.messages(),
        branches.branches(),
        List.copyOf(findings),
        List.copyOf(notes));
  }

  /** Whether the tables are the whole store. */
  private boolean isComplete(Connection connection) throws SQLException {
    boolean complete =
        new JournalPositionTable(connection)
            .read()
            .map(position -> position.complete())
            .orElse(true);
    if (!complete) {
      notes.add(
          "The store was not stopped cleanly, and the journal in front of its tables holds work that"
              + " is not in them yet. The tables were checked; what is in the journal was not, nor"
              + " were the messages that prepared branches have received. Start the broker, stop it"
              + " cleanly, and check again.");
    }
    return complete;
  }
}

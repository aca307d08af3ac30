// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.GroupCommit;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreHealth;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnknownOutcomeException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.StoreLockedException;
import org.sluicemq.store.journal.UnusableJournalException;

/**
 * Messages in the tables of an H2 database over the journalled file: one transaction and one force
 * for each group of batches.
 *
 * <p>Three threads belong to a store: one writes, one reads, one leads groups that nobody waits
 * for. H2 is called on the first two only. When a write or force has failed, the store takes no
 * more calls until it is opened again.
 */
public final class H2MessageStore implements RestingStore {

  private static final System.Logger LOG = System.getLogger(H2MessageStore.class.getName());

  /** How long a store is idle before each step that gives space back. */
  private static final long IDLE_STEP_MILLIS = 50;

  private final String name;
  private final StoreHealth health;
  private final KnownBacklogs known = new KnownBacklogs();
  private final StoreThread writing;
  private final StoreThread reading;
  private final Executor idle;
  private final Runnable stopDelayed;
  private final GroupCommit<EncodedBatch> groups;
  private StoreDatabase database;
  private Connection connection;
  private BodyTable bodies;
  private JournalPositionTable positions;
  private TopicWriter topics;
  private GroupWriter writer;
  private Connection readConnection;
  private MessageReader reader;
  private Housekeeping housekeeping;

  /** Whether the idle work is asked for; the writing thread's. */
  private boolean asked;

  private H2MessageStore(
      String name,
      H2StoreSettings settings,
      Executor delayed,
      Executor idle,
      Runnable stopDelayed) {
    this.name = name;
    this.idle = idle;
    this.health = new StoreHealth(name, LOG);
    this.writing = new StoreThread("sluice-store-write");
    this.reading = new StoreThread("sluice-store-read");
    this.stopDelayed = stopDelayed;
    this.groups =
        new GroupCommit<>(
            this::write,
            EncodedBatch::weight,
            new GroupCommit.Limits(settings.groupBatches(), settings.groupBytes()),
            delayed,
            delayed);
  }

  /**
   * Opens a store, creating its directory and its tables if there are none.
   *
   * @param directory where the store is
   * @param settings how it works
   * @param disk the file system it lives on
   * @return the open store; {@link #recover} comes before the first write
   * @throws StoreException if the directory cannot be used, another broker uses it, a newer version
   *     wrote it or it is damaged; the message says what to do, and what is stored is not touched
   */
  public static H2MessageStore open(Path directory, H2StoreSettings settings, Disk disk)
      throws StoreException {
    return open(
        directory.toString(),
        settings,
        () ->
            StoreOpening.open(
                disk,
                directory,
                () -> JournalledDatabase.open(disk, directory, settings.journalBytes())));
  }

  /**
   * Opens an empty store for messages that need not survive the process, in a file of its own
   * beside the store in a directory: nothing of it is forced or journalled, it is empty when it is
   * opened, and its file is gone when it is closed. What a killed process left is deleted here.
   *
   * <p>A backlog must be created in it before messages are added, as in every store. When a write
   * has failed, this store takes no more calls; the store beside it is not touched by that.
   *
   * @param directory the directory of a store that the caller has open, whose lock is the lock of
   *     this one too
   * @param disk the file system it lives on
   * @return the open store
   * @throws StoreException if the file cannot be made
   */
  public static H2MessageStore openOverflow(Path directory, Disk disk) throws StoreException {
    return open(
        "overflow of " + directory,
        H2StoreSettings.defaults(),
        () -> OverflowDatabase.open(disk, directory));
  }

  /** Opens a store over whatever database is opened for it. */
  static H2MessageStore open(String name, H2StoreSettings settings, StoreDatabase.Opening opening)
      throws StoreException {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, StoreThread.factory("sluice-store-later"));
    long delay = settings.laterDelay().toNanos();
    return new H2MessageStore(
            name,
            settings,
            task -> timer.schedule(task, delay, TimeUnit.NANOSECONDS),
            task -> schedule(timer, task),
            timer::shutdown)
        .start(settings, opening);
  }

  /** What is left to do when the store closes need not be done. */
  private static void schedule(ScheduledThreadPoolExecutor timer, Runnable task) {
    if (!timer.isShutdown()) {
      timer.schedule(task, IDLE_STEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Opens a store as {@link #open(Path, H2StoreSettings, Disk)} does, over a database of the
   * caller's.
   *
   * @param delayed leads groups that nobody waits for; it may never do so, they then wait for the
   *     next write
   * @param idle does, after a while, what is done while nothing is written; it may never do so
   */
  static H2MessageStore open(
      Path directory,
      H2StoreSettings settings,
      Disk disk,
      StoreOpening.Database opening,
      Executor delayed,
      Executor idle)
      throws StoreException {
    return new H2MessageStore(directory.toString(), settings, delayed, idle, () -> {})
        .start(settings, () -> StoreOpening.open(disk, directory, opening));
  }

  private H2MessageStore start(H2StoreSettings settings, StoreDatabase.Opening opening)
      throws StoreException {
    try {
      writing.call(() -> startWriting(opening, settings));
      reading.call(this::startReading);
      writing.execute(this::keepHouse);
      return this;
    } catch (SQLException e) {
      StoreException failed = unreadable(e);
      closeAfter(failed);
      throw failed;
    } catch (StoreException e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(StoreException failed) {
    try {
      close();
    } catch (StoreException e) {
      failed.addSuppressed(e);
    }
  }

  private Void startWriting(StoreDatabase.Opening opening, H2StoreSettings settings)
      throws SQLException, StoreException {
    try {
      database = opening.open();
      connection = database.connect();
    } catch (IOException e) {
      throw new StoreException(
          "The store " + name + " cannot be opened: " + e.getMessage() + advice(e), e);
    }
    Recovery.load(connection, known);
    BacklogFigures figures = new BacklogFigures(connection);
    bodies = new BodyTable(connection);
    MessageTable messages = new MessageTable(connection, figures, bodies);
    positions = new JournalPositionTable(connection);
    topics = new TopicWriter(connection, messages, known);
    writer = new GroupWriter(connection, messages, figures, bodies, topics, positions, known, name);
    housekeeping =
        new Housekeeping(ChunkNumbers.database(connection), writer, bodies, known, settings, name);
    return null;
  }

  private static String advice(IOException e) {
    if (e.getCause() instanceof SQLException) {
      return ". Its database is damaged: restore the whole directory from a backup, and keep this"
          + " one for the search for the cause; nothing was changed.";
    }
    boolean advises =
        e instanceof StoreLockedException
            || e instanceof UnusableStoreException
            || e instanceof UnusableJournalException;
    return advises
        ? ""
        : ". Check that the directory can be made and written to by this user, and that the disk is"
            + " well and has room; nothing was changed.";
  }

  private Void startReading() throws SQLException {
    // The field is safe to read: handing this work over happens after the database was opened.
    readConnection = database.connect();
    reader = new MessageReader(readConnection, known, topics::views, name);
    return null;
  }

  @Override
  public StoreState recover() throws StoreException {
    return state(true);
  }

  @Override
  public StoreState merged() throws StoreException {
    return state(false);
  }

  private StoreState state(boolean alone) throws StoreException {
    health.check();
    try {
      return writing.call(
          () -> {
            if (alone) {
              positions.requireComplete(name);
            }
            return new Recovery(connection, name).recover(known, topics.views().subscriptions());
          });
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Set<Long> held(Collection<Long> keys) throws StoreException {
    health.check();
    try {
      return reading.call(() -> reader.held(keys));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Optional<JournalPosition> journalPosition() throws StoreException {
    health.check();
    try {
      return writing.call(positions::read);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public List<BacklogRecord> backlogs() throws StoreException {
    health.check();
    return known.all();
  }

  /**
   * The identity of the store, which every journal of it carries.
   *
   * @return the identity, the same for the life of the directory
   */
  public UUID storeId() {
    return database.storeId();
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    health.check();
    if (!batch.isEmpty()) {
      stage(batch).write();
    }
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    StagedBatch staged;
    try {
      staged = stage(batch);
    } catch (StoreException e) {
      listener.written(e);
      return;
    }
    staged.writeLater(listener);
  }

  /** No sooner than what is written later: who is in a hurry has a journal in front. */
  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    writeLater(batch, listener);
  }

  @Override
  public StagedBatch stage(WriteBatch batch) throws StoreException {
    EncodedBatch encoded = EncodedBatch.of(batch, bodies::newNumber);
    for (NumberedBody body : encoded.ahead()) {
      writeAhead(body);
    }
    return new StagedBatch(encoded, groups, this::abandon);
  }

  /** A piece of work for each few pieces, so that groups of others come between them. */
  private void writeAhead(NumberedBody body) throws StoreException {
    try {
      for (int from = 0; from < body.body().chunks(); ) {
        int next = from;
        from = writing.call(() -> writePieces(body, next));
      }
    } catch (SQLException e) {
      StoreException failed =
          new StoreException(
              "A write to the store "
                  + name
                  + " failed, nothing of its batch is applied. The store takes no more calls; mend"
                  + " the disk and restart, what was acknowledged before is there then. Cause: "
                  + e.getMessage(),
              e);
      health.fail(failed);
      throw failed;
    }
  }

  private int writePieces(NumberedBody body, int from) throws SQLException, StoreException {
    // Asked on the writing thread: what a failed group left undone must not be committed by this.
    health.check();
    return bodies.writeAhead(body, from);
  }

  /** Sweeps away what was written ahead of a batch that is not written itself. */
  private void abandon(EncodedBatch batch) {
    if (!batch.ahead().isEmpty()) {
      writing.execute(
          () -> {
            batch.ahead().forEach(body -> bodies.abandon(body.number()));
            keepHouse();
          });
    }
  }

  /** The leader hands its group to the writing thread and waits. */
  private void write(List<EncodedBatch> group) throws StoreException {
    health.check();
    try {
      writing.call(() -> writeGroup(group));
    } catch (SQLException e) {
      throw failedGroup(e);
    }
  }

  private StoreException failedGroup(Throwable cause) {
    StoreException failed =
        new UnknownOutcomeException(
            "A write to the store "
                + name
                + " failed, whether the group is stored is unknown until the store is opened"
                + " again. Cause: "
                + cause.getMessage(),
            cause);
    health.fail(failed);
    return failed;
  }

  private Void writeGroup(List<EncodedBatch> group) throws StoreException {
    health.check();
    try {
      writer.write(group);
    } catch (RefusedBatchException e) {
      throw e;
    } catch (StoreException e) {
      health.fail(e);
      throw e;
    } catch (RuntimeException | Error e) {
      // At once, on this thread: its next piece of work would commit the half that was applied.
      throw failedGroup(e);
    }
    if (housekeeping.isDueAfterGroup()) {
      writing.execute(this::keepHouse);
    }
    askWhenIdle();
    return null;
  }

  private void askWhenIdle() {
    if (!asked) {
      asked = true;
      idle.execute(() -> writing.execute(this::keepHouseWhenIdle));
    }
  }

  private void keepHouseWhenIdle() {
    asked = false;
    try {
      health.check();
      if (housekeeping.idleStep()) {
        askWhenIdle();
      }
    } catch (StoreException e) {
      health.fail(e);
    } catch (RuntimeException | Error e) {
      health.fail(brokenOff(e));
    }
  }

  private StoreException brokenOff(Throwable cause) {
    return new StoreException(
        "The store "
            + name
            + " failed while it gave space back. It takes no more calls; restart, what was"
            + " acknowledged is there then. Cause: "
            + cause,
        cause);
  }

  private void keepHouse() {
    try {
      health.check();
      if (housekeeping.step()) {
        writing.execute(this::keepHouse);
      }
    } catch (StoreException e) {
      health.fail(e);
    } catch (RuntimeException | Error e) {
      health.fail(brokenOff(e));
    }
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    health.check();
    groups.flushLater();
    try {
      return reading.call(() -> reader.read(afterKey, upToKey, maxMessages, maxBytes));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private StoreException unreadable(SQLException e) {
    return new StoreException(
        "The store "
            + name
            + " cannot be read: "
            + e.getMessage()
            + ". If the disk is well, restore the whole store directory from a backup.",
        e);
  }

  @Override
  public PendingBackup beginBackup(Path target) throws StoreException {
    health.check();
    try {
      return writing.call(() -> database.beginBackup(target));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void backup(Path target) throws StoreException {
    flush();
    beginBackup(target).finish();
  }

  @Override
  public void flushLater() throws StoreException {
    health.check();
    groups.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    health.check();
    groups.flush();
  }

  @Override
  public synchronized void close() throws StoreException {
    StoreException failed = null;
    try {
      groups.close();
      endHousekeeping();
    } catch (StoreException e) {
      failed = e;
    }
    if (health.close()) {
      stopDelayed.run();
      try {
        release();
      } catch (StoreException e) {
        failed = failed == null ? e : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** A step that the last group has asked for is done, so that what a close does is certain. */
  private void endHousekeeping() throws StoreException {
    if (health.isOpen()) {
      try {
        writing.call(() -> null);
      } catch (SQLException e) {
        throw unreadable(e);
      }
    }
  }

  private void release() throws StoreException {
    List<Exception> failures = new ArrayList<>();
    // H2 waits for open connections when it is stopped: they go first, each in its own thread.
    stop(reading, readConnection, failures);
    stop(writing, connection, failures);
    stop(writing, database, failures);
    reading.close();
    writing.close();
    for (Exception e : failures) {
      if (!health.hasFailed()) {
        throw new StoreException(
            "The store " + name + " did not close cleanly: " + e.getMessage(), e);
      }
      // The failure was reported when it happened; a failed database cannot close cleanly.
      LOG.log(System.Logger.Level.DEBUG, "Closing a failed store", e);
    }
  }

  private static void stop(StoreThread thread, AutoCloseable part, List<Exception> failures) {
    if (part == null) {
      return;
    }
    try {
      thread.call(
          () -> {
            try {
              part.close();
              return null;
            } catch (Exception e) {
              throw new SQLException(e.getMessage(), e);
            }
          });
    } catch (SQLException | StoreException e) {
      failures.add(e);
    }
  }
}

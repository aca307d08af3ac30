// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.GroupCommit;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreHealth;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnknownOutcomeException;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.journal.Disk;

/**
 * A journal in front of another store. A batch is durable when its record in the journal is forced,
 * which the leader of its group does in its own thread; the store behind takes it over later, in
 * the background, and never hears of a message that was added and removed meanwhile.
 *
 * <p>Senders are held back while the journal or the buffer is full. A batch too large for them goes
 * straight to the store behind, in its place in the order. {@link #flush} and {@link #close} merge
 * everything; after a clean close the store behind holds all and can be used alone. When a write, a
 * force or a merge has failed, the store takes no more calls until it is opened again.
 */
public final class WriteBehindStore implements MessageStore {

  private static final System.Logger LOG = System.getLogger(WriteBehindStore.class.getName());
  private static final int GROUP_BATCHES = 1024;

  private final String name;
  private final RestingStore resting;
  private final FrontJournal journal;
  private final WriteBehindSettings settings;
  private final WriteBehindThreads threads;
  private final StoreHealth health;
  private final Catalogue catalogue = new Catalogue();
  private final MergeBuffer buffer;
  private final Merger merger;
  private final GroupCommit<PendingBatch> groups;

  /** Takes further removals until its group takes it. */
  private volatile LateRemovals lateRemovals = LateRemovals.none();

  /** Held while a group is written, and while nobody may write one. */
  private final ReentrantLock oneGroup = new ReentrantLock();

  private volatile boolean recovered;

  /** See {@link #summary()}. */
  private volatile String summary = "not recovered yet";

  private WriteBehindStore(
      String name,
      RestingStore resting,
      FrontJournal journal,
      WriteBehindSettings settings,
      WriteBehindThreads threads) {
    this.name = name;
    this.resting = resting;
    this.journal = journal;
    this.settings = settings;
    this.threads = threads;
    this.health = new StoreHealth(name, LOG);
    this.buffer = new MergeBuffer(settings.sliceBytes());
    this.merger = new Merger(name, buffer, journal, resting, health, threads.merging(), settings);
    this.groups =
        new GroupCommit<>(
            this::write,
            PendingBatch::bytes,
            new GroupCommit.Limits(GROUP_BATCHES, settings.groupBytes()),
            threads.later(),
            threads.soon());
  }

  /**
   * Opens the store of a directory, with H2 as the store behind, creating what is missing.
   *
   * @param directory where the store is
   * @param settings how it works
   * @param disk the file system it lives on
   * @return the open store; {@link #recover} comes before the first write
   * @throws StoreException if the directory cannot be used, another broker uses it, a newer version
   *     wrote it or it is damaged; the message says what to do, and what is stored is not touched
   */
  public static WriteBehindStore open(Path directory, WriteBehindSettings settings, Disk disk)
      throws StoreException {
    H2MessageStore resting = H2MessageStore.open(directory, settings.resting(), disk);
    return open(
        directory,
        resting,
        () ->
            FrontJournal.open(
                disk,
                directory,
                resting.storeId(),
                resting.journalPosition(),
                settings.journalBytes()),
        settings,
        WriteBehindThreads.start(settings.laterDelay()));
  }

  /** Opens a journal. */
  @FunctionalInterface
  interface Opening {
    FrontJournal open() throws IOException, StoreException;
  }

  /** Opens a store over one of the caller's, which is closed with it, also when this fails. */
  static WriteBehindStore open(
      Path directory,
      RestingStore resting,
      Opening opening,
      WriteBehindSettings settings,
      WriteBehindThreads threads)
      throws StoreException {
    String name = directory.toString();
    try {
      return new WriteBehindStore(name, resting, opening.open(), settings, threads);
    } catch (IOException e) {
      StoreException failed = unusable(name, e);
      closeAfter(failed, resting, threads);
      throw failed;
    } catch (StoreException | RuntimeException | Error e) {
      closeAfter(e, resting, threads);
      throw e;
    }
  }

  private static void closeAfter(
      Throwable failed, RestingStore resting, WriteBehindThreads threads) {
    threads.stop().run();
    try {
      resting.close();
    } catch (StoreException afterwards) {
      failed.addSuppressed(afterwards);
    }
  }

  private static StoreException unusable(String name, IOException e) {
    return new StoreException("The store " + name + " cannot be opened: " + e.getMessage(), e);
  }

  /**
   * Takes up what the journal holds: it stays in the buffer and is merged later, if the figures
   * follow from it without.
   */
  @Override
  public StoreState recover() throws StoreException {
    health.check();
    if (recovered) {
      throw new StoreException("The store " + name + " has been recovered already");
    }
    StoreState state;
    Replay replay = new Replay();
    try {
      replay(replay);
      TakeOver left = new TakeOver(buffer.changes(), replay.highest(), catalogue);
      boolean stays =
          !buffer.isDrained() && journal.hasSize(settings.journalBytes()) && left.isOfQueuesOnly();
      state = stays ? resume(left) : mergeReplayed();
    } catch (IOException e) {
      throw unusable(name, e);
    }
    recovered = true;
    summary = replay.summary(state);
    return state;
  }

  /**
   * What {@link #recover} has found and replayed, for an operator's log.
   *
   * @return a line without an end
   */
  public String summary() {
    return summary;
  }

  /** What was replayed stays where it is, as if this process had written it. */
  private StoreState resume(TakeOver left) throws StoreException {
    StoreState merged = resting.merged();
    StoreState state = left.over(merged, resting);
    catalogue.set(backlogs(state), branches(state));
    buffer.resume(merged);
    if (buffer.goesOnAging()) {
      merger.mergeAtAge();
    }
    return state;
  }

  private StoreState mergeReplayed() throws IOException, StoreException {
    merger.mergeAll(true);
    journal.empty(settings.journalBytes());
    StoreState state = resting.recover();
    catalogue.set(backlogs(state), branches(state));
    buffer.set(backlogs(state), state, journal.lastSequence());
    // From now on the tables alone are not the whole store.
    merger.mergeAll(false);
    return state;
  }

  private static List<BacklogRecord> backlogs(StoreState state) {
    return state.backlogs().stream().map(StoreState.Backlog::record).toList();
  }

  private static List<String> branches(StoreState state) {
    return state.branches().stream().map(BranchRecord::identity).toList();
  }

  private void replay(Replay replay) throws IOException, StoreException {
    Optional<JournalPosition> position = resting.journalPosition();
    List<BacklogRecord> backlogs = resting.backlogs();
    catalogue.set(backlogs, List.of());
    buffer.set(
        backlogs,
        new StoreState(List.of(), List.of()),
        position.map(JournalPosition::sequence).orElse(0L));
    journal.replay(
        position,
        (sequence, batch, bytes) -> {
          buffer.apply(List.of(batch), catalogue, sequence, bytes);
          replay.add(batch, bytes);
          mergeWhatIsTooMuch();
        });
  }

  private void mergeWhatIsTooMuch() throws IOException {
    try {
      merger.mergeWhile(() -> buffer.bytes() >= settings.bufferBytes());
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    requireRecovered();
    if (batch.isEmpty()) {
      return;
    }
    JournalledBatch journalled = staged(JournalledBatch.of(batch));
    try {
      groups.write(journalled);
    } catch (StoreException e) {
      giveUp(journalled);
      throw e;
    }
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    if (LateRemovals.mayTake(batch)) {
      removeLater(batch, listener);
      return;
    }
    handOver(batch, listener, groups::writeLater);
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    handOver(batch, listener, groups::writeSoon);
  }

  private void removeLater(WriteBatch removals, WriteListener listener) {
    if (lateRemovals.join(removals, listener)) {
      return;
    }
    LateRemovals begun = new LateRemovals();
    begun.join(removals, listener);
    groups.writeLater(begun, begun::tell);
    // Not earlier: who joins must find it handed over, so that a read waits for it.
    lateRemovals = begun;
  }

  private void handOver(
      WriteBatch batch, WriteListener listener, BiConsumer<PendingBatch, WriteListener> how) {
    JournalledBatch journalled;
    try {
      journalled = staged(JournalledBatch.of(batch));
    } catch (StoreException e) {
      listener.written(e);
      return;
    }
    how.accept(
        journalled,
        failure -> {
          if (failure != null) {
            giveUp(journalled);
          }
          listener.written(failure);
        });
  }

  /** Does what takes long for a large batch before its turn, so that others do not wait for it. */
  private JournalledBatch staged(JournalledBatch batch) throws StoreException {
    if (batch.bytes() <= settings.directBytes()) {
      return batch;
    }
    requireRecovered();
    JournalledBatch passing = batch.passingBy(resting.stage(batch.batch()));
    try {
      merger.merge();
    } catch (StoreException | RuntimeException | Error e) {
      giveUp(passing);
      throw e;
    }
    return passing;
  }

  private static void giveUp(JournalledBatch batch) {
    if (batch.staged() != null) {
      batch.staged().giveUp();
    }
  }

  private void requireRecovered() throws StoreException {
    health.check();
    if (!recovered) {
      throw new StoreException(
          "The store " + name + " has not been recovered: that comes before its first use");
    }
  }

  /** Makes a group durable, in the thread of its leader. */
  private void write(List<PendingBatch> pending) throws StoreException {
    requireRecovered();
    List<JournalledBatch> group = pending.stream().map(PendingBatch::seal).toList();
    GroupCheck check = new GroupCheck(name, catalogue, this::holds);
    for (JournalledBatch batch : group) {
      check.check(batch.batch());
    }
    oneGroup.lock();
    try {
      writeInOrder(group);
    } catch (IOException | StoreException | RuntimeException | Error e) {
      StoreException failed =
          new UnknownOutcomeException(
              "A write to the store "
                  + name
                  + " failed: whether the group is stored is unknown until the store is opened"
                  + " again. The store takes no more calls; mend the disk and restart, what was"
                  + " acknowledged before is there then. Cause: "
                  + e.getMessage(),
              e);
      health.fail(failed);
      throw failed;
    } finally {
      oneGroup.unlock();
    }
  }

  private void writeInOrder(List<JournalledBatch> group) throws IOException, StoreException {
    List<JournalledBatch> together = new ArrayList<>(group.size());
    for (JournalledBatch batch : group) {
      if (batch.staged() != null) {
        journal(together);
        together.clear();
        pass(batch);
      } else {
        together.add(batch);
      }
    }
    journal(together);
  }

  private boolean holds(long key) throws StoreException {
    Layer.Presence presence = buffer.presence(key);
    if (presence != Layer.Presence.ASK_BELOW) {
      return presence == Layer.Presence.HERE;
    }
    try {
      return !resting.read(key - 1, key, 1, 0).isEmpty();
    } catch (UnreadableMessageException damaged) {
      return true;
    }
  }

  private void journal(List<JournalledBatch> batches) throws IOException, StoreException {
    if (batches.isEmpty()) {
      return;
    }
    long bytes = batches.stream().mapToLong(JournalledBatch::bytes).sum();
    merger.mergeWhile(() -> !journal.fits(bytes) || buffer.bytes() >= settings.bufferBytes());
    long sequence = journal.write(batches);
    List<WriteBatch> durable = batches.stream().map(JournalledBatch::batch).toList();
    if (buffer.apply(durable, catalogue, sequence, bytes)) {
      merger.mergeAtAge();
    }
    merger.mergeIfWanted();
  }

  /** Writes a batch that is too large for the journal, after all that is before it. */
  private void pass(JournalledBatch batch) throws StoreException {
    merger.merge();
    batch.staged().write();
    buffer.passed(batch.batch(), catalogue);
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    requireRecovered();
    groups.flushLater();
    if (afterKey >= upToKey) {
      return List.of();
    }
    PageLimits limits = new PageLimits(maxMessages, maxBytes);
    MergeBuffer.View view = buffer.view(afterKey, upToKey, limits);
    return new PageReader(resting, view, upToKey, limits).read(afterKey);
  }

  @Override
  public void backup(Path target) throws StoreException {
    requireRecovered();
    groups.flush();
    merger.merge();
    PendingBackup copy;
    oneGroup.lock();
    try {
      // Only what came meanwhile is left. A later batch must not have met an earlier one in the
      // buffer: the tables would hold a part of it.
      merger.merge();
      copy = resting.beginBackup(target);
    } finally {
      oneGroup.unlock();
    }
    copy.finish();
  }

  @Override
  public void flushLater() throws StoreException {
    health.check();
    groups.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    requireRecovered();
    groups.flush();
    merger.merge();
  }

  @Override
  public synchronized void close() throws StoreException {
    StoreException failed = null;
    try {
      groups.close();
    } catch (StoreException e) {
      failed = e;
    }
    if (health.close()) {
      threads.stop().run();
      failed = release(failed);
    }
    if (failed != null) {
      throw failed;
    }
  }

  private StoreException release(StoreException failed) {
    StoreException first = failed;
    try {
      if (recovered && !health.hasFailed()) {
        merger.mergeAll(true);
      }
    } catch (StoreException e) {
      first = first == null ? e : first;
    }
    try {
      journal.close();
    } catch (IOException e) {
      first = first == null ? unusable(name, e) : first;
    }
    try {
      resting.close();
    } catch (StoreException e) {
      first = first == null ? e : first;
    }
    return first;
  }
}

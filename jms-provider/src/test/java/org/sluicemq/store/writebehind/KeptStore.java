// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * A store in memory that outlives its closing, so that it can be opened again; it remembers what
 * was written to it, and lets a chosen write fail.
 */
final class KeptStore implements RestingStore {

  private final MemoryMessageStore store = new MemoryMessageStore("kept");
  private final List<WriteBatch> written = new ArrayList<>();
  private int writesUntilFailure = Integer.MAX_VALUE;
  private Error nextError;
  private boolean closed;
  private CountDownLatch entered = new CountDownLatch(0);
  private CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch stagingEntered = new CountDownLatch(0);
  private volatile CountDownLatch stagingGate = new CountDownLatch(0);
  private final NavigableSet<Long> damaged = new ConcurrentSkipListSet<>();

  /** Opens it again. */
  synchronized KeptStore open() {
    closed = false;
    return this;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** What was written since it was asked last. */
  synchronized List<WriteBatch> takeWritten() {
    List<WriteBatch> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  /** Lets a later write fail, counting from 1. */
  synchronized void failWrite(int number) {
    writesUntilFailure = number;
  }

  /** Lets the next write end in an error. */
  synchronized void failNextWrite(Error error) {
    nextError = error;
  }

  /** Lets writes wait; returns what tells that the first has come. */
  synchronized CountDownLatch shut() {
    entered = new CountDownLatch(1);
    gate = new CountDownLatch(1);
    return entered;
  }

  /** Lets those that wait go on. */
  synchronized void letPass() {
    gate.countDown();
  }

  /** Lets stagings wait for {@link #letStage}; returns what tells that the first has come. */
  CountDownLatch shutStaging() {
    stagingGate = new CountDownLatch(1);
    stagingEntered = new CountDownLatch(1);
    return stagingEntered;
  }

  void letStage() {
    stagingGate.countDown();
  }

  /** From now on the message with this key cannot be read, until it is removed. */
  void damage(long key) {
    damaged.add(key);
  }

  @Override
  public Staged stage(WriteBatch batch) throws StoreException {
    stagingEntered.countDown();
    try {
      stagingGate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("no test interrupts a sender that stages", e);
    }
    return RestingStore.super.stage(batch);
  }

  private void passGate() {
    CountDownLatch shut;
    synchronized (this) {
      shut = gate;
      entered.countDown();
    }
    boolean interrupted = Thread.interrupted();
    try {
      shut.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("no test interrupts a merge that waits", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    passGate();
    writeNow(batch);
  }

  private synchronized void writeNow(WriteBatch batch) throws StoreException {
    if (nextError != null) {
      Error error = nextError;
      nextError = null;
      throw error;
    }
    if (--writesUntilFailure == 0) {
      throw new StoreException("injected failure of the resting store");
    }
    store.write(batch);
    damaged.removeAll(batch.removed());
    written.add(batch);
  }

  @Override
  public Optional<JournalPosition> journalPosition() throws StoreException {
    return store.journalPosition();
  }

  @Override
  public List<BacklogRecord> backlogs() throws StoreException {
    return store.backlogs();
  }

  @Override
  public StoreState recover() throws StoreException {
    return store.recover();
  }

  @Override
  public StoreState merged() throws StoreException {
    return store.merged();
  }

  @Override
  public Set<Long> held(Collection<Long> keys) throws StoreException {
    return store.held(keys);
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    throw new UnsupportedOperationException("a merge is never written later");
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    throw new UnsupportedOperationException("a merge is never written later");
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    Long wall = damaged.higher(afterKey);
    if (wall == null || wall > upToKey) {
      return store.read(afterKey, upToKey, maxMessages, maxBytes);
    }
    List<StoredMessage> before = store.read(afterKey, wall - 1, maxMessages, maxBytes);
    if (before.isEmpty()) {
      throw new UnreadableMessageException("Message " + wall + " is damaged", wall, null);
    }
    return before;
  }

  @Override
  public void flushLater() throws StoreException {
    store.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    store.flush();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}

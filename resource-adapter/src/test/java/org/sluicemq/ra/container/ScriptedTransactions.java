// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Transactions of threads as a server's registry tells them. Nothing is enlisted by itself. */
public final class ScriptedTransactions implements TransactionSynchronizationRegistry {

  /** A transaction, to be moved on from any thread. */
  public static final class Scripted {
    private volatile int status = Status.STATUS_ACTIVE;

    public void become(int next) {
      status = next;
    }
  }

  private final ThreadLocal<Scripted> current = new ThreadLocal<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean keysKnown = true;

  /** The calling thread begins a transaction and is in it. */
  public Scripted begin() {
    Scripted begun = new Scripted();
    resume(begun);
    return begun;
  }

  /** The calling thread is in this transaction now. */
  public void resume(Scripted transaction) {
    current.set(transaction);
  }

  /** The calling thread is in no transaction any more. */
  public void leave() {
    current.remove();
  }

  /** From now on no keys are told, as on a server that starts branches on other threads. */
  public void withoutKeys() {
    keysKnown = false;
  }

  /** How many questions were asked since the last time this was called. */
  public int questions() {
    return questions.getAndSet(0);
  }

  @Override
  public Object getTransactionKey() {
    questions.incrementAndGet();
    return keysKnown ? current.get() : null;
  }

  @Override
  public int getTransactionStatus() {
    questions.incrementAndGet();
    Scripted transaction = current.get();
    return transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.status;
  }

  @Override
  public boolean getRollbackOnly() {
    return getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK;
  }

  @Override
  public void setRollbackOnly() {
    current.get().become(Status.STATUS_MARKED_ROLLBACK);
  }

  @Override
  public void putResource(Object key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getResource(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void registerInterposedSynchronization(Synchronization synchronization) {
    throw new UnsupportedOperationException();
  }
}

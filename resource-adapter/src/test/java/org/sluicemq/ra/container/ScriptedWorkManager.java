// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs each work on a thread of its own, as many at a time as it is told, and refuses some. */
public final class ScriptedWorkManager implements WorkManager, BootstrapContext {

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Work> works = new CopyOnWriteArrayList<>();
  private final Set<Integer> refused = new CopyOnWriteArraySet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final int limit;
  private TransactionSynchronizationRegistry transactions;

  public ScriptedWorkManager() {
    this(Integer.MAX_VALUE);
  }

  public ScriptedWorkManager(int limit) {
    this.limit = limit;
  }

  /** Refuses the works of these numbers, counted from one in the order in which they come. */
  public ScriptedWorkManager refusing(Integer... numbers) {
    refused.addAll(List.of(numbers));
    return this;
  }

  /** Lends this registry to adapters that are started from now on; without it they get none. */
  public ScriptedWorkManager lending(TransactionSynchronizationRegistry registry) {
    transactions = registry;
    return this;
  }

  /** The works that were accepted, in order. */
  public List<Work> works() {
    return works;
  }

  /** How many works are running. */
  public long running() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  /** Waits until no work runs any more. */
  public void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void scheduleWork(Work work) throws WorkException {
    if (refused.contains(asked.incrementAndGet()) || running() >= limit) {
      throw new WorkRejectedException("No thread is free");
    }
    works.add(work);
    Thread thread = new Thread(work, "work-" + works.size());
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader().getParent());
    threads.add(thread);
    thread.start();
  }

  @Override
  public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    scheduleWork(work);
  }

  @Override
  public void doWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Whether a work says that it is long. */
  public static boolean isLong(Work work) {
    return work instanceof WorkContextProvider provider
        && provider.getWorkContexts().stream().anyMatch(ScriptedWorkManager::isLong);
  }

  private static boolean isLong(WorkContext context) {
    return context instanceof HintsContext hints
        && Boolean.TRUE.equals(hints.getHints().get(HintsContext.LONGRUNNING_HINT));
  }

  @Override
  public WorkManager getWorkManager() {
    return this;
  }

  @Override
  public XATerminator getXATerminator() {
    return null;
  }

  @Override
  public Timer createTimer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> context) {
    return context == HintsContext.class;
  }

  @Override
  public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
    return transactions;
  }
}

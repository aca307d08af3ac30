// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sluicemq.examples.orderdesk.csv.OrderFile;

/**
 * Runs imports, each on a thread of the server, step after step. An import that was cut off by the
 * end of the server goes on by itself at the next start. Thread-safe: {@code running} is owned here
 * and holds the imports that have a thread.
 */
@Singleton
@Startup
@DependsOn("OrderTables")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Imports {

  private static final System.Logger LOG = System.getLogger(Imports.class.getName());
  private static final int ATTEMPTS = 5;

  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopping = new CountDownLatch(1);

  @Resource private ManagedExecutorService threads;
  @Inject private ImportSteps steps;
  @Inject private ImportRows runs;
  @Inject private ImportFiles files;

  @PostConstruct
  void goOnAfterRestart() {
    runs.unfinished().stream()
        .filter(run -> run.state() == ImportState.RUNNING)
        .forEach(run -> launch(run.id(), run.digest()));
  }

  @PreDestroy
  void stop() {
    stopping.countDown();
  }

  /**
   * Begins to import a file.
   *
   * @throws IllegalArgumentException if it is not a file of orders
   */
  public long begin(String name, byte[] content) {
    OrderFile file = OrderFile.of(content);
    String digest = files.keep(content);
    long id = steps.begin(name, digest, file.lastLine());
    launch(id, digest);
    return id;
  }

  /** Lets a stopped import go on where it stopped. */
  public void goOn(long importId) {
    steps.goOn(importId);
    runs.unfinished().stream()
        .filter(run -> run.id() == importId)
        .forEach(run -> launch(importId, run.digest()));
  }

  private void launch(long importId, String digest) {
    if (!running.add(importId)) {
      return;
    }
    try {
      threads.execute(() -> run(importId, digest));
    } catch (RejectedExecutionException refused) {
      running.remove(importId);
      steps.stop(importId, "the server has no thread for it: " + rootMessage(refused));
    }
  }

  private void run(long importId, String digest) {
    try {
      OrderFile file = OrderFile.of(files.content(digest));
      boolean left = true;
      while (left && stopping.getCount() > 0) {
        left = step(importId, file);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "Import " + importId + " stopped", failed);
      steps.stop(importId, rootMessage(failed));
    } finally {
      running.remove(importId);
    }
    goOnIfAskedMeanwhile(importId, digest);
  }

  /** Somebody may have let the import go on while it was about to stop. */
  private void goOnIfAskedMeanwhile(long importId, String digest) {
    boolean asked =
        runs.unfinished().stream()
            .anyMatch(run -> run.id() == importId && run.state() == ImportState.RUNNING);
    if (asked && stopping.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
      launch(importId, digest);
    }
  }

  /** A step may meet a branch that a crash left in doubt: it is tried again after a while. */
  private boolean step(long importId, OrderFile file) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return steps.next(importId, file);
      } catch (RuntimeException failed) {
        if (attempt == ATTEMPTS) {
          throw failed;
        }
        LOG.log(
            System.Logger.Level.INFO,
            "A step of import {0} failed and is tried again: {1}",
            importId,
            rootMessage(failed));
        if (stopping.await(attempt, TimeUnit.SECONDS)) {
          return false;
        }
      }
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}

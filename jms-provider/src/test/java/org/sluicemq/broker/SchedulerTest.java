// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The broker's own thread. */
class SchedulerTest {

  private static final Logger LOG = Logger.getLogger(Scheduler.class.getName());

  /** Keeps what is logged. */
  private static final class Records extends Handler {
    final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void taskThatFailsIsReportedAndTheNextOneRuns() throws Exception {
    Records log = new Records();
    LOG.addHandler(log);
    LOG.setUseParentHandlers(false);
    try (Scheduler scheduler = Scheduler.onThread("test", InstantSource.system())) {
      Error error = new OutOfMemoryError("as if memory were short");
      RuntimeException defect = new IllegalStateException("as if there were a defect");
      for (Throwable failure : List.of(error, defect)) {
        scheduler.execute(() -> fail(failure));
        assertSame(failure, log.records.poll(20, TimeUnit.SECONDS).getThrown());
        scheduler.executeAt(() -> fail(failure), scheduler.now() + 1);
        assertSame(failure, log.records.poll(20, TimeUnit.SECONDS).getThrown());
      }
      CountDownLatch next = new CountDownLatch(1);
      scheduler.execute(next::countDown);
      assertTrue(next.await(20, TimeUnit.SECONDS));
      assertEquals(0, log.records.size());
    } finally {
      LOG.setUseParentHandlers(true);
      LOG.removeHandler(log);
    }
  }

  private static void fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void timedTaskThatIsCancelledDoesNotRun() throws Exception {
    try (Scheduler scheduler = Scheduler.onThread("test", InstantSource.system())) {
      AtomicBoolean ran = new AtomicBoolean();
      CountDownLatch later = new CountDownLatch(1);
      long at = scheduler.now() + 50;
      Scheduler.Timer timer = scheduler.executeAt(() -> ran.set(true), at);
      scheduler.executeAt(later::countDown, at + 1);
      timer.cancel();
      assertTrue(later.await(20, TimeUnit.SECONDS));
      assertFalse(ran.get());
    }
  }
}

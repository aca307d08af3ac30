// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server's work manager; told that the tasks are long, where it listens to that. */
record WorkManagerThreads(WorkManager workManager, boolean hints) implements DeliveryThreads {

  @Override
  public void run(String name, Runnable task) throws WorkException {
    workManager.scheduleWork(hints ? new HintedWork(name, task) : new PlainWork(task));
  }

  @Override
  public boolean await(CountDownLatch signal, Duration time) throws InterruptedException {
    return signal.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A task that ends by itself when its activation does, so that a release asks nothing of it. */
  private record PlainWork(Runnable task) implements Work {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public void release() {}
  }

  private record HintedWork(String name, Runnable task) implements Work, WorkContextProvider {

    private static final long serialVersionUID = 1L;

    @Override
    public void run() {
      task.run();
    }

    @Override
    public void release() {}

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext context = new HintsContext();
      Map<String, Serializable> hints =
          Map.of(HintsContext.NAME_HINT, name, HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      hints.forEach(context::setHint);
      return List.of(context);
    }
  }
}

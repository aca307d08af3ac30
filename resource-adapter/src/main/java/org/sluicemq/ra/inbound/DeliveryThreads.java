// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.WorkException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The threads and the time that deliveries live on. Safe for any thread. */
public interface DeliveryThreads {

  /**
   * Has a task run on a thread of the server.
   *
   * @param name what it is, for people
   * @param task runs for as long as it likes
   * @throws WorkException if the server has no thread for it
   */
  void run(String name, Runnable task) throws WorkException;

  /**
   * Waits until a signal is given, at most for a time.
   *
   * @param signal what to wait for
   * @param time how long at most
   * @return whether the signal was given
   * @throws InterruptedException if the thread was interrupted
   */
  boolean await(CountDownLatch signal, Duration time) throws InterruptedException;

  /**
   * The threads of a server's work manager.
   *
   * @param context what the server lends
   * @return its threads
   */
  static DeliveryThreads of(BootstrapContext context) {
    return new WorkManagerThreads(
        context.getWorkManager(), context.isContextSupported(HintsContext.class));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Merges that happen when a test says so, on its own thread, and a clock that it moves. */
final class ManualMerges implements MergeThread {

  private record Timed(long at, Runnable merge) {}

  private final Deque<Runnable> asked = new ArrayDeque<>();
  private final List<Timed> timed = new ArrayList<>();
  private long now;

  @Override
  public synchronized void execute(Runnable merge) {
    asked.add(merge);
  }

  @Override
  public synchronized void schedule(Duration delay, Runnable merge) {
    timed.add(new Timed(now + delay.toMillis(), merge));
  }

  /** How many merges were asked for and have not begun. */
  synchronized int asked() {
    return asked.size();
  }

  /** How many wait for their time. */
  synchronized int timed() {
    return timed.size();
  }

  /** Does what was asked for. */
  void run() {
    Runnable merge = next();
    while (merge != null) {
      merge.run();
      merge = next();
    }
  }

  private synchronized Runnable next() {
    return asked.poll();
  }

  /** Lets time pass, and does what is due then. */
  void pass(Duration time) {
    List<Timed> due;
    synchronized (this) {
      now += time.toMillis();
      due = timed.stream().filter(task -> task.at() <= now).toList();
      timed.removeAll(due);
    }
    due.forEach(task -> task.merge().run());
  }
}

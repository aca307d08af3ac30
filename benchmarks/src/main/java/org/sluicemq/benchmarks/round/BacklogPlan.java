// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.time.Duration;
import java.util.List;
import org.sluicemq.benchmarks.measure.BacklogBuild;

/**
 * How the rows about a deep backlog are run.
 *
 * @param depth how many messages
 * @param restarts how often the store is started after a clean stop, and as often after a kill
 * @param limit how long filling the backlog, or one restart, may take
 * @param jvmFlags the flags of every JVM
 */
public record BacklogPlan(int depth, int restarts, Duration limit, List<String> jvmFlags) {

  private static final int MOST_RECEIVED = 1000;
  private static final int MOST_WARM_UP = 100_000;
  private static final int MOST_SENT_PER_PRODUCER = 600;
  private static final long ROOM_PER_MESSAGE = 3 << 10;
  private static final long ROOM_BESIDE = 1L << 30;

  /** Rounds the depth up to what can be built in equal parts. */
  public BacklogPlan {
    int step = BacklogBuild.STEP;
    depth = Math.multiplyExact(Math.max(1, (int) Math.ceil((double) depth / step)), step);
  }

  /** The room on the disk that is asked for before it begins, in bytes. */
  public long room() {
    return ROOM_BESIDE + depth * ROOM_PER_MESSAGE;
  }

  /** How many messages are received, and checked, after each restart. */
  int received() {
    return Math.min(MOST_RECEIVED, depth / 100);
  }

  /** How many messages go through another queue before the clock counts. */
  int warmUp() {
    return Math.min(MOST_WARM_UP, depth / 4);
  }

  /**
   * How many messages each producer has sent when the process is killed: more each time, so that
   * what recovery finds is not always the same.
   *
   * @param kill the number of the kill, from 1
   */
  int sentPerProducer(int kill) {
    return Math.min(MOST_SENT_PER_PRODUCER, depth / 400) * kill;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * Decides whether the leader of a group waits a moment for the callers whom the group before has
 * just released. Without it callers that write one batch after the other fall into two halves, each
 * waiting for the other's force, and every force serves only half of them.
 *
 * <p>Expected are as many as were in the group before or waited behind it. The wait is never longer
 * than a flush usually takes, so that at worst it costs what a second group would. If they do not
 * come back in time, because they have other work between two writes, more and more groups begin
 * without waiting before the next attempt. A lone caller expects nobody and never waits.
 *
 * <p>Not safe between threads: the {@link GroupCommit} that owns it guards it by its lock.
 */
final class Gathering {

  private static final long LONGEST_WAIT_NANOS = 20_000_000;
  private static final int MOST_IN_VAIN = 6;
  private static final int SMOOTHING = 8;

  private long flushNanos;
  private int lastGroup;
  private int leftBehind;
  private int inVain;
  private int withoutWaiting;
  private int wanted;
  private Thread gatherer;

  /**
   * Begins a group.
   *
   * @param there how many callers wait for the group, the leader among them
   * @return how many nanoseconds to wait for the others, 0 for not at all; if more, {@link #end}
   *     follows
   */
  long begin(int there) {
    int expected = lastGroup + leftBehind;
    if (there >= expected || flushNanos == 0) {
      return 0;
    }
    if (withoutWaiting > 0) {
      withoutWaiting--;
      return 0;
    }
    wanted = expected;
    gatherer = Thread.currentThread();
    return Math.min(flushNanos, LONGEST_WAIT_NANOS);
  }

  /**
   * A caller has joined those who wait.
   *
   * @return the thread to be woken because nobody is missing any more, or null
   */
  Thread joined(int there) {
    if (gatherer == null || there < wanted) {
      return null;
    }
    Thread complete = gatherer;
    gatherer = null;
    return complete;
  }

  /** Whether those who were expected are there. */
  boolean isComplete() {
    return gatherer == null;
  }

  /** Ends the wait of the leader. */
  void end() {
    if (isComplete()) {
      inVain = 0;
    } else {
      gatherer = null;
      inVain = Math.min(inVain + 1, MOST_IN_VAIN);
      withoutWaiting = (1 << inVain) - 2;
    }
  }

  /**
   * A group was flushed.
   *
   * @param nanos how long the flush took
   * @param callers how many callers waited for it
   */
  void flushed(long nanos, int callers) {
    flushNanos = flushNanos == 0 ? nanos : flushNanos + (nanos - flushNanos) / SMOOTHING;
    lastGroup = callers;
  }

  /** The leader of a group gives the lead away while so many callers wait for the next group. */
  void passed(int there) {
    leftBehind = there;
  }
}

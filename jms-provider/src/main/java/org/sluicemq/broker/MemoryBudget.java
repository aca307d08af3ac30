// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that waiting messages may hold in memory, over the whole broker. A bound to steer by,
 * not a wall: what must be held (a page that was asked for, a delivery) is held and counted.
 */
final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  void take(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  boolean hasRoomFor(long bytes) {
    return used.get() + bytes <= limit;
  }

  /** How many bytes are left, at least 0. */
  long room() {
    return Math.max(0, limit - used.get());
  }

  /** So many bytes, but not more than a quarter of the whole. */
  long share(long bytes) {
    return Math.min(bytes, limit / 4);
  }

  long used() {
    return used.get();
  }

  long limit() {
    return limit;
  }
}

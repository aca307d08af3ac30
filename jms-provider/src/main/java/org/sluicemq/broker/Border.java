// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * From which key on messages that rest in the store are still to be read. When one comes to rest,
 * or awakes, in front of it, the border is set back to it, and remembers from where to where there
 * is nothing new, so that this is not read again. Guarded by the backlog's lock.
 */
final class Border {

  static final long NOTHING = Long.MAX_VALUE;

  private long position;

  /**
   * Nothing is to be read after this key and before {@link #resume}; {@link #NOTHING} when there is
   * no gap.
   */
  private long gap = NOTHING;

  private long resume = NOTHING;

  /**
   * A border without a gap.
   *
   * @param position the first key to read; {@link #NOTHING} when there is none
   */
  Border(long position) {
    this.position = position;
  }

  /** The lowest key that is still to be read, or {@link #NOTHING}. */
  long position() {
    return position;
  }

  /** Up to which key to read from here, if the backlog's last key is this. */
  long readTo(long lastKey) {
    return Math.min(gap, lastKey);
  }

  /** Whether a message at this place will be read. */
  boolean covers(long key) {
    return key >= position && (key <= gap || key >= resume);
  }

  /** Messages at rest from one key to another are to be read, if they were passed already. */
  void setBack(long from, long to) {
    if (gap == NOTHING) {
      if (to < position) {
        gap = to;
        resume = position;
      }
    } else if (to < resume) {
      gap = Math.max(gap, to);
    } else if (from < resume) {
      closeGap();
    }
    position = Math.min(position, from);
  }

  /** All before this key need not be read any more. */
  void advance(long key) {
    if (key > gap) {
      position = Math.max(key, resume);
      closeGap();
    } else {
      position = Math.max(key, position);
    }
  }

  /** All was read up to where {@link #readTo} says. */
  void advanceToEnd() {
    position = resume;
    closeGap();
  }

  private void closeGap() {
    gap = NOTHING;
    resume = NOTHING;
  }
}

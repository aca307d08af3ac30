// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * How far one consumer, who wants only some of the messages, has looked through those that rest in
 * the store. What comes to rest while a page is read for it, which may show it or not, is looked at
 * again. Guarded by the backlog's lock.
 */
final class Search {

  private final Border border = new Border(0);

  /** What came to rest while a page is being read for the consumer. */
  private final Horizon meanwhile = new Horizon();

  private boolean reading;

  /** There is nothing at rest below this key for the consumer. */
  long reached() {
    return Math.min(border.position(), meanwhile.from());
  }

  /** Whether there may be something at rest that it has not looked at. */
  boolean hasMore() {
    return reached() != Border.NOTHING;
  }

  /** Whether a message that comes to rest at this place would be passed by. */
  boolean passes(long key) {
    return reading || !border.covers(key);
  }

  /** From one key to another there may be something for the consumer, also where it has looked. */
  void reopen(long from, long to) {
    if (reading) {
      meanwhile.addAll(from, to, 0);
    } else {
      border.setBack(from, to);
    }
  }

  /**
   * A page is to be read.
   *
   * @param from what rests before this key need not be looked at
   * @return the first key to read
   */
  long begin(long from) {
    reading = true;
    border.advance(from);
    return border.position();
  }

  /** Up to which key to read, if the backlog's last key is this. */
  long readTo(long lastKey) {
    return border.readTo(lastKey);
  }

  /** The page was looked through, up to this key exclusively. */
  void end(long reached) {
    border.advance(reached);
    end();
  }

  /** The page was looked through, and there was no more up to where it was to be read. */
  void endAtEnd() {
    border.advanceToEnd();
    end();
  }

  private void end() {
    reading = false;
    if (!meanwhile.isEmpty()) {
      border.setBack(meanwhile.from(), meanwhile.to());
      meanwhile.clear();
    }
  }
}

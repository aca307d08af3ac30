// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import org.sluicemq.store.StoredMessage;

/**
 * How much a page may take, as {@link org.sluicemq.store.MessageStore#read} says.
 *
 * @param messages at most so many
 * @param bytes none after the message that reaches so many
 */
record PageLimits(int messages, long bytes) {

  /** Begins to count. */
  Used begin() {
    return new Used();
  }

  /** What a page has taken so far. Not safe for use by several threads. */
  final class Used {
    private int taken;
    private long takenBytes;

    boolean isFull() {
      return taken >= messages || (takenBytes >= bytes && taken > 0);
    }

    void take(StoredMessage message) {
      taken++;
      takenBytes += message.envelope().size();
    }

    int messagesLeft() {
      return messages - taken;
    }

    long bytesLeft() {
      return Math.max(0, bytes - takenBytes);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Which consumer has which message groups of one backlog ({@code JMSXGroupID}): one consumer at a
 * time has a group, and keeps it until it goes, another comes, or a message closes the group; it
 * moves only while none of its messages is outstanding.
 *
 * <p>Groups share {@value #BUCKETS} buckets by hash, so that memory does not grow with every
 * identifier ever seen; groups of one bucket are always with the same consumer. A message that
 * rests before its redelivery holds up its own group alone. Guarded by the backlog's lock.
 */
final class Groups {

  static final int BUCKETS = 1024;

  private static final long NOTHING = Long.MAX_VALUE;

  /** Groups that are together with one consumer. */
  private static final class Bucket {
    LocalConsumer owner;
    int inHand;

    /** Whether the owner gives it up as soon as nothing is in hand. */
    boolean leaving;

    /** The first place that somebody passed over since another has the group. */
    long passedOver = NOTHING;

    /** The first of these that the owner's selector does not want. */
    long unwanted = NOTHING;
  }

  private final LongConsumer reopened;
  private final Map<String, Integer> resting = new HashMap<>();
  private Bucket[] buckets;

  /**
   * Begins without groups.
   *
   * @param reopened told from which place on consumers must look again
   */
  Groups(LongConsumer reopened) {
    this.reopened = reopened;
  }

  /** Whether there ever was a message with a group: until then consumers need not look for any. */
  boolean areUsed() {
    return buckets != null;
  }

  /** A message is in memory from now on. */
  void seen(Entry entry) {
    if (entry.group != null && buckets == null) {
      buckets = new Bucket[BUCKETS];
    }
  }

  private Bucket bucket(Entry entry) {
    int hash = entry.group.hashCode();
    int index = (hash ^ hash >>> 16) & BUCKETS - 1;
    if (buckets[index] == null) {
      buckets[index] = new Bucket();
    }
    return buckets[index];
  }

  /** Whether a consumer may have a message that its selector wants; if not, it is told when to. */
  boolean allows(LocalConsumer consumer, Entry entry) {
    if (entry.group == null) {
      return true;
    }
    seen(entry);
    Bucket bucket = bucket(entry);
    boolean rests = resting.containsKey(entry.group);
    boolean wanted = bucket.owner == null || bucket.owner.accepts(entry);
    boolean free = bucket.inHand == 0 && (bucket.owner == null || !wanted);
    if (!rests && (bucket.owner == consumer || free)) {
      return true;
    }
    bucket.passedOver = Math.min(bucket.passedOver, entry.key);
    if (!wanted) {
      bucket.unwanted = Math.min(bucket.unwanted, entry.key);
    }
    return false;
  }

  /** Whether an outstanding message may go to another consumer when it comes back. */
  boolean mayMove(Entry entry) {
    return entry.group == null || bucket(entry).leaving;
  }

  /** A message goes to a consumer, who has the group from now on. */
  void handOut(LocalConsumer consumer, Entry entry) {
    if (entry.group == null) {
      return;
    }
    Bucket bucket = bucket(entry);
    bucket.inHand++;
    if (bucket.owner != consumer) {
      // What it had passed over when the group was another's is its own now.
      release(bucket);
      bucket.owner = consumer;
    }
    bucket.leaving |= closes(entry);
  }

  private static boolean closes(Entry entry) {
    return entry.envelope.properties().get("JMSXGroupSeq") instanceof Integer sequence
        && sequence <= 0;
  }

  /** A branch in doubt holds a message: nobody has the group until it is decided. */
  void lock(Entry entry) {
    if (entry.group != null) {
      seen(entry);
      bucket(entry).inHand++;
    }
  }

  /** An outstanding message is back in its place, or gone. */
  void settle(Entry entry) {
    if (entry.group == null) {
      return;
    }
    Bucket bucket = bucket(entry);
    if (--bucket.inHand == 0) {
      if (bucket.leaving) {
        release(bucket);
      } else if (bucket.owner == null) {
        reopen(bucket);
      } else if (bucket.unwanted != NOTHING) {
        long from = bucket.unwanted;
        bucket.unwanted = NOTHING;
        reopened.accept(from);
      }
    }
  }

  private void release(Bucket bucket) {
    bucket.owner = null;
    bucket.leaving = false;
    reopen(bucket);
  }

  private void reopen(Bucket bucket) {
    long from = bucket.passedOver;
    bucket.passedOver = NOTHING;
    bucket.unwanted = NOTHING;
    if (from != NOTHING) {
      reopened.accept(from);
    }
  }

  /** A message of a group waits for its redelivery: what follows it in the group waits too. */
  void rest(Entry entry) {
    if (entry.group != null && !entry.holdsGroup) {
      entry.holdsGroup = true;
      resting.merge(entry.group, 1, Integer::sum);
    }
  }

  /** A message need not wait any longer, or is gone. */
  void endRest(Entry entry) {
    if (entry.holdsGroup) {
      entry.holdsGroup = false;
      if (resting.merge(entry.group, -1, (a, b) -> a + b == 0 ? null : a + b) == null) {
        reopen(bucket(entry));
      }
    }
  }

  /** A consumer has come: what is not in hand may go to it. */
  void rebalance() {
    moveAway(null);
  }

  /** A consumer has gone: its groups go to others once nothing of them is in hand. */
  void leave(LocalConsumer consumer) {
    moveAway(consumer);
  }

  private void moveAway(LocalConsumer from) {
    for (int i = 0; buckets != null && i < BUCKETS; i++) {
      Bucket bucket = buckets[i];
      if (bucket == null || bucket.owner == null || from != null && bucket.owner != from) {
        continue;
      }
      if (bucket.inHand == 0) {
        release(bucket);
      } else {
        bucket.leaving = true;
      }
    }
  }
}

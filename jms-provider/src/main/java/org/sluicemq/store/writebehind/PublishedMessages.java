// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.TopicLogs;
import org.sluicemq.store.WriteBatch;

/**
 * The messages that a layer adds to the logs of topics, with those who still want them: a message
 * that the last of them settles leaves nothing behind. Guarded as its {@link Layer} is.
 */
final class PublishedMessages {

  private final NavigableMap<Long, Published> byLogKey = new TreeMap<>();

  /** The subscriptions of each log when the layer was frozen. */
  private Map<Integer, List<BacklogRecord>> audiences = Map.of();

  /** A message and the numbers of the subscriptions that it waits for. */
  private static final class Published {
    final StoredMessage message;
    final long sequence;

    /** Its first {@link #left} numbers count; shared with other messages until one settles. */
    private int[] wanting;

    private int left;
    private boolean shared = true;

    Published(StoredMessage message, long sequence, int[] wanting) {
      this.message = message;
      this.sequence = sequence;
      this.wanting = wanting;
      this.left = wanting.length;
    }

    boolean isWantedBy(int subscription) {
      return placeOf(subscription) >= 0;
    }

    private int placeOf(int subscription) {
      int place = left - 1;
      while (place >= 0 && wanting[place] != subscription) {
        place--;
      }
      return place;
    }

    /** Settles it for one subscription; returns how many still want it. */
    int settle(int subscription) {
      int place = placeOf(subscription);
      if (place >= 0) {
        wanting = shared ? wanting.clone() : wanting;
        shared = false;
        wanting[place] = wanting[--left];
      }
      return left;
    }
  }

  private List<BacklogRecord> lastAudience;
  private int[] lastNumbers;

  boolean isEmpty() {
    return byLogKey.isEmpty();
  }

  int size() {
    return byLogKey.size();
  }

  boolean contains(long logKey) {
    return byLogKey.containsKey(logKey);
  }

  /**
   * Adds a message.
   *
   * @param audience the subscriptions of its log
   * @param settled view keys that its batch settles
   * @param sequence the record that adds it
   * @return whether anybody wants it
   */
  boolean add(
      StoredMessage message, List<BacklogRecord> audience, Set<Long> settled, long sequence) {
    int[] wanting = wanting(message.key(), audience, settled);
    if (wanting.length > 0) {
      byLogKey.put(message.key(), new Published(message, sequence, wanting));
    }
    return wanting.length > 0;
  }

  private int[] wanting(long key, List<BacklogRecord> audience, Set<Long> settled) {
    int[] all = numbers(audience);
    int wanting = 0;
    int[] some = null;
    for (int i = 0; i < all.length; i++) {
      boolean wants =
          audience.get(i).subscription().start() < MessageKey.arrival(key)
              && (settled.isEmpty() || !settled.contains(MessageKey.in(all[i], key)));
      if (!wants && some == null) {
        some = Arrays.copyOf(all, all.length);
      }
      if (wants && some != null) {
        some[wanting] = all[i];
      }
      wanting += wants ? 1 : 0;
    }
    return some == null ? all : Arrays.copyOf(some, wanting);
  }

  /** One array serves all messages of a log, as long as no subscription comes or goes. */
  private int[] numbers(List<BacklogRecord> audience) {
    if (audience != lastAudience) {
      lastNumbers = audience.stream().mapToInt(BacklogRecord::id).toArray();
      lastAudience = audience;
    }
    return lastNumbers;
  }

  /** Settles a message; returns it when it vanishes with that, otherwise null. */
  StoredMessage settle(long logKey, int subscription) {
    Published published = byLogKey.get(logKey);
    if (published.settle(subscription) > 0) {
      return null;
    }
    byLogKey.remove(logKey);
    return published.message;
  }

  /** Ends a subscription; returns the bytes of the messages that vanish with it. */
  long drop(int log, int subscription) {
    long vanished = 0;
    Iterator<Published> all = ofLog(log).values().iterator();
    while (all.hasNext()) {
      Published published = all.next();
      if (published.settle(subscription) == 0) {
        vanished += published.message.envelope().size();
        all.remove();
      }
    }
    return vanished;
  }

  /** Takes all messages of a log away; returns their bytes. */
  long dropLog(int log) {
    long bytes = ofLog(log).values().stream().mapToLong(p -> p.message.envelope().size()).sum();
    ofLog(log).clear();
    return bytes;
  }

  private NavigableMap<Long, Published> ofLog(int log) {
    return byLogKey.subMap(MessageKey.before(log), true, MessageKey.after(log), true);
  }

  /** The messages of a log in a range of its keys, in order. */
  Iterator<StoredMessage> inLog(long afterKey, long upToKey) {
    return byLogKey.subMap(afterKey, false, upToKey, true).values().stream()
        .map(published -> published.message)
        .iterator();
  }

  /** The messages that a subscription wants, by its own keys and without counts, in order. */
  Stream<StoredMessage> seenBy(int subscription, int log, long afterKey, long upToKey) {
    return byLogKey
        .subMap(MessageKey.in(log, afterKey), false, MessageKey.in(log, upToKey), true)
        .values()
        .stream()
        .filter(published -> published.isWantedBy(subscription))
        .map(published -> seen(published, subscription));
  }

  private static StoredMessage seen(Published published, int subscription) {
    return new StoredMessage(
        MessageKey.in(subscription, published.message.key()), published.message.envelope(), 0);
  }

  /**
   * Moves a message to a part that is taken out, if a record up to this one has added it.
   *
   * @return the message's bytes; 0 when it stays or is not here
   */
  long moveTo(PublishedMessages other, long logKey, long upTo) {
    Published published = byLogKey.isEmpty() ? null : byLogKey.get(logKey);
    if (published == null || published.sequence > upTo) {
      return 0;
    }
    byLogKey.remove(logKey);
    other.byLogKey.put(logKey, published);
    return published.message.envelope().size();
  }

  /** Nothing of it changes any more: notes who is there. */
  void freeze(TopicLogs logs) {
    Map<Integer, List<BacklogRecord>> found = new HashMap<>();
    Long key = byLogKey.isEmpty() ? null : byLogKey.firstKey();
    while (key != null) {
      int log = MessageKey.backlog(key);
      found.put(log, logs.of(log));
      key = byLogKey.higherKey(MessageKey.after(log));
    }
    audiences = found;
  }

  /** The keys of all messages, in order. */
  Set<Long> keys() {
    return byLogKey.keySet();
  }

  /** Adds all messages to a batch, and the settlements of those who do not wait for them. */
  void toBatch(WriteBatch batch) {
    for (Published published : byLogKey.values()) {
      batch.add(published.message);
      long key = published.message.key();
      List<BacklogRecord> audience = audiences.getOrDefault(MessageKey.backlog(key), List.of());
      if (published.left == audience.size()) {
        continue;
      }
      for (BacklogRecord subscription : audience) {
        if (subscription.subscription().start() < MessageKey.arrival(key)
            && !published.isWantedBy(subscription.id())) {
          batch.remove(MessageKey.in(subscription.id(), key));
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How many objects the hash code of each collection of one deserialization would ask, known before
 * anybody can put the collection into a set: it is told of each object as soon as that is complete,
 * when all that a collection holds has been told already. Collections, maps, their entries and
 * records ask what they hold; every other object counts as one. One use, one thread.
 */
final class HashCost {
  private final long limit;
  private final Map<Object, Long> costs = new IdentityHashMap<>();
  private final Map<Class<?>, RecordComponent[]> components = new HashMap<>();

  HashCost(long limit) {
    this.limit = limit;
  }

  /**
   * Adds an object that has been read.
   *
   * @return whether it is cheap enough to be hashed
   */
  boolean add(Object read) {
    if (!asksOthers(read)) {
      return true;
    }
    long cost = sum(read);
    costs.put(read, cost);
    return cost <= limit;
  }

  private static boolean asksOthers(Object object) {
    return object instanceof Collection
        || object instanceof Map
        || object instanceof Map.Entry
        || object instanceof Record;
  }

  private long sum(Object read) {
    boolean ofTheJdk = read.getClass().getName().startsWith("java.");
    try {
      if (read instanceof Map<?, ?> map) {
        return sum(map.entrySet(), ofTheJdk);
      }
      if (read instanceof Map.Entry<?, ?> entry) {
        return 1 + cost(entry.getKey(), ofTheJdk) + cost(entry.getValue(), ofTheJdk);
      }
      return read instanceof Collection<?> all ? sum(all, ofTheJdk) : sum((Record) read);
    } catch (RuntimeException e) {
      if (ofTheJdk) {
        throw e;
      }
      // A class of the application's may have a collection that cannot be looked through yet.
      return 1;
    }
  }

  private long sum(Iterable<?> all, boolean ofTheJdk) {
    long sum = 1;
    for (Object element : all) {
      sum += cost(element, ofTheJdk);
      if (sum > limit) {
        return sum;
      }
    }
    return sum;
  }

  private long sum(Record read) {
    long sum = 1;
    for (RecordComponent component :
        components.computeIfAbsent(read.getClass(), HashCost::accessible)) {
      try {
        sum += cost(component.getAccessor().invoke(read), true);
      } catch (ReflectiveOperationException e) {
        sum++;
      }
    }
    return sum;
  }

  private static RecordComponent[] accessible(Class<?> type) {
    RecordComponent[] all = type.getRecordComponents();
    for (RecordComponent component : all) {
      if (!component.getAccessor().trySetAccessible()) {
        return new RecordComponent[0];
      }
    }
    return all;
  }

  private long cost(Object held, boolean ofTheJdk) {
    if (held == null || !asksOthers(held)) {
      return 1;
    }
    Long known = costs.get(held);
    if (known != null) {
      return known;
    }
    if (held instanceof Map.Entry<?, ?> entry && !(held instanceof Serializable)) {
      return cost(entry.getKey(), ofTheJdk) + cost(entry.getValue(), ofTheJdk);
    }
    // It is still being read, so this is inside of what it holds, and its hash code has no end.
    return ofTheJdk ? limit + 1 : 1;
  }
}

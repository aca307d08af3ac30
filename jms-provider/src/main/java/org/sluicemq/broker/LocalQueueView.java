// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/**
 * A view that goes through a queue by key, a page at a time: from memory where the head is, from
 * the store behind it. Used by one thread.
 */
final class LocalQueueView implements QueueView {

  private static final int PAGE = 200;
  private static final long PAGE_BYTES = 1 << 20;

  private record Item(long key, Envelope envelope, int deliveryCount) {}

  private final Backlog queue;
  private final Engine engine;
  private final Selector selector;
  private final Pager pager;
  private final long lastArrival;
  private final Deque<Item> page = new ArrayDeque<>();
  private long position;
  private boolean atEnd;
  private int deliveryCount;

  LocalQueueView(Backlog queue, Engine engine, Selector selector) {
    this.queue = queue;
    this.engine = engine;
    this.selector = selector;
    this.pager = new Pager(engine.store(), queue.id(), PAGE);
    this.lastArrival = queue.lastArrival();
    this.position = MessageKey.before(queue.id());
  }

  @Override
  public Envelope next() throws BrokerException {
    while (true) {
      while (page.isEmpty()) {
        if (atEnd) {
          return null;
        }
        readPage();
      }
      Item item = page.poll();
      if (MessageKey.arrival(item.key) <= lastArrival
          && selector.matches(item.envelope, item.deliveryCount)) {
        deliveryCount = item.deliveryCount;
        return item.envelope;
      }
    }
  }

  @Override
  public int deliveryCount() {
    return deliveryCount;
  }

  private void readPage() throws BrokerException {
    Backlog.Slice head = queue.slice(position, PAGE);
    List<Item> items = new ArrayList<>();
    head.entries().forEach(e -> items.add(new Item(e.key, e.envelope, e.failedDeliveries + 1)));
    // Two sources that reach differently far: the merge is complete up to the nearer end.
    long complete = items.size() == PAGE ? items.get(PAGE - 1).key : Long.MAX_VALUE;
    if (head.hasRest()) {
      complete = Math.min(complete, addRest(items, Math.max(position, head.border() - 1)));
    }
    long upTo = complete;
    items.removeIf(item -> item.key > upTo);
    items.sort(Comparator.comparingLong(Item::key));
    page.addAll(items);
    position = complete;
    atEnd = complete == Long.MAX_VALUE;
  }

  /** Adds what rests in the store; returns up to which key it was read. */
  private long addRest(List<Item> items, long afterKey) throws BrokerException {
    Pager.Page rest;
    try {
      rest = pager.after(afterKey, pager.lastKey(), PAGE_BYTES);
    } catch (StoreException e) {
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "Queue '" + queue.address().name() + "' cannot be browsed: " + e.getMessage(),
          e);
    }
    Set<Long> known = items.stream().map(Item::key).collect(Collectors.toSet());
    for (StoredMessage message : rest.messages()) {
      if (!known.contains(message.key()) && isVisible(message)) {
        items.add(new Item(message.key(), message.envelope(), queue.failedDeliveries(message) + 1));
      }
    }
    return rest.isEnd() ? Long.MAX_VALUE : rest.lastKey();
  }

  private boolean isVisible(StoredMessage message) {
    long now = engine.scheduler().now();
    long expiration = message.envelope().expiration();
    return (expiration == 0 || expiration > now)
        && message.envelope().deliveryTime() <= now
        && queue.isVisible(message.key());
  }

  @Override
  public void close() {
    atEnd = true;
    page.clear();
  }
}

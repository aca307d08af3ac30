// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import java.util.Objects;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/**
 * Reads what rests in the store into memory before a consumer runs short of it, one page at a time:
 * the next one behind the border, or one further back for a consumer that memory cannot satisfy,
 * because of its selector or since others have the message groups there. Pages are as large as the
 * budget has room, and small when it has none. Guarded by the backlog's lock but for the reading.
 */
final class ReadAhead {

  /** Messages in memory below which the next page is read while somebody consumes. */
  private static final int LOW_WATER = 500;

  private static final int PAGE_MESSAGES = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  /** What is read although the budget is used up, so that consumers get on. */
  private static final long SMALL_PAGE_BYTES = 64 << 10;

  /** What is taken for a consumer that seeks, although the budget is used up. */
  private static final int FEW_MESSAGES = 20;

  /** Takes messages into memory that a page has brought. */
  interface Taker {
    /** A message as the store showed it; null if it is known already or has left. */
    Entry entryOf(StoredMessage message);
  }

  private final Engine engine;
  private final String destination;
  private final PageWindow window;
  private final Readers readers;
  private final StoreWork storeWork;
  private final HandOut handOut;
  private final Taker taker;
  private final Admission admission;
  private final Pager pager;

  ReadAhead(
      Engine engine,
      BacklogRecord backlog,
      PageWindow window,
      Readers readers,
      StoreWork storeWork,
      HandOut handOut,
      Taker taker,
      Admission admission) {
    this.engine = engine;
    this.destination = backlog.address().name();
    this.window = window;
    this.readers = readers;
    this.storeWork = storeWork;
    this.handOut = handOut;
    this.taker = taker;
    this.admission = admission;
    this.pager = new Pager(engine.store(), backlog.id(), PAGE_MESSAGES);
  }

  /**
   * Asks for a page if one is wanted and none is being read.
   *
   * @param ready how many messages wait in memory that are due
   */
  void readIfWanted(int ready) {
    if (readers.isEmpty() || !window.hasRest() || window.isReading()) {
      return;
    }
    LocalConsumer seeker = readers.seeker();
    // Nothing is read for consumers that do not ask but what memory has room for.
    boolean low = ready < LOW_WATER && engine.budget().room() >= smallPageBytes();
    if (low || readers.isHeadExhausted()) {
      window.beginReading();
      long from = window.readFrom();
      long upTo = window.readTo(pager.lastKey());
      storeWork.want(() -> pageRead(read(from - 1, upTo, pageBytes())));
    } else if (seeker != null) {
      window.beginReading();
      long from = Math.max(seeker.soughtTo, window.border());
      seeker.soughtTo = from;
      long bytes = seekBytes(seeker);
      storeWork.want(() -> sought(seeker, from, read(from - 1, pager.lastKey(), bytes)));
    }
  }

  /** A large page where there is little for the consumer, one that memory can hold where much. */
  private long seekBytes(LocalConsumer seeker) {
    return seeker.sawNothing ? engine.budget().share(PAGE_BYTES) : pageBytes();
  }

  private long pageBytes() {
    return Math.max(smallPageBytes(), Math.min(PAGE_BYTES, engine.budget().room()));
  }

  private long smallPageBytes() {
    return engine.budget().share(SMALL_PAGE_BYTES);
  }

  /** Reads the page that follows a key; null when that failed, which stops the broker. */
  Pager.Page read(long afterKey, long upTo, long maxBytes) {
    try {
      return pager.after(afterKey, upTo, maxBytes);
    } catch (StoreException e) {
      engine.onStoreFailure().accept(e);
    } catch (RuntimeException e) {
      // Consumers wait for the end of the reading, however it ends.
      String what = "A page of '" + destination + "' could not be read: " + e;
      engine.onStoreFailure().accept(new StoreException(what, e));
    }
    return null;
  }

  /** The page that follows the border has been read; null when the store failed. */
  private void pageRead(Pager.Page page) {
    if (page == null) {
      handOut.giveUp(window::endReading);
      return;
    }
    handOut.after(
        () -> {
          entriesOf(page).forEach(admission::fromPage);
          window.endReading(page.lastKey(), page.isEnd()).forEach(admission::fromMeanwhile);
          admission.readToTheEnd();
        });
  }

  private List<Entry> entriesOf(Pager.Page page) {
    return page.messages().stream().map(taker::entryOf).filter(Objects::nonNull).toList();
  }

  /** A page has been read for one consumer, who wants only some of it. */
  private void sought(LocalConsumer consumer, long from, Pager.Page page) {
    if (page == null) {
      handOut.giveUp(window::endReading);
      return;
    }
    handOut.after(
        () -> {
          long reached = takeFor(consumer, page);
          // Something may have come to lie before the page since.
          if (consumer.soughtTo == from) {
            consumer.soughtTo = reached;
          }
          window.endReading();
        });
  }

  /** Takes what is for the consumer, at least as much as it waits for; returns how far it got. */
  private long takeFor(LocalConsumer consumer, Pager.Page page) {
    int wanted = Math.max(consumer.credit(), FEW_MESSAGES);
    consumer.sawNothing = true;
    for (Entry entry : entriesOf(page)) {
      if (readers.mayHave(consumer, entry)) {
        if (admission.declined(entry, wanted <= 0)) {
          return entry.key;
        }
        wanted--;
        consumer.sawNothing = false;
      }
    }
    return page.isEnd() ? Long.MAX_VALUE : page.lastKey() + 1;
  }
}

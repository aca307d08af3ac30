// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import java.util.Objects;
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
  private final PageWindow window;
  private final Readers readers;
  private final PageReader reader;
  private final Taker taker;
  private final Admission admission;

  ReadAhead(
      Engine engine,
      PageWindow window,
      Readers readers,
      PageReader reader,
      Taker taker,
      Admission admission) {
    this.engine = engine;
    this.window = window;
    this.readers = readers;
    this.reader = reader;
    this.taker = taker;
    this.admission = admission;
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
    // Nothing is read for consumers that do not ask but what memory has room for.
    boolean low = ready < LOW_WATER && engine.budget().room() >= smallPageBytes();
    if (low || readers.isHeadExhausted()) {
      long upTo = window.readTo(reader.lastKey());
      reader.want(window.readFrom() - 1, upTo, this::pageBytes, this::pageRead);
    } else {
      seek(readers.seeker());
    }
  }

  private void seek(LocalConsumer seeker) {
    if (seeker != null) {
      long from = seeker.search.begin(window.border());
      long upTo = seeker.search.readTo(reader.lastKey());
      long bytes = seekBytes(seeker);
      reader.want(from - 1, upTo, () -> bytes, page -> sought(seeker, page));
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

  /** The page that follows the border has been read. */
  private void pageRead(Pager.Page page) {
    entriesOf(page).forEach(admission::fromPage);
    window.endReading(page.lastKey(), page.isEnd()).forEach(admission::fromMeanwhile);
    admission.readToTheEnd();
  }

  private List<Entry> entriesOf(Pager.Page page) {
    return page.messages().stream().map(taker::entryOf).filter(Objects::nonNull).toList();
  }

  /** A page has been read for one consumer, who wants only some of it. */
  private void sought(LocalConsumer consumer, Pager.Page page) {
    Entry left = takeFor(consumer, page);
    if (left != null) {
      consumer.search.end(left.key);
    } else if (page.isEnd()) {
      consumer.search.endAtEnd();
    } else {
      consumer.search.end(page.lastKey() + 1);
    }
    window.endReading();
  }

  /**
   * Takes what is for the consumer, at least as much as it waits for.
   *
   * @return the first that was left where it is since memory has no room, or null
   */
  private Entry takeFor(LocalConsumer consumer, Pager.Page page) {
    int wanted = Math.max(consumer.credit(), FEW_MESSAGES);
    consumer.sawNothing = true;
    for (Entry entry : entriesOf(page)) {
      if (readers.mayHave(consumer, entry)) {
        if (admission.declined(entry, wanted <= 0)) {
          return entry;
        }
        wanted--;
        consumer.sawNothing = false;
      }
    }
    return null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/**
 * Reads what rests in the store into memory before a consumer runs short of it, one page at a time:
 * the next one behind the border, or one further back for a selector that memory cannot satisfy.
 * Guarded by the backlog's lock but for the reading itself.
 */
final class ReadAhead {

  /** Messages in memory below which the next page is read while somebody consumes. */
  private static final int LOW_WATER = 500;

  private static final int PAGE_MESSAGES = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  /** Takes messages into memory that a page has brought. */
  interface Taker {
    /** Takes one as the store showed it, unless it is known already or has left. */
    void fromPage(StoredMessage message);

    /** Takes one that came to rest while the page was read. */
    void arrived(Entry entry);
  }

  private final Engine engine;
  private final String destination;
  private final PageWindow window;
  private final Readers readers;
  private final StoreWork storeWork;
  private final HandOut handOut;
  private final Taker taker;
  private final Pager pager;

  ReadAhead(
      Engine engine,
      BacklogRecord backlog,
      PageWindow window,
      Readers readers,
      StoreWork storeWork,
      HandOut handOut,
      Taker taker) {
    this.engine = engine;
    this.destination = backlog.address().name();
    this.window = window;
    this.readers = readers;
    this.storeWork = storeWork;
    this.handOut = handOut;
    this.taker = taker;
    this.pager = new Pager(engine.store(), backlog.id(), PAGE_MESSAGES, PAGE_BYTES);
  }

  /** Which backlog pages are read for. */

  /** Asks for a page if one is wanted and none is being read. */
  void readIfWanted(int inMemory) {
    if (readers.isEmpty() || !window.hasRest() || window.isReading()) {
      return;
    }
    LocalConsumer seeker = readers.seeker();
    // Beyond the budget nothing is read for consumers that do not ask: it may be very large.
    boolean runsShort = inMemory < LOW_WATER && engine.budget().hasRoomFor(0);
    if (runsShort || readers.isHeadExhausted()) {
      window.beginReading();
      long from = window.border();
      storeWork.want(() -> pageRead(read(from)));
    } else if (seeker != null) {
      window.beginReading();
      long from = Math.max(seeker.soughtTo, window.border());
      storeWork.want(() -> sought(seeker, read(from)));
    }
  }

  /** Reads the page that begins with a key; null when that failed, which stops the broker. */
  private Pager.Page read(long from) {
    try {
      return pager.after(from - 1);
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
          page.messages().forEach(taker::fromPage);
          window.endReading(page.lastKey(), page.isEnd()).forEach(taker::arrived);
        });
  }

  /** A page has been read for one consumer, whose selector wants only some of it. */
  private void sought(LocalConsumer consumer, Pager.Page page) {
    if (page == null) {
      handOut.giveUp(window::endReading);
      return;
    }
    handOut.after(
        () -> {
          page.messages().stream()
              .filter(m -> consumer.selector.matches(m.envelope(), m.deliveryCount() + 1))
              .forEach(taker::fromPage);
          consumer.soughtTo = page.isEnd() ? Long.MAX_VALUE : page.lastKey() + 1;
          window.endReading().forEach(entry -> consumer.rested(entry.key));
        });
  }
}

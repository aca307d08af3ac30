// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoreException;

/**
 * Reads pages of a backlog, one at a time, and sees to it that each reading comes to its end:
 * nothing more would ever be read after one that did not. Guarded by the backlog's lock but for the
 * reading itself.
 */
final class PageReader {

  private static final int PAGE_MESSAGES = 1000;

  private final Engine engine;
  private final String destination;
  private final PageWindow window;
  private final StoreWork storeWork;
  private final HandOut handOut;
  private final BooleanSupplier closed;
  private final Pager pager;

  /**
   * Reads nothing yet.
   *
   * @param closed whether nobody wants the backlog's messages any more
   */
  PageReader(
      Engine engine,
      BacklogRecord backlog,
      PageWindow window,
      StoreWork storeWork,
      HandOut handOut,
      BooleanSupplier closed) {
    this.engine = engine;
    this.destination = backlog.address().name();
    this.window = window;
    this.storeWork = storeWork;
    this.handOut = handOut;
    this.closed = closed;
    this.pager = new Pager(engine.store(), backlog.id(), PAGE_MESSAGES);
  }

  /** The last key that a message of the backlog may have. */
  long lastKey() {
    return pager.lastKey();
  }

  /**
   * Asks for a page, while none is being read.
   *
   * @param afterKey messages with a greater key
   * @param upTo and not beyond this one
   * @param maxBytes about how much; asked without the lock, when the page is about to be read
   * @param change what is done with the page, under the lock; it ends the window's reading
   */
  void want(long afterKey, long upTo, LongSupplier maxBytes, Consumer<Pager.Page> change) {
    window.beginReading();
    storeWork.want(() -> read(afterKey, upTo, maxBytes, change));
  }

  private void read(long afterKey, long upTo, LongSupplier maxBytes, Consumer<Pager.Page> change) {
    StoreException failure;
    try {
      Pager.Page page = pager.after(afterKey, upTo, maxBytes.getAsLong());
      handOut.after(() -> end(page, change));
      return;
    } catch (StoreException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      String what = "A page of '" + destination + "' could not be read: " + e;
      failure = new StoreException(what, e);
    }
    // Consumers wait for the end of the reading, however it ends.
    engine.onStoreFailure().accept(failure);
    handOut.giveUp(window::endReading);
  }

  private void end(Pager.Page page, Consumer<Pager.Page> change) {
    if (closed.getAsBoolean()) {
      window.endReading();
    } else {
      change.accept(page);
    }
  }
}

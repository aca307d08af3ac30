// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.store.DelegatingStore;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/**
 * A store in which a test lets things happen while a page is read: before the store is looked at,
 * and after, so that the page does not show them.
 */
final class BusyStore extends DelegatingStore {

  /** What happens. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private static final Action NOTHING = () -> {};

  private Action before = NOTHING;
  private Action after = NOTHING;
  private Action atTheEnd = NOTHING;

  BusyStore(MessageStore store) {
    super(store);
  }

  /** From now on this happens before each page. */
  void beforeReads(Action action) {
    before = action;
  }

  /** From now on this happens after each page. */
  void afterReads(Action action) {
    after = action;
  }

  /** This happens once, before the next page. */
  void beforeNextRead(Action action) {
    before =
        () -> {
          before = NOTHING;
          action.run();
        };
  }

  /** This happens once, after the next page. */
  void afterNextRead(Action action) {
    after =
        () -> {
          after = NOTHING;
          action.run();
        };
  }

  /** This happens once, when a page shows that there is no more. */
  void afterLastRead(Action action) {
    atTheEnd = action;
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    run(before);
    List<StoredMessage> page = store.read(afterKey, upToKey, maxMessages, maxBytes);
    if (page.isEmpty()) {
      Action last = atTheEnd;
      atTheEnd = NOTHING;
      run(last);
    }
    run(after);
    return page;
  }

  private static void run(Action action) throws StoreException {
    try {
      action.run();
    } catch (StoreException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("What was to happen meanwhile failed", e);
    }
  }
}

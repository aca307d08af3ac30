// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.List;
import org.sluicemq.store.DelegatingStore;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.journal.PowerLosses;

/** Another store, of which the pages are counted that a broker reads. */
final class CountingStore extends DelegatingStore {

  CountingStore(MessageStore store) {
    super(store);
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    List<StoredMessage> page = store.read(afterKey, upToKey, maxMessages, maxBytes);
    if (!page.isEmpty()) {
      PowerLosses.count("pages");
    }
    return page;
  }
}

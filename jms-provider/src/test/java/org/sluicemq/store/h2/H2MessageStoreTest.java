// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.LocalDisk;

/** The contract, on disk. */
class H2MessageStoreTest extends MessageStoreContract {

  @TempDir Path directory;
  private int stores;

  @Override
  protected MessageStore create() throws StoreException {
    return open(directory.resolve("store-" + ++stores));
  }

  private static MessageStore open(Path store) throws StoreException {
    return H2MessageStore.open(store, H2StoreSettings.defaults(), new LocalDisk());
  }

  @Override
  protected MessageStore reopen(MessageStore open) throws StoreException {
    open.close();
    return open(directory.resolve("store-" + stores));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.file.Path;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.SimulatedDisk;

/** The contract, over H2, with journals so small that they come round. */
class WriteBehindStoreTest extends MessageStoreContract {

  private static final WriteBehindSettings SETTINGS = Fixture.settings(512 * 1024, 256 * 1024);

  private final SimulatedDisk disk = new SimulatedDisk();
  private int stores;

  @Override
  protected MessageStore create() throws StoreException {
    return open(++stores);
  }

  private MessageStore open(int number) throws StoreException {
    return WriteBehindStore.open(Path.of("/store-" + number), SETTINGS, disk);
  }

  @Override
  protected MessageStore reopen(MessageStore open) throws StoreException {
    open.close();
    return open(stores);
  }
}

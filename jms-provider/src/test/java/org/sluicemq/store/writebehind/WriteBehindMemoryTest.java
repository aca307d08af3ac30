// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.time.Duration;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.SimulatedDisk;

/** The contract, over a store in memory and with merges in the smallest steps. */
class WriteBehindMemoryTest extends MessageStoreContract {

  private static final WriteBehindSettings SETTINGS = Fixture.settings(64 * 1024, 16 * 1024);

  private SimulatedDisk disk;
  private KeptStore resting;

  @Override
  protected MessageStore create() throws StoreException {
    disk = new SimulatedDisk();
    resting = new KeptStore();
    return open();
  }

  private MessageStore open() throws StoreException {
    return Fixture.open(
        disk,
        resting.open(),
        Fixture.STORE,
        SETTINGS,
        WriteBehindThreads.start(Duration.ofMillis(1)));
  }

  @Override
  protected MessageStore reopen(MessageStore open) throws StoreException {
    open.close();
    return open();
  }
}

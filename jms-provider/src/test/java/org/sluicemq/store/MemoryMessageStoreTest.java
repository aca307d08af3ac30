// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/** The contract, in memory: what is there stays as long as the instance. */
class MemoryMessageStoreTest extends MessageStoreContract {

  @Override
  protected MessageStore create() {
    return new MemoryMessageStore("test");
  }

  @Override
  protected MessageStore reopen(MessageStore open) throws StoreException {
    open.flush();
    return open;
  }
}

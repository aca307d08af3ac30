// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * What the channels have in common through which H2 reaches a store's files. Locks are granted
 * without asking: the whole directory was locked before H2 was started. An interrupt does not close
 * them, for they never enter the channel code that would.
 */
abstract class StoreChannel extends FileBaseDefault {

  private final String name;

  StoreChannel(String name) {
    this.name = name;
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    return new Granted(position, size, shared);
  }

  private final class Granted extends FileLock {

    private volatile boolean released;

    Granted(long position, long size, boolean shared) {
      super(StoreChannel.this, position, size, shared);
    }

    @Override
    public boolean isValid() {
      return !released && StoreChannel.this.isOpen();
    }

    @Override
    public void release() {
      released = true;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * Told once what became of a batch handed to {@link MessageStore#writeLater}. Called on a thread of
 * the store or of another writer; it must be quick and must not throw or call back into the store
 * in a way that waits.
 */
@FunctionalInterface
public interface WriteListener {

  /** Takes no interest in the outcome; the store reports a failure by its own state. */
  WriteListener NONE = failure -> {};

  /**
   * The batch is durable, or it failed.
   *
   * @param failure null when the batch is durable; otherwise why it is not
   */
  void written(StoreException failure);
}

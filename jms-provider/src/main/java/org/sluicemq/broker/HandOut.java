// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** What work with the store ends with: a change under the backlog's lock, which it takes. */
interface HandOut {

  /** Makes a change and hands out what it brought. */
  void after(Runnable change);

  /** The store failed: makes a change, and nobody waits for the store's work any more. */
  void giveUp(Runnable change);
}

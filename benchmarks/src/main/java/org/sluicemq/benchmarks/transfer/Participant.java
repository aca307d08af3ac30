// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import javax.transaction.xa.XAResource;

/** A resource of Jakarta transactions, over a connection that stays open. Owned by one thread. */
interface Participant extends AutoCloseable {

  /** What is enlisted in each transaction. */
  XAResource resource();

  /** Does its part of the thread's transaction of that number, from 0, once it is enlisted. */
  void work(int number) throws Exception;
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

/** One transaction after the other, over connections that stay open. Owned by one thread. */
interface Transfer extends AutoCloseable {

  /**
   * Makes one transaction; it is committed, and on the disk, when this returns.
   *
   * @param number which of the thread's transactions this is, from 0
   * @throws Exception when it is not known to be committed
   */
  void make(int number) throws Exception;
}

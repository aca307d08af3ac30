// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import org.sluicemq.benchmarks.workload.TransferRow;
import org.sluicemq.benchmarks.workload.Workload;

/** The rule that tells from outside whether a broker can have forced every unit of work. */
final class Forcing {

  private Forcing() {}

  /**
   * Refuses a contender that sent more than its flushes can have made durable. More flushes than
   * needed prove nothing, since others use the disk too.
   *
   * @param messages the persistent messages of a flow
   * @param flushes how often the disk was told to empty its cache meanwhile
   * @throws IllegalStateException naming the contender and both counts
   */
  static void require(String contender, Workload workload, long messages, long flushes) {
    if (flushes * workload.mostMessagesPerForce() < messages) {
      throw new IllegalStateException(
          contender
              + " has sent "
              + messages
              + " persistent messages while the disk was told to empty its cache only "
              + flushes
              + " times: not every send was forced, so it cannot be compared");
    }
  }

  /**
   * Refuses a contender whose transactions were not all forced: the forces of one transaction
   * follow one another, so a flush can serve one of them for each thread and no more.
   *
   * @param transactions how many of the row were committed
   * @param flushes how often the disk was told to empty its cache meanwhile
   * @throws IllegalStateException naming the contender and both counts
   */
  static void require(String contender, TransferRow row, long transactions, long flushes) {
    if (flushes * row.threads() < transactions * row.forces()) {
      throw new IllegalStateException(
          contender
              + " has committed "
              + transactions
              + " transactions of "
              + row.forces()
              + " forces each in "
              + row.threads()
              + " threads while the disk was told to empty its cache only "
              + flushes
              + " times: not all of it was forced, so it cannot be compared");
    }
  }
}

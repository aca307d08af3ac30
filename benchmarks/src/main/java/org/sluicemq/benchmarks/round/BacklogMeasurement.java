// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.util.List;

/**
 * What a deep backlog of one contender has shown.
 *
 * @param version what the broker says of itself
 * @param settings the settings that were in force
 * @param depth how many messages were sent, none of which was received
 * @param perSecond messages sent a second, part by part of the backlog
 * @param storeBytes the size of the store's files when it was built
 * @param cleanRestarts starts after a clean stop
 * @param killedRestarts starts after the process had been killed while it sent
 */
public record BacklogMeasurement(
    String version,
    String settings,
    int depth,
    List<Double> perSecond,
    long storeBytes,
    List<Restart> cleanRestarts,
    List<Restart> killedRestarts) {

  /**
   * One start with a backlog.
   *
   * @param openSeconds from opening the store to the first message received
   * @param processSeconds from launching the JVM to the first message received
   */
  public record Restart(double openSeconds, double processSeconds) {}
}

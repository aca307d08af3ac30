// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

/**
 * One row of the benchmark: what is sent, by how many, and what the clock sees. Immutable.
 *
 * @param name the short name by which a row is picked on the command line
 * @param title what the row is called in a table or a chart
 * @param shape whether messages flow through, or a backlog is built first and then drained
 * @param topic true when each consumer is a durable subscription of one topic, false when all
 *     consumers share one queue
 * @param producers the number of sending threads, each with a connection of its own
 * @param consumers the number of consumers, each with a connection of its own
 * @param bodyBytes the size of each message body in bytes
 * @param persistent whether messages are sent with delivery mode PERSISTENT
 * @param transactionSize messages per local transaction, for sending and for receiving; 0 when
 *     sessions are not transacted and acknowledge automatically
 */
public record Workload(
    String name,
    String title,
    Shape shape,
    boolean topic,
    int producers,
    int consumers,
    int bodyBytes,
    boolean persistent,
    int transactionSize) {

  /** What the clock of a row sees. */
  public enum Shape {
    /** Producers and consumers run at once: from the first send to the last receipt. */
    FLOW,
    /**
     * A backlog is built off the clock, then drained: from opening the consumers to the last
     * receipt.
     */
    DRAIN
  }

  /** Checks that the numbers can describe a workload. */
  public Workload {
    if (producers < 1 || consumers < 1) {
      throw new IllegalArgumentException(name + ": needs at least one producer and one consumer");
    }
    if (bodyBytes < Stamp.BYTES) {
      throw new IllegalArgumentException(
          name + ": a body must hold the stamp of " + Stamp.BYTES + " bytes, not " + bodyBytes);
    }
    if (transactionSize < 0) {
      throw new IllegalArgumentException(name + ": transaction size " + transactionSize);
    }
  }

  /** Tells whether sending and receiving happen in local transactions. */
  public boolean transacted() {
    return transactionSize > 0;
  }

  /** Whether senders wait for the disk on the clock, so that the disk alone is a floor under it. */
  public boolean forcedOnTheClock() {
    return persistent && shape == Shape.FLOW;
  }

  /** How many messages one producer makes durable at a time. */
  public int unitSize() {
    return Math.max(1, transactionSize);
  }

  /** How often each message is to be received: once, or once by every subscription. */
  public int copies() {
    return topic ? consumers : 1;
  }

  /**
   * The most messages that one force can make durable in a broker that forces every unit of work:
   * each producer waits for its own unit, so one force serves at most one unit of each.
   */
  public long mostMessagesPerForce() {
    return (long) producers * unitSize();
  }
}

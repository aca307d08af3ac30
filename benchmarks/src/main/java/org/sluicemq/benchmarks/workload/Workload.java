// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

/**
 * One row of the benchmark: what is sent, by how many, and what the clock sees. Immutable.
 *
 * @param name the short name by which a row is picked on the command line
 * @param title what the row is called in a table or a chart
 * @param shape whether messages flow through, or a backlog is built first and then drained
 * @param sending when a producer goes on to its next message
 * @param topic true when each consumer is a durable subscription of one topic, false when all
 *     consumers share one queue
 * @param persistent whether messages are sent with delivery mode PERSISTENT
 * @param producers the number of sending threads, each with a connection of its own
 * @param consumers the number of consumers, each with a connection of its own
 * @param unitSize messages per local transaction, for sending and for receiving; 1 when sessions
 *     are not transacted and acknowledge automatically
 * @param goal the ratio to the better peer that Sluice is to reach
 */
public record Workload(
    String name,
    String title,
    Shape shape,
    Sending sending,
    boolean topic,
    boolean persistent,
    int producers,
    int consumers,
    int unitSize,
    double goal)
    implements Row {

  /** The size of every message body in bytes. */
  public static final int BODY_BYTES = 1024;

  /**
   * How many messages producers may be ahead of consumers, so that a row about flow does not
   * measure the growth of a backlog.
   */
  public static final int MOST_OUTSTANDING = 10_000;

  /** Messages per transaction in which a backlog is built off the clock, to be done with it. */
  public static final int BUILDING_UNIT = 100;

  /** What the clock of a row sees. */
  public enum Shape {
    /** Producers and consumers run at once: from the first send to the last receipt. */
    FLOW,
    /** A backlog is built off the clock, then drained: from opening the consumers. */
    DRAIN
  }

  /** When a producer goes on to its next message. */
  public enum Sending {
    /** When the send has returned. */
    WAITING,
    /** At once; a completion listener is told when the send is done. */
    ASYNCHRONOUS,
    /** At once, until the unit is full; then when its commit has returned. */
    TRANSACTED
  }

  /** A queue through which persistent messages flow, each send waiting. */
  static Workload flow(String name, String title, int producers, int consumers, double goal) {
    return new Workload(
        name, title, Shape.FLOW, Sending.WAITING, false, true, producers, consumers, 1, goal);
  }

  /** Checks that the numbers can describe a workload. */
  public Workload {
    if (producers < 1 || consumers < 1) {
      throw new IllegalArgumentException(name + ": needs at least one producer and one consumer");
    }
    if (unitSize < 1 || (unitSize > 1 && sending != Sending.TRANSACTED)) {
      throw new IllegalArgumentException(name + ": " + sending + " in units of " + unitSize);
    }
  }

  Workload inTransactionsOf(int messages) {
    return new Workload(
        name,
        title,
        shape,
        Sending.TRANSACTED,
        topic,
        persistent,
        producers,
        consumers,
        messages,
        goal);
  }

  Workload asynchronous() {
    return new Workload(
        name, title, shape, Sending.ASYNCHRONOUS, topic, persistent, producers, consumers, 1, goal);
  }

  Workload nonPersistent() {
    return new Workload(
        name, title, shape, sending, topic, false, producers, consumers, unitSize, goal);
  }

  Workload onTopic() {
    return new Workload(
        name, title, shape, sending, true, persistent, producers, consumers, unitSize, goal);
  }

  Workload drained() {
    return new Workload(
        name, title, Shape.DRAIN, sending, topic, persistent, producers, consumers, unitSize, goal);
  }

  /** Tells whether sending and receiving happen in local transactions. */
  public boolean transacted() {
    return sending == Sending.TRANSACTED;
  }

  @Override
  public String label() {
    return name;
  }

  /** Whether producers send in local transactions: a drain's do, since nobody times them. */
  public boolean sendsInUnits() {
    return transacted() || shape == Shape.DRAIN;
  }

  /** Messages per local transaction of a producer; 1 when it has none. */
  public int sendingUnit() {
    return shape == Shape.DRAIN ? BUILDING_UNIT : unitSize;
  }

  /** Whether each send waits for the disk by itself: there a journal's settings tell most. */
  public boolean eachSendWaits() {
    return forcedOnTheClock() && sending == Sending.WAITING && !topic;
  }

  /** Whether senders wait for the disk on the clock, so that the disk alone is a floor under it. */
  public boolean forcedOnTheClock() {
    return persistent && shape == Shape.FLOW;
  }

  /** How often each message is to be received: once, or once by every subscription. */
  public int copies() {
    return topic ? consumers : 1;
  }

  /**
   * The most messages that one force can make durable in a broker that forces every unit of work:
   * each producer that waits has one unit under way; one that does not wait is stopped only by how
   * far it may be ahead.
   */
  public int mostMessagesPerForce() {
    return sending == Sending.ASYNCHRONOUS ? MOST_OUTSTANDING : producers * unitSize;
  }
}

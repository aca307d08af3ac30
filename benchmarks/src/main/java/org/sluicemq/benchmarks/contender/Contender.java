// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.nio.file.Path;

/** A broker with one set of settings. Stateless: each start gives a new broker. */
public interface Contender {

  /** The short name by which the contender is picked on the command line. */
  String name();

  /** The name of the product, for the report. */
  String product();

  /**
   * The settings that matter for speed and durability, in one line for the report. They are in
   * force on the running broker, or {@link #start} has failed.
   */
  String settings();

  /**
   * Whether every persistent send is on the disk when it returns. False for a broker that may leave
   * out the write of a message whose acknowledgement overtakes it.
   */
  boolean forcesEverySend();

  /** Whether the broker has sends that return at once and tell a completion listener later. */
  boolean sendsAsynchronously();

  /**
   * Whether this is a second set of settings for a product, of which another stands for it wherever
   * a sender does not wait for each message by itself.
   */
  boolean variant();

  /** Whether it is a variant whose settings tell outside of transactions only. */
  default boolean variantOfSendsAlone() {
    return false;
  }

  /**
   * Starts the broker in this JVM.
   *
   * @param directory an existing directory that the broker may fill; empty, or as the same
   *     contender left it
   * @throws Exception when the broker does not start or does not run with the settings it should
   */
  RunningBroker start(Path directory) throws Exception;
}

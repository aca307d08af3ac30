// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps quiet about failures that are made on purpose. */
final class Logs {

  /** Held, as the logging would forget it otherwise. */
  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  private Logs() {}

  static void silence() {
    ALL.setLevel(Level.OFF);
  }

  static void speak() {
    ALL.setLevel(null);
  }
}

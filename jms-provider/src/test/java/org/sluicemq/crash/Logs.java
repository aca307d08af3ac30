// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.sluicemq.store.journal.PowerLosses;

/** Keeps quiet about failures that are made on purpose. */
final class Logs {

  /** Held, as the logging would forget it otherwise. */
  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  /** A step of compaction tells of itself here. */
  private static final Logger COMPACTION = Logger.getLogger("org.sluicemq.store.h2.Compaction");

  private static final Handler COUNTING = new Counting();

  private Logs() {}

  static void silence() {
    ALL.setLevel(Level.OFF);
  }

  /** From now on steps of compaction are counted. */
  static void countCompaction() {
    COMPACTION.setLevel(Level.FINE);
    COMPACTION.setUseParentHandlers(false);
    COMPACTION.addHandler(COUNTING);
  }

  private static final class Counting extends Handler {

    Counting() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      PowerLosses.count("steps of compaction");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  static void speak() {
    ALL.setLevel(null);
    COMPACTION.setLevel(null);
    COMPACTION.setUseParentHandlers(true);
    COMPACTION.removeHandler(COUNTING);
  }
}

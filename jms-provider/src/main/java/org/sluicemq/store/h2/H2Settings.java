// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

/**
 * The settings that H2 needs under a message store.
 *
 * <ul>
 *   <li>{@code WRITE_DELAY=0}: a commit writes in the calling thread; with a background writer
 *       {@code CHECKPOINT SYNC} can return before the write has happened.
 *   <li>{@code ANALYZE_AUTO=0}: statistics would write a second chunk after some commits.
 *   <li>{@code RETENTION_TIME=0}: space is reused at once, which keeps the file small and is safe
 *       only over the journal.
 *   <li>{@code PAGE_SIZE=4096}: halves what a lone commit writes.
 *   <li>{@code FILE_LOCK=FS}: asks the file system, which is ours; the directory is locked before
 *       H2 is started.
 *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: the broker closes the store, in its own order.
 *   <li>{@code TRACE_LEVEL_…=0}: errors reach the caller as exceptions; H2 writes no files of its
 *       own.
 * </ul>
 */
final class H2Settings {

  private static final String FOR_THE_DATABASE =
      ";WRITE_DELAY=0;ANALYZE_AUTO=0;RETENTION_TIME=0;PAGE_SIZE=4096;FILE_LOCK=FS"
          + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private H2Settings() {}

  /** How long H2 may make its file smaller when it is stopped. */
  enum Closing {
    /** For as long as a clock says, a fifth of a second. */
    COMPACTING(200),
    /** Not at all, so that what is done does not depend on how quick the machine is. */
    AT_ONCE(0);

    private final int millis;

    Closing(int millis) {
      this.millis = millis;
    }
  }

  /**
   * The URL that opens the database: the settings are those of the database, not of a connection.
   */
  static String openingUrl(String databasePath, Closing closing) {
    return connectingUrl(databasePath) + FOR_THE_DATABASE + ";MAX_COMPACT_TIME=" + closing.millis;
  }

  /** The URL of further connections; repeating settings would write to the database at each. */
  static String connectingUrl(String databasePath) {
    return "jdbc:h2:" + databasePath;
  }
}

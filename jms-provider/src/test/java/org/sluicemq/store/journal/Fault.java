// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

/** The ways in which a {@link FaultyDisk} fails a chosen operation. */
public enum Fault {
  /** A write fails and leaves nothing. */
  WRITE("Input/output error", false),
  /** A write fails and leaves half of its bytes. */
  SHORT_WRITE("Input/output error", false),
  /** A force fails. */
  FORCE("Input/output error", false),
  /** A change of a file's length fails. */
  LENGTH("Input/output error", false),
  /** Creating, renaming or deleting a file, or forcing a directory, fails. */
  NAME("Input/output error", false),
  /** A read fails. */
  READ("Input/output error", false),
  /** What makes a file longer fails, as do all that follow: the disk stays full. */
  FULL("No space left on device", true),
  /** What makes a file longer fails once: then there is room again. */
  FULL_ONCE("No space left on device", false),
  /** Every write fails from then on, as on a full disk that never overwrites in place. */
  NO_BLOCKS("No space left on device", true);

  private final String message;
  private final boolean lasting;

  Fault(String message, boolean lasting) {
    this.message = message;
    this.lasting = lasting;
  }

  /** What the operating system would say. */
  public String message() {
    return message;
  }

  boolean isLasting() {
    return lasting;
  }
}

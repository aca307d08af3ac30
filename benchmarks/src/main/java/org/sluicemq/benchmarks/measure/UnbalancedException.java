// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

/** What was received is not what was sent, exactly once. The message says what differs. */
public final class UnbalancedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what differs. */
  public UnbalancedException(String message) {
    super(message);
  }
}

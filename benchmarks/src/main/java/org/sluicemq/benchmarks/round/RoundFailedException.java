// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

/** A round that has no figure; the message says whose, and why. */
public final class RoundFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  RoundFailedException(String message) {
    super(message);
  }
}

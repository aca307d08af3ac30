// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

/** Asserts that a running broker has the settings that the report will claim. */
final class Settings {

  private Settings() {}

  /**
   * Fails unless the setting has the value that the comparison needs.
   *
   * @throws IllegalStateException naming contender, setting and both values
   */
  static void require(String contender, String setting, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new IllegalStateException(
          contender
              + " runs with "
              + setting
              + "="
              + found
              + " and not with "
              + wanted
              + ": it cannot be compared");
    }
  }
}

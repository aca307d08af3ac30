// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.Locale;

/** How numbers look in tables and charts, the same in every locale. */
final class Numbers {

  private Numbers() {}

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
  }

  static String times(double value) {
    return String.format(Locale.ROOT, "%.2f ×", value);
  }

  static String small(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

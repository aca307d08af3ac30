// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How numbers look in tables and charts, the same in every locale. */
final class Numbers {

  /** What stands where there is no number. */
  static final String UNKNOWN = "–";

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

  /** With two digits behind the point, or four when it would show as next to nothing. */
  static String fine(double value) {
    return value < 0.1 ? String.format(Locale.ROOT, "%.4f", value) : small(value);
  }

  /** With as many digits as it needs, at most two of them behind the point. */
  static String brief(double value) {
    return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
  }
}

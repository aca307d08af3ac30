// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Map;
import java.util.TreeMap;

/**
 * How large a received object may be. Depth is held low because a few nested sets or maps make
 * their hash codes take time exponential in it. Immutable.
 *
 * @param depth how deep objects may refer to objects
 * @param references how many objects there may be
 * @param arrayLength how long an array, or a collection's inner array, may be
 */
public record ObjectLimits(long depth, long references, long arrayLength) {

  /** Depth 24, a million references, arrays of 16 Mi elements. */
  public static final ObjectLimits STANDARD = new ObjectLimits(24, 1_000_000, 16 << 20);

  /** No limits at all. */
  static final ObjectLimits NONE = new ObjectLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final String EXAMPLE =
      "write depth, references and arrayLength, as in depth=50,references=2000000";

  /** Makes limits. */
  public ObjectLimits {
    if (depth < 1 || references < 1 || arrayLength < 0) {
      throw new IllegalArgumentException("depth and references are at least 1, arrayLength 0");
    }
  }

  /**
   * Reads the setting {@link ObjectPolicy#LIMITS_SETTING}.
   *
   * @param text any of {@code depth}, {@code references} and {@code arrayLength}, each with its
   *     number after an equals sign, separated by commas; what is not named keeps its standard
   * @return the limits
   * @throws IllegalArgumentException naming what cannot be read, and what would do
   */
  public static ObjectLimits parse(String text) {
    Map<String, Long> values = new TreeMap<>();
    values.put("depth", STANDARD.depth);
    values.put("references", STANDARD.references);
    values.put("arrayLength", STANDARD.arrayLength);
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        read(entry.strip(), values);
      }
    }
    return new ObjectLimits(
        values.get("depth"), values.get("references"), values.get("arrayLength"));
  }

  private static void read(String entry, Map<String, Long> values) {
    int equals = entry.indexOf('=');
    String name = equals < 0 ? entry : entry.substring(0, equals).strip();
    try {
      if (equals >= 0 && values.containsKey(name)) {
        values.put(name, Long.parseLong(entry.substring(equals + 1).strip()));
        return;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + entry + "' has no whole number; " + EXAMPLE, e);
    }
    throw new IllegalArgumentException("'" + entry + "' is no limit; " + EXAMPLE);
  }
}

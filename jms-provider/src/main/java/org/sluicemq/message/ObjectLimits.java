// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Map;
import java.util.TreeMap;

/**
 * How large a received object may be. Immutable.
 *
 * <p>A collection is hashed when it is put into a set or is a key of a map, and its hash code asks
 * all that it holds, each time it is met: a few hundred sets that hold each other twice take longer
 * than anybody waits. So what a collection holds counts for {@code references} as often as it is
 * met from there, and {@code seconds} stops what is put into sets over and over.
 *
 * @param depth how deep objects may stand inside of each other in the body
 * @param references how many objects there may be, and how many a collection may lead to
 * @param arrayLength how long an array, or a collection's inner array, may be
 * @param seconds how long it may take to make the object
 */
public record ObjectLimits(long depth, long references, long arrayLength, long seconds) {

  /** Depth 24, a million references, arrays of 16 Mi elements, 30 seconds. */
  public static final ObjectLimits STANDARD = new ObjectLimits(24, 1_000_000, 16 << 20, 30);

  /** No limits at all. */
  static final ObjectLimits NONE =
      new ObjectLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final String EXAMPLE =
      "write depth, references, arrayLength and seconds, as in depth=50,references=2000000";

  /** Makes limits. */
  public ObjectLimits {
    if (depth < 1 || references < 1 || arrayLength < 0 || seconds < 1) {
      throw new IllegalArgumentException(
          "depth, references and seconds are at least 1 and arrayLength is at least 0; " + EXAMPLE);
    }
  }

  /**
   * Makes limits with the standard time.
   *
   * @param depth how deep objects may stand inside of each other in the body
   * @param references how many objects there may be, and how many a collection may lead to
   * @param arrayLength how long an array, or a collection's inner array, may be
   */
  public ObjectLimits(long depth, long references, long arrayLength) {
    this(depth, references, arrayLength, STANDARD.seconds);
  }

  /**
   * Reads the setting {@link ObjectPolicy#LIMITS_SETTING}.
   *
   * @param text any of {@code depth}, {@code references}, {@code arrayLength} and {@code seconds},
   *     each with its number after an equals sign, separated by commas; what is not named keeps its
   *     standard
   * @return the limits
   * @throws IllegalArgumentException naming what cannot be read, and what would do
   */
  public static ObjectLimits parse(String text) {
    Map<String, Long> values = new TreeMap<>();
    values.put("depth", STANDARD.depth);
    values.put("references", STANDARD.references);
    values.put("arrayLength", STANDARD.arrayLength);
    values.put("seconds", STANDARD.seconds);
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        read(entry.strip(), values);
      }
    }
    return new ObjectLimits(
        values.get("depth"),
        values.get("references"),
        values.get("arrayLength"),
        values.get("seconds"));
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

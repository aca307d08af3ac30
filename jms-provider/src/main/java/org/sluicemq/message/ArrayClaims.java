// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Map;

/**
 * Adds up what the arrays of one deserialization claim. An array is made before its elements are
 * read, so a few bytes could claim the heap, one array inside of the other; but each element takes
 * its bytes of the body, and no two elements the same ones. One use, one thread.
 */
final class ArrayClaims {
  /** Parts of a byte, so that what takes less than a byte can be added up. */
  private static final int BYTE = 8;

  /** A hash table has up to eight places for each of its mappings, the others up to four. */
  private static final int PLACE_OF_A_TABLE = 1;

  private static final int PLACE_OF_A_REFERENCE = 2;

  /** What the tables of collections that hold next to nothing take. */
  private static final long SLACK = 1024;

  private final long bytes;
  private long claimed;

  ArrayClaims(long bytes) {
    this.bytes = bytes;
  }

  /** Adds an array; returns whether the body still accounts for all of them. */
  boolean add(Class<?> array, long length) {
    claimed += length * claim(array);
    return claimed / BYTE <= bytes + SLACK;
  }

  private static int claim(Class<?> array) {
    Class<?> element = array == null ? Object.class : array.getComponentType();
    if (!element.isPrimitive()) {
      return Map.Entry.class.isAssignableFrom(element) ? PLACE_OF_A_TABLE : PLACE_OF_A_REFERENCE;
    }
    if (element == long.class || element == double.class) {
      return Long.BYTES * BYTE;
    }
    if (element == int.class || element == float.class) {
      return Integer.BYTES * BYTE;
    }
    return element == short.class || element == char.class ? Short.BYTES * BYTE : BYTE;
  }
}

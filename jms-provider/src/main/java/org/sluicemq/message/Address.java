// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Objects;

/**
 * Where a message goes: a queue or a topic by its physical name.
 *
 * <p>Names are checked when an address is built, so an address that exists is allowed. Names of
 * temporary destinations, and only those, begin with {@value #TEMPORARY_PREFIX}; the flag always
 * agrees with the name. Immutable and safe between threads.
 *
 * @param kind queue or topic
 * @param name the physical name, compared by case
 * @param temporary whether the destination lives only as long as the connection that made it
 */
public record Address(Kind kind, String name, boolean temporary) {

  /** What begins the name of every temporary destination, and of no other. */
  public static final String TEMPORARY_PREFIX = "temp.";

  /** The longest name allowed, in characters. */
  public static final int MAX_NAME_LENGTH = 200;

  private static final String RESERVED = "*>#\",=?";

  /** The two kinds of destination. */
  public enum Kind {
    /** Each message goes to one consumer. */
    QUEUE,
    /** Each message goes to every subscription. */
    TOPIC
  }

  /**
   * Builds an address.
   *
   * @throws IllegalArgumentException when the name is not allowed, or when the flag does not agree
   *     with the name's prefix
   */
  public Address {
    Objects.requireNonNull(kind, "kind");
    checkName(name);
    if (temporary != name.startsWith(TEMPORARY_PREFIX)) {
      throw refusal(
          name,
          temporary
              ? "a temporary destination's name begins with '" + TEMPORARY_PREFIX + "'"
              : "names that begin with '"
                  + TEMPORARY_PREFIX
                  + "' belong to temporary destinations");
    }
  }

  /**
   * Returns the address of a queue; it is temporary when the name says so.
   *
   * @param name the physical name
   * @return the address
   * @throws IllegalArgumentException when the name is not allowed
   */
  public static Address queue(String name) {
    return of(Kind.QUEUE, name);
  }

  /**
   * Returns the address of a topic; it is temporary when the name says so.
   *
   * @param name the physical name
   * @return the address
   * @throws IllegalArgumentException when the name is not allowed
   */
  public static Address topic(String name) {
    return of(Kind.TOPIC, name);
  }

  /**
   * Returns the address of this kind and name; it is temporary when the name says so.
   *
   * @param kind queue or topic
   * @param name the physical name
   * @return the address
   * @throws IllegalArgumentException when the name is not allowed
   */
  public static Address of(Kind kind, String name) {
    return new Address(kind, name, name != null && name.startsWith(TEMPORARY_PREFIX));
  }

  /**
   * Checks a destination name: 1 to {@value #MAX_NAME_LENGTH} characters, no control characters and
   * no half surrogate pairs, no white space at its ends, and none of <code>* &gt; # " , = ?</code>,
   * which are kept for patterns, URLs and management names.
   *
   * @param name the name to check
   * @throws IllegalArgumentException naming the character, its place and the rule
   */
  public static void checkName(String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "A destination name must not be " + (name == null ? "null" : "empty or blank"));
    }
    if (name.length() > MAX_NAME_LENGTH) {
      throw refusal(
          name.substring(0, 40) + "\u2026",
          "it has " + name.length() + " characters, the limit is " + MAX_NAME_LENGTH);
    }
    for (int i = 0; i < name.length(); i++) {
      checkCharacter(name, i);
    }
  }

  private static void checkCharacter(String name, int at) {
    char c = name.charAt(at);
    if (Character.isISOControl(c)) {
      throw refusal(name, describe(c, at) + " is a control character");
    }
    if (RESERVED.indexOf(c) >= 0) {
      throw refusal(
          name,
          describe(c, at)
              + " is reserved for patterns, URLs and management names, as are all of * > # \" , = ?");
    }
    if ((at == 0 || at == name.length() - 1) && Character.isWhitespace(c)) {
      throw refusal(name, describe(c, at) + " is white space at an end of the name");
    }
    if (Character.isSurrogate(c) && isLoneSurrogate(name, at)) {
      throw refusal(name, describe(c, at) + " is half of a surrogate pair");
    }
  }

  private static boolean isLoneSurrogate(String name, int at) {
    if (Character.isHighSurrogate(name.charAt(at))) {
      return at + 1 == name.length() || !Character.isLowSurrogate(name.charAt(at + 1));
    }
    return at == 0 || !Character.isHighSurrogate(name.charAt(at - 1));
  }

  private static String describe(char c, int at) {
    boolean shown = c > ' ' && c < 0x7f;
    return "character "
        + (shown ? "'" + c + "' " : "")
        + String.format("U+%04X", (int) c)
        + " at position "
        + (at + 1);
  }

  private static IllegalArgumentException refusal(String name, String why) {
    StringBuilder shown = new StringBuilder(name);
    for (int i = 0; i < shown.length(); i++) {
      if (Character.isISOControl(shown.charAt(i))) {
        shown.setCharAt(i, '\ufffd');
      }
    }
    return new IllegalArgumentException(
        "The destination name '" + shown + "' is not allowed: " + why);
  }
}

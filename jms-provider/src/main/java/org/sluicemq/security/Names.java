// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of users and roles. */
final class Names {

  private static final int LONGEST_SHOWN = 100;
  private static final String NOT_IN_NAMES = ",;:=";

  private Names() {}

  /** Roles, separated by commas. */
  static Set<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(Names::check)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Refuses a name that could not be written in the file, or not be told from others. */
  static String check(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name is missing");
    }
    boolean bad =
        name.chars().anyMatch(c -> Character.isISOControl(c) || NOT_IN_NAMES.indexOf(c) >= 0);
    if (bad || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "the name '"
              + shown(name)
              + "' cannot be used: white space at its ends, control characters and "
              + NOT_IN_NAMES
              + " are not allowed");
    }
    return name;
  }

  /** A name that anybody may have made up, fit for a message or a line of a log. */
  static String shown(String name) {
    String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
    return shown.replaceAll("\\p{Cntrl}", "\ufffd");
  }
}

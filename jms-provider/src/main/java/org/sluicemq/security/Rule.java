// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sluicemq.message.Address;

/**
 * Which roles have which rights to the destinations of a pattern. Immutable.
 *
 * @param kind queues or topics
 * @param pattern which of them
 * @param roles who has a right; a right that is not there is nobody's
 */
record Rule(Address.Kind kind, DestinationPattern pattern, Map<Permission, Set<String>> roles) {

  /** In the place of a role: whoever is connected. */
  static final String EVERYBODY = "*";

  /**
   * Reads a rule.
   *
   * @param rights as in {@code send: clerk, shop; receive: stock}
   */
  static Rule parse(Address.Kind kind, String pattern, String rights) {
    Map<Permission, Set<String>> roles = new EnumMap<>(Permission.class);
    for (String right : rights.split(";")) {
      if (right.isBlank()) {
        continue;
      }
      int colon = right.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(
            "'" + right.strip() + "' gives no right; write RIGHT: ROLE, ROLE; RIGHT: ROLE");
      }
      Permission permission = Permission.of(right.substring(0, colon).strip());
      Set<String> having = Names.list(right.substring(colon + 1));
      if (roles.put(permission, having) != null) {
        throw new IllegalArgumentException(
            "the right " + permission.word() + " is given twice; put its roles together");
      }
    }
    return new Rule(kind, DestinationPattern.parse(pattern), roles);
  }

  boolean fits(Address destination) {
    return kind == destination.kind() && pattern.fits(destination.name());
  }

  boolean gives(Permission permission, Identity who) {
    Set<String> having = having(permission);
    return having.contains(EVERYBODY) || who.roles().stream().anyMatch(having::contains);
  }

  private Set<String> having(Permission permission) {
    return roles.getOrDefault(permission, Set.of());
  }

  /** Says to whom it gives a right. */
  String tell(Permission permission) {
    Set<String> having = having(permission);
    return key()
        + " gives "
        + permission.word()
        + " to "
        + (having.isEmpty() ? "nobody" : new TreeSet<>(having));
  }

  /** What stands before the equals sign of its line. */
  String key() {
    return kind.name().toLowerCase(Locale.ROOT) + "." + pattern;
  }
}

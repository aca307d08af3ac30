// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Objects;
import java.util.Set;

/**
 * Who is connected. Immutable; it stays the same as long as the connection is open.
 *
 * @param name the user's name
 * @param roles the roles that the user has, by which rights are given
 */
public record Identity(String name, Set<String> roles) {

  /** The one role of whoever connects without a name. */
  public static final String ANONYMOUS_ROLE = "anonymous";

  /** Who connects without a name. */
  public static final Identity ANONYMOUS = new Identity("anonymous", Set.of(ANONYMOUS_ROLE));

  /**
   * Makes an identity.
   *
   * @throws NullPointerException if the name, the roles or one of them is null
   */
  public Identity {
    Objects.requireNonNull(name, "name");
    roles = Set.copyOf(roles);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.nio.file.Path;

/**
 * The settings that say who may connect and do what.
 *
 * @param securityFile the file of users and rules, or null
 * @param anonymousAccess whether one may connect without a user name
 * @param authenticator the class of an {@link Authenticator} that takes the place of the file's
 *     users; empty for none
 * @param authorizer the class of an {@link Authorizer} that takes the place of the file's rules;
 *     empty for none
 */
public record AccessSettings(
    Path securityFile, boolean anonymousAccess, String authenticator, String authorizer) {

  /**
   * Whether a broker that runs with other settings is as closed as these ask for.
   *
   * @param running the settings of the broker
   * @return whether all that is asked for here holds there; what is left at its default asks for
   *     nothing
   */
  public boolean holdUnder(AccessSettings running) {
    return (securityFile == null || sameDecidersAs(running))
        && (anonymousAccess || !running.anonymousAccess)
        && (authenticator.isBlank() || authenticator.equals(running.authenticator))
        && (authorizer.isBlank() || authorizer.equals(running.authorizer));
  }

  /** Users and rules of a file hold only where no class of a program takes their place. */
  private boolean sameDecidersAs(AccessSettings running) {
    return securityFile.equals(running.securityFile)
        && authenticator.equals(running.authenticator)
        && authorizer.equals(running.authorizer);
  }

  boolean knowsUsers() {
    return securityFile != null || !authenticator.isBlank();
  }
}

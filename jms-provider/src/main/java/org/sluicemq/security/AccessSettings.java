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

  boolean knowsUsers() {
    return securityFile != null || !authenticator.isBlank();
  }
}

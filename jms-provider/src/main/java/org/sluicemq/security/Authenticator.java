// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import javax.security.auth.login.LoginException;

/**
 * Decides who may connect with a user name and a password. A program that knows its users from
 * somewhere else than the security file implements it and names its class with the setting {@code
 * authenticator}; the class is public and has a public constructor without arguments.
 *
 * <p>One instance serves a broker, on any thread and many at a time. It is asked once for each
 * connection that gives a user name, never for one without.
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Checks a user name and a password. It may take its time and may block; other connections do not
   * wait for it.
   *
   * @param user the name, neither null nor empty
   * @param password the password, never null; empty when none was given
   * @return who that is, and with which roles; never null
   * @throws LoginException if the connection is to be refused: {@code createConnection} then throws
   *     a {@code JMSSecurityException} with its message, which must not hold the password. Whatever
   *     else it throws refuses the connection, too
   */
  Identity authenticate(String user, String password) throws LoginException;
}

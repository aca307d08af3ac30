// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import org.sluicemq.message.Address;

/**
 * Decides who may do what. A program that keeps its rights somewhere else than in the security file
 * implements it and names its class with the setting {@code authorizer}; the class is public and
 * has a public constructor without arguments.
 *
 * <p>One instance serves a broker, on any thread and many at a time. What it permits is remembered
 * for the connection that asked, so that a send costs no question after the first: a right that is
 * taken away ends with the connections that have used it.
 */
public interface Authorizer {

  /**
   * Decides about one thing. Whatever it throws is a refusal.
   *
   * @param who the user, {@link Identity#ANONYMOUS} for a connection without a name
   * @param permission what is to be done
   * @param destination to which queue or topic; for {@link Permission#CREATE} of a temporary one,
   *     whose name is not known yet, one that is called {@code temp.new}. Nobody is asked about
   *     sending to a temporary destination and reading one's own
   * @return whether it may be done
   */
  boolean permits(Identity who, Permission permission, Address destination);

  /**
   * Says why something was refused; it ends the message of the exception, after who may not do
   * what.
   *
   * @param who as in {@link #permits}
   * @param permission as in {@link #permits}
   * @param destination as in {@link #permits}
   * @return words that say which setting decided and what to do
   */
  default String reason(Identity who, Permission permission, Address destination) {
    return getClass().getName() + " (setting authorizer) does not permit it";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;

/**
 * What the surroundings of an XA session, a server for one, know of the transaction of the thread
 * that calls. A session that has one neither sends nor receives outside of a transaction that its
 * caller believes it to be in.
 *
 * <p>Asked at each send and receive, by the thread that calls those, so it must be quick. Safe for
 * any thread.
 */
public interface CallerTransaction {

  /** Nobody knows: the session works in its branch when it has one, and else outside of any. */
  CallerTransaction UNKNOWN =
      new CallerTransaction() {
        @Override
        public Object key() {
          return null;
        }

        @Override
        public void requireIs(Object key) {
          // Whoever uses the session knows.
        }

        @Override
        public void requireNone() {
          // Whoever uses the session knows.
        }
      };

  /**
   * The transaction of the calling thread. Asked when a branch of the session is started.
   *
   * @return what equals the key of the same transaction only; null if there is none, or if it is
   *     not known
   */
  Object key();

  /**
   * The session works in a branch, and the calling thread is about to work with it.
   *
   * @param key what {@link #key} was when the branch was started
   * @throws IllegalStateException if the thread is in another transaction than that, or in none
   */
  void requireIs(Object key) throws IllegalStateException;

  /**
   * The session works in no branch, and the calling thread is about to work with it.
   *
   * @throws IllegalStateException if the thread is in a transaction, so that it must believe the
   *     session to be in that too
   */
  void requireNone() throws IllegalStateException;
}

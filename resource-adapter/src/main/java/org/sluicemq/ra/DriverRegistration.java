// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import org.h2.Driver;

/**
 * H2's registration with {@link java.sql.DriverManager}, counted over the adapters of this class
 * loader. A driver that stays registered keeps the class loader of an undeployed archive alive.
 */
final class DriverRegistration {

  private static int users;

  private DriverRegistration() {}

  static synchronized void used() {
    if (users++ == 0) {
      Driver.load();
    }
  }

  static synchronized void released() {
    if (--users == 0) {
      Driver.unload();
    }
  }
}

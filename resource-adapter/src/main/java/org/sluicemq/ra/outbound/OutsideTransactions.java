// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.resource.ResourceException;
import java.util.Locale;

/** Whether connections may be used in a transaction that the server has not enlisted them in. */
enum OutsideTransactions {
  REFUSE,
  ALLOW;

  static final String PROPERTY = "outsideTransactions";

  /** Reads the property; null is the default. */
  static OutsideTransactions of(String value) throws ResourceException {
    if (value == null) {
      return REFUSE;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "refuse" -> REFUSE;
      case "allow" -> ALLOW;
      default ->
          throw new ResourceException(
              "The property "
                  + PROPERTY
                  + " of the connection factory is '"
                  + value
                  + "': set it to refuse, which is the default, or allow");
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Collections;
import javax.naming.CompositeName;
import javax.naming.InvalidNameException;
import javax.naming.Name;
import javax.naming.NamingException;

/** What is done with names here. All of them are composite names without empty parts. */
final class Names {

  private Names() {}

  /** So that {@code /jms/orders} and {@code jms//orders} are {@code jms/orders}. */
  static Name withoutEmptyParts(Name name) throws InvalidNameException {
    Name kept = new CompositeName();
    for (String part : Collections.list(name.getAll())) {
      if (!part.isEmpty()) {
        kept.add(part);
      }
    }
    return kept;
  }

  /** A name below another. */
  static Name below(Name place, String part) {
    try {
      return ((Name) place.clone()).add(part);
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static <E extends NamingException> E at(Name remaining, E exception) {
    exception.setRemainingName(remaining);
    return exception;
  }
}

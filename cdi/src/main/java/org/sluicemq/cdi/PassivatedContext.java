// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.inject.spi.CDI;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * What is written of an injected context when its bean is passivated: all but the password, which
 * is found again at the injection points of the program that wakes it.
 */
record PassivatedContext(String factory, String userName, int sessionMode) implements Serializable {

  PassivatedContext(ContextRequest request) {
    this(request.factory(), request.userName(), request.sessionMode());
  }

  @Serial
  private Object readResolve() throws InvalidObjectException {
    MessagingExtension extension =
        CDI.current().getBeanManager().getExtension(MessagingExtension.class);
    List<ContextRequest> same =
        extension.known().stream()
            .filter(known -> new PassivatedContext(known).equals(this))
            .toList();
    if (same.size() != 1) {
      throw new InvalidObjectException(
          "A passivated JMSContext ("
              + this
              + ") cannot wake up: "
              + (same.isEmpty()
                  ? "no injection point of"
                  : "injection points with different passwords in")
              + " this program ask for such a context, and passwords are not passivated");
    }
    return extension.at(same.get(0));
  }
}

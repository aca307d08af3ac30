// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;

/** What every operation throws on a {@link SimulatedDisk} whose power is gone. */
public final class PowerLostException extends IOException {

  private static final long serialVersionUID = 1L;

  PowerLostException() {
    super("The simulated disk has lost its power");
  }
}

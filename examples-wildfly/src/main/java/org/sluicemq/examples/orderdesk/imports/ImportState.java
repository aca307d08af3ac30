// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

/** Where an import is. */
public enum ImportState {
  /** Lines are left; it goes on by itself, also after a restart. */
  RUNNING,
  /** It could not go on and waits for a person to continue it. */
  STOPPED,
  /** All lines were read. */
  DONE
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Destination;
import java.io.Serializable;
import org.sluicemq.message.Address;

/**
 * A destination by kind and name (Jakarta Messaging 3.1 section 5.2). Immutable and safe between
 * threads; it holds no connection and may be used with any. Two are equal when kind and name are,
 * whatever class of this family they have. The text form is the plain name.
 */
public abstract class JmsDestination implements Destination, Serializable {

  private static final long serialVersionUID = 1L;

  private final String name;
  private transient Address address;

  JmsDestination(String name) {
    Address.checkName(name);
    this.name = name;
  }

  /**
   * The physical name.
   *
   * @return the name
   */
  public final String name() {
    return name;
  }

  /**
   * The address that the broker knows this destination by.
   *
   * @return kind and name
   */
  public final Address address() {
    Address known = address;
    if (known == null) {
      known = Address.of(kind(), name);
      address = known;
    }
    return known;
  }

  /** What this object stands for, also when a subclass implements both interfaces. */
  abstract Address.Kind kind();

  @Override
  public final boolean equals(Object other) {
    return other instanceof JmsDestination that && kind() == that.kind() && name.equals(that.name);
  }

  @Override
  public final int hashCode() {
    return 31 * name.hashCode() + kind().ordinal();
  }

  @Override
  public final String toString() {
    return name;
  }
}

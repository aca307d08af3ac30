// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.NamingException;
import javax.naming.Reference;

/**
 * What the administered queue and topic have in common: a name, under each of the property names
 * that servers use for it, and a place in JNDI.
 *
 * <p>{@code toString} is the plain name: some servers set a bean's property to it. Configured by
 * one thread, then safe for any.
 */
public abstract class AdministeredDestination implements Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  private String name;
  private transient Reference reference;

  /** For the two kinds. */
  protected AdministeredDestination() {}

  /**
   * The name of the destination in the broker.
   *
   * @return the name, or null when it has not been set
   */
  public String getName() {
    return name;
  }

  /**
   * Sets the name of the destination in the broker.
   *
   * @param name the name
   */
  public void setName(String name) {
    this.name = name;
  }

  /**
   * The same as {@link #getName()}.
   *
   * @return the name, or null when it has not been set
   */
  public String getDestinationName() {
    return name;
  }

  /**
   * The same as {@link #setName(String)}.
   *
   * @param destinationName the name
   */
  public void setDestinationName(String destinationName) {
    setName(destinationName);
  }

  /**
   * The same as {@link #getName()}.
   *
   * @return the name, or null when it has not been set
   */
  public String getPhysicalName() {
    return name;
  }

  /**
   * The same as {@link #setName(String)}.
   *
   * @param physicalName the name
   */
  public void setPhysicalName(String physicalName) {
    setName(physicalName);
  }

  @Override
  public Reference getReference() throws NamingException {
    return reference;
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public String toString() {
    return String.valueOf(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.util.Collections;
import java.util.Hashtable;
import java.util.TreeMap;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;

/**
 * Makes the references by which any naming service can keep {@link SluiceConnectionFactory}, {@link
 * SluiceQueue} and {@link SluiceTopic}, and rebuilds the objects from them (Jakarta Messaging 3.1
 * section 2.2). A reference to a factory has one address for each setting that was given, under the
 * setting's name; a reference to a destination has the address {@value #PHYSICAL_NAME}.
 *
 * <p>Naming services make instances of it, by the name that the reference tells. Stateless and
 * thread-safe.
 */
public final class SluiceObjectFactory implements ObjectFactory {

  /** The address that holds the name of a queue or topic. */
  public static final String PHYSICAL_NAME = "physicalName";

  /** Makes an object factory. */
  public SluiceObjectFactory() {}

  static Reference referenceTo(SluiceConfiguration configuration) {
    Reference reference = empty(SluiceConnectionFactory.class);
    // In the settings' own order: references are equal only when their addresses have one order.
    new TreeMap<>(configuration.given())
        .forEach((setting, value) -> reference.add(new StringRefAddr(setting.key(), value)));
    return reference;
  }

  static Reference referenceTo(Class<?> destination, String physicalName) {
    Reference reference = empty(destination);
    reference.add(new StringRefAddr(PHYSICAL_NAME, physicalName));
    return reference;
  }

  private static Reference empty(Class<?> type) {
    return new Reference(type.getName(), SluiceObjectFactory.class.getName(), null);
  }

  /**
   * Rebuilds an object.
   *
   * @param object a reference to an object of this package
   * @param name its name, for the text of a refusal; may be null
   * @param context not used
   * @param environment not used
   * @return the object that the reference stands for; null when {@code object} is something else,
   *     so that the naming service asks another factory
   * @throws ConfigurationException if the reference lacks something, or has a setting that is
   *     unknown or makes no sense
   */
  @Override
  public Object getObjectInstance(
      Object object, Name name, Context context, Hashtable<?, ?> environment)
      throws ConfigurationException {
    if (!(object instanceof Reference reference)) {
      return null;
    }
    try {
      return rebuild(reference);
    } catch (IllegalArgumentException e) {
      ConfigurationException refusal =
          new ConfigurationException(
              "The reference "
                  + (name == null ? "" : "'" + name + "' ")
                  + "to a "
                  + reference.getClassName()
                  + " cannot be read: "
                  + e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static Object rebuild(Reference reference) {
    String type = reference.getClassName();
    if (SluiceConnectionFactory.class.getName().equals(type)) {
      return new SluiceConnectionFactory(configuration(reference));
    } else if (SluiceQueue.class.getName().equals(type)) {
      return new SluiceQueue(physicalName(reference));
    } else if (SluiceTopic.class.getName().equals(type)) {
      return new SluiceTopic(physicalName(reference));
    }
    return null;
  }

  private static SluiceConfiguration configuration(Reference reference) {
    SluiceConfiguration.Builder builder = SluiceConfiguration.builder();
    for (RefAddr address : Collections.list(reference.getAll())) {
      builder.set(address.getType(), text(address));
    }
    return builder.build();
  }

  private static String physicalName(Reference reference) {
    RefAddr address = reference.get(PHYSICAL_NAME);
    if (address == null) {
      throw new IllegalArgumentException(
          "it has no address '" + PHYSICAL_NAME + "'; give it one with the destination's name");
    }
    return text(address);
  }

  private static String text(RefAddr address) {
    if (address.getContent() instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "its address '" + address.getType() + "' is no text; use a StringRefAddr");
  }
}

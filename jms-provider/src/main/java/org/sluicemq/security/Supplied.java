// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.lang.reflect.InvocationTargetException;
import org.sluicemq.broker.BrokerException;

/** Makes what a program supplies by the name of a class. */
final class Supplied {

  private Supplied() {}

  /** An instance, or null when no class is named. */
  static <T> T make(String setting, String className, Class<T> type) throws BrokerException {
    if (className.isBlank()) {
      return null;
    }
    try {
      Class<?> found = load(className.strip());
      if (!type.isAssignableFrom(found)) {
        throw unusable(setting, className, "it does not implement " + type.getName(), null);
      }
      return type.cast(found.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw unusable(setting, className, "there is no such class on the class path", e);
    } catch (InvocationTargetException e) {
      throw unusable(setting, className, "its constructor failed", e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unusable(
          setting,
          className,
          "it is to be public, with a public constructor without arguments: " + e,
          e);
    }
  }

  /** The application's class loader knows more than ours, where there is one. */
  private static Class<?> load(String className) throws ClassNotFoundException {
    ClassLoader applications = Thread.currentThread().getContextClassLoader();
    if (applications != null) {
      try {
        return Class.forName(className, true, applications);
      } catch (ClassNotFoundException e) {
        return Class.forName(className, true, Supplied.class.getClassLoader());
      }
    }
    return Class.forName(className, true, Supplied.class.getClassLoader());
  }

  private static BrokerException unusable(
      String setting, String className, String why, Throwable cause) {
    return new BrokerException(
        BrokerException.Reason.SECURITY,
        "The setting " + setting + " cannot be '" + className + "': " + why,
        cause);
  }
}

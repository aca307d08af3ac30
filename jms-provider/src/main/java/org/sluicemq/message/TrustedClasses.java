// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of classes and packages that may be deserialized. Immutable. */
final class TrustedClasses {
  private static final String IDENTIFIER =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";

  private static final Pattern NAME = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

  private static final Set<String> JDK_PACKAGES =
      Set.of(
          "java.math", "java.time", "java.time.chrono", "java.util", "java.util.concurrent.atomic");

  private static final Set<String> JDK_CLASSES =
      Set.of(
          "java.lang.Object",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Comparable",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Record",
          "java.lang.Short",
          "java.lang.String",
          "java.lang.StringBuffer",
          "java.lang.StringBuilder",
          "java.io.Serializable",
          "java.net.URI",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentHashMap$Segment",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.TimeUnit",
          "java.util.concurrent.locks.AbstractOwnableSynchronizer",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.ReentrantLock",
          "java.util.concurrent.locks.ReentrantLock$NonfairSync",
          "java.util.concurrent.locks.ReentrantLock$Sync",
          "sun.util.calendar.ZoneInfo");

  private final List<String> names;

  private TrustedClasses(List<String> names) {
    this.names = names;
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException naming the entry that is not a name
   */
  static TrustedClasses parse(String setting) {
    if (setting == null) {
      return new TrustedClasses(List.of());
    }
    return new TrustedClasses(
        Stream.of(setting.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .map(TrustedClasses::name)
            .toList());
  }

  private static String name(String entry) {
    if (entry.equals("*")) {
      return entry;
    }
    String name = entry.endsWith(".*") ? entry.substring(0, entry.length() - 2) : entry;
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + entry
              + "' in "
              + ObjectPolicy.SETTING
              + " is not the name of a class or package; write names separated by commas, as in"
              + " com.acme.orders,com.acme.Money, or * for all");
    }
    return name;
  }

  boolean everything() {
    return names.contains("*");
  }

  boolean contains(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    String name = named(element).getName();
    return element.isPrimitive()
        || JDK_CLASSES.contains(name)
        || JDK_PACKAGES.contains(named(element).getPackageName())
        || names.stream().anyMatch(trusted -> covers(trusted, name));
  }

  /**
   * Returns the class that stands for a class in the setting. That of a proxy has another name in
   * each run; what its interfaces and its handler are is asked for by themselves.
   */
  static Class<?> named(Class<?> type) {
    return Proxy.isProxyClass(type) ? Proxy.class : type;
  }

  private static boolean covers(String trusted, String name) {
    return name.startsWith(trusted)
        && (name.length() == trusted.length()
            || name.charAt(trusted.length()) == '.'
            || name.charAt(trusted.length()) == '$');
  }

  @Override
  public String toString() {
    return String.join(",", names);
  }
}

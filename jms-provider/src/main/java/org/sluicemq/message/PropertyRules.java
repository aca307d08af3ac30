// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.MessageFormatException;
import java.util.Locale;
import java.util.Set;

/** Which names and values a message property may have (sections 3.5.1, 3.5.2 and 3.5.9). */
final class PropertyRules {
  static final String DELIVERY_COUNT = "JMSXDeliveryCount";

  /** What table 3-3 leaves to the provider: an application that set it could pretend to be one. */
  private static final Set<String> OF_THE_PROVIDER =
      Set.of(
          DELIVERY_COUNT,
          "JMSXUserID",
          "JMSXAppID",
          "JMSXProducerTXID",
          "JMSXConsumerTXID",
          "JMSXRcvTimestamp",
          "JMSXState");

  private static final Set<String> SELECTOR_WORDS =
      Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
  private static final int LONGEST_WORD = 7;

  private PropertyRules() {}

  /**
   * Checks a name that an application wants to set.
   *
   * @throws IllegalArgumentException saying which rule the name breaks
   */
  static void checkName(String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException(
          "A property name must not be " + (name == null ? "null" : "empty"));
    }
    if (!isIdentifier(name)) {
      throw refusal(name, "it is not a Java identifier, which selectors need");
    }
    if (isSelectorWord(name)) {
      throw refusal(name, "it is a word of the selector language");
    }
    if (name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_")) {
      throw refusal(name, "names that begin with 'JMS' are reserved; header fields have setters");
    }
    if (name.startsWith("JMSX")) {
      checkCase(name);
    }
  }

  private static void checkCase(String name) {
    checkCase(name, Envelope.GROUP_ID);
    checkCase(name, Envelope.GROUP_SEQUENCE);
    OF_THE_PROVIDER.forEach(defined -> checkCase(name, defined));
  }

  private static void checkCase(String name, String defined) {
    if (name.equalsIgnoreCase(defined) && !name.equals(defined)) {
      throw refusal(name, "the defined property is written '" + defined + "'");
    }
  }

  /** Whether only a provider gives a property its value (table 3-3). */
  static boolean isOfTheProvider(String name) {
    return OF_THE_PROVIDER.contains(name);
  }

  private static boolean isIdentifier(String name) {
    int at = 0;
    while (at < name.length()) {
      int c = name.codePointAt(at);
      if (!(at == 0 ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c))) {
        return false;
      }
      at += Character.charCount(c);
    }
    return true;
  }

  private static boolean isSelectorWord(String name) {
    return name.length() <= LONGEST_WORD
        && name.chars().allMatch(c -> c < 0x80)
        && SELECTOR_WORDS.contains(name.toUpperCase(Locale.ROOT));
  }

  private static IllegalArgumentException refusal(String name, String why) {
    return new IllegalArgumentException(
        "'" + name + "' cannot be the name of a message property: " + why);
  }

  /**
   * Checks a value that an application wants to set.
   *
   * @throws MessageFormatException when the property cannot have it
   */
  static void checkValue(String name, Object value) throws MessageFormatException {
    if (!isPropertyValue(value)) {
      throw new MessageFormatException(
          "The property '"
              + name
              + "' cannot be a "
              + value.getClass().getName()
              + ": properties are Boolean, Byte, Short, Integer, Long, Float, Double or String");
    }
    if (value != null) {
      checkDefined(name, value);
    }
  }

  private static void checkDefined(String name, Object value) throws MessageFormatException {
    Class<?> defined =
        switch (name) {
          case Envelope.GROUP_ID -> String.class;
          case Envelope.GROUP_SEQUENCE -> Integer.class;
          default -> Object.class;
        };
    if (!defined.isInstance(value)) {
      throw new MessageFormatException(
          "The property '"
              + name
              + "' is a "
              + defined.getSimpleName()
              + ", not a "
              + value.getClass().getSimpleName());
    }
  }

  /**
   * Checks a property of an envelope.
   *
   * @throws IllegalArgumentException when the name is missing or the value is not of a property
   *     type
   */
  static void checkStored(String name, Object value) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("A message property has no name");
    }
    if (!isPropertyValue(value)) {
      throw new IllegalArgumentException(
          "The property '" + name + "' cannot be a " + value.getClass().getName());
    }
  }

  static boolean isPropertyValue(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte;
  }
}

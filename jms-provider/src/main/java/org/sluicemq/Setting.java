// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.sluicemq.message.ObjectLimits;
import org.sluicemq.message.ObjectPolicy;

/**
 * Every setting of a broker, under the one name it has in URLs, in properties files and as a
 * property of the resource adapter.
 */
public enum Setting {
  /** The directory that holds the messages; created when it is missing. */
  STORE_DIRECTORY("storeDirectory", "sluice-data", SettingChecks::notBlank),
  /**
   * A name; when it is set, messages are kept in memory under this name, nothing is written to
   * disk, and {@link #STORE_DIRECTORY} is not used.
   */
  MEMORY_STORE("memoryStore", "", value -> {}),
  /**
   * Bytes of each of the two journals of a store: the one in front, which makes a message durable,
   * and the one under the database. Both are allocated when the store is created. A larger one
   * evens out bursts, and spares the database messages that are consumed before a quarter of it is
   * written anew; senders wait while the one in front is full.
   */
  JOURNAL_SIZE("journalSize", "64m", value -> SettingChecks.bytes(value, 64 << 10)),
  /** The largest message that is taken, in bytes of body and properties. */
  MAX_MESSAGE_SIZE("maxMessageSize", "101m", value -> SettingChecks.bytes(value, 1024)),
  /**
   * Bytes that waiting messages may hold in memory over all destinations; {@code 0} for a quarter
   * of the heap.
   */
  MEMORY_LIMIT("memoryLimit", "0", value -> SettingChecks.bytes(value, 0)),
  /** After so many failed deliveries a message is a dead letter; {@code 0} for never. */
  MAX_DELIVERIES("maxDeliveries", "10", value -> SettingChecks.number(value, Integer.MAX_VALUE)),
  /** Milliseconds that a message rests after a failed delivery. */
  REDELIVERY_DELAY("redeliveryDelay", "0", value -> SettingChecks.number(value, Long.MAX_VALUE)),
  /**
   * After this time a branch of a distributed transaction that is not prepared is rolled back,
   * unless its transaction manager has set a timeout.
   */
  TRANSACTION_TIMEOUT(
      "transactionTimeout", "1h", value -> SettingChecks.duration(value, Duration.ofSeconds(1))),
  /** A branch that has been prepared for so long without a decision is reported in the log. */
  ORPHAN_AGE("orphanAge", "1h", value -> SettingChecks.duration(value, Duration.ZERO)),
  /** The queue for dead letters; empty when they are to be discarded. */
  DEAD_LETTER_QUEUE("deadLetterQueue", "DLQ", SettingChecks::destinationOrEmpty),
  /**
   * Packages whose classes may be deserialized from an {@code ObjectMessage}, separated by commas;
   * {@code *} for all. The value types of the JDK always may.
   */
  OBJECT_MESSAGE_TRUSTED_PACKAGES(
      "objectMessageTrustedPackages", "", value -> ObjectPolicy.trusting(value)),
  /**
   * How large an object in an {@code ObjectMessage} may be, as in {@code
   * depth=24,references=1000000,arrayLength=16777216}; what is not named keeps these numbers. With
   * {@link #OBJECT_MESSAGE_TRUSTED_PACKAGES} of {@code *} there are no limits but those given here.
   */
  OBJECT_MESSAGE_LIMITS("objectMessageLimits", "", value -> ObjectLimits.parse(value)),
  /** A file of users, their roles and the rules for destinations; empty when there are none. */
  SECURITY_FILE("securityFile", "", value -> {}),
  /** Whether one may connect without a user name. */
  ANONYMOUS_ACCESS("anonymousAccess", "true", SettingChecks::trueOrFalse),
  /**
   * The class of an {@link org.sluicemq.security.Authenticator} that takes the place of the file's
   * users; empty for none.
   */
  AUTHENTICATOR("authenticator", "", value -> {}),
  /**
   * The class of an {@link org.sluicemq.security.Authorizer} that takes the place of the file's
   * rules; empty for none.
   */
  AUTHORIZER("authorizer", "", value -> {}),
  /** The client identifier of connections that a factory makes (section 6.1.2). */
  CLIENT_ID("clientId", "", value -> {});

  private final String key;
  private final String defaultValue;
  private final Consumer<String> check;

  Setting(String key, String defaultValue, Consumer<String> check) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.check = check;
  }

  /**
   * The name of the setting.
   *
   * @return the name as it is written in a URL
   */
  public String key() {
    return key;
  }

  /**
   * What holds when the setting is not given.
   *
   * @return the default as text
   */
  public String defaultValue() {
    return defaultValue;
  }

  /**
   * Finds a setting by its name.
   *
   * @param name the name, in its exact spelling
   * @return the setting
   * @throws IllegalArgumentException if there is none; the message names it and the nearest one
   */
  public static Setting named(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.key.equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static IllegalArgumentException unknown(String name) {
    List<String> known = Arrays.stream(values()).map(Setting::key).toList();
    String nearest =
        known.stream().min(Comparator.comparingInt(key -> distance(key, name))).orElseThrow();
    return new IllegalArgumentException(
        "There is no setting '"
            + name
            + "'. Did you mean '"
            + nearest
            + "'? The settings are "
            + String.join(", ", known));
  }

  /** How many letters must change, come or go, without regard to case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  /** Refuses a value that makes no sense, naming the setting. */
  void check(String value) {
    try {
      check.accept(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The setting " + key + " cannot be '" + value + "': " + e.getMessage(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluicemq.message.Address;

/** Reads the values of settings; every refusal says what would do. */
final class SettingChecks {

  private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|m|h|d)?");

  private SettingChecks() {}

  static void notBlank(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("give a value");
    }
  }

  /** Nothing else: a word that were taken for false would lock people out, for true let them in. */
  static void trueOrFalse(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("give true or false");
    }
  }

  static void destinationOrEmpty(String value) {
    if (!value.isBlank()) {
      Address.checkName(value);
    }
  }

  static long number(String value, long max) {
    long number;
    try {
      number = Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("give a whole number", e);
    }
    if (number < 0 || number > max) {
      throw new IllegalArgumentException("give a number from 0 to " + max);
    }
    return number;
  }

  /** A number of bytes, plain or with the ending k, m or g for powers of 1024. */
  static long bytes(String value, long min) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    int shift = text.isEmpty() ? 0 : 10 * ("kmg".indexOf(text.charAt(text.length() - 1)) + 1);
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    long bytes;
    try {
      bytes = Math.multiplyExact(Long.parseLong(digits.strip()), 1L << shift);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "give a number of bytes, plain or with the ending k, m or g, such as 64m", e);
    }
    if (bytes < min) {
      throw new IllegalArgumentException("give at least " + min + " bytes");
    }
    return bytes;
  }

  /** A time, as in 500ms, 30s, 10m, 1h or 7d; a plain number is in milliseconds. */
  static Duration duration(String value, Duration least) {
    Matcher matcher = DURATION.matcher(value.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "give a time with the ending ms, s, m, h or d, such as 30s or 1h");
    }
    Duration duration;
    try {
      duration =
          unit(Objects.requireNonNullElse(matcher.group(2), "ms"))
              .multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("give at most 36500d", e);
    }
    if (duration.compareTo(least) < 0 || duration.toDays() > 36_500) {
      throw new IllegalArgumentException(
          "give at least " + least.toMillis() + "ms and at most 36500d");
    }
    return duration;
  }

  private static Duration unit(String ending) {
    return switch (ending) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofMillis(1);
    };
  }
}

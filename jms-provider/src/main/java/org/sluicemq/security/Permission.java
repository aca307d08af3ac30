// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What one may be allowed to do to a destination. */
public enum Permission {
  /** To send messages to it. */
  SEND("send to"),
  /** To consume its messages; for a topic also to make, replace and delete subscriptions. */
  RECEIVE("receive from"),
  /** To look at the messages of a queue without taking them. */
  BROWSE("browse"),
  /**
   * To bring it into being: a queue that is not there yet, or a temporary queue or topic. Topics
   * need no creating: nothing of them is kept but their subscriptions.
   */
  CREATE("create"),
  /**
   * To administer it on behalf of a user. A connection asks for it on one queue that need not
   * exist, {@code sluice.branches}: to list and decide transactions in which it took no part.
   */
  MANAGE("manage");

  private final String phrase;

  Permission(String phrase) {
    this.phrase = phrase;
  }

  /**
   * The name that it has in the security file.
   *
   * @return a word in small letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands between "may not" and the destination. */
  String phrase() {
    return phrase;
  }

  /** Finds a permission by its word. */
  static Permission of(String word) {
    List<String> words = Arrays.stream(values()).map(Permission::word).toList();
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          "there is no right '" + word + "'; the rights are " + String.join(", ", words));
    }
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

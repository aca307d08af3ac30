// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.util.List;
import java.util.zip.CRC32;

/**
 * A transfer of money: what it is follows from its number alone, so that the process that makes it,
 * the one that finds it and the books agree.
 *
 * @param number its number, from 1
 */
record Transfer(int number) {

  /** How it goes. */
  enum Kind {
    /** The broker is enlisted first. */
    BROKER_FIRST,
    /** The application rolls it back. */
    WITHDRAWN,
    /** The database is enlisted first; its first receipt is rolled back. */
    RETURNED_ONCE,
    /** Both are prepared when a third resource refuses. */
    REFUSED,
    /** Two messages by two sessions, and two rows. */
    PAIR,
    /** The message is large. */
    LARGE
  }

  private static final int SMALL_BODY = 300;
  private static final int LARGE_BODY = 1_300_000;
  private static final int LARGEST_AMOUNT = 97;

  Kind kind() {
    return Kind.values()[(number - 1) % Kind.values().length];
  }

  /** Whether nothing of it may ever be seen. */
  boolean isVain() {
    return kind() == Kind.WITHDRAWN || kind() == Kind.REFUSED;
  }

  /** The identifiers of its rows and messages. */
  List<String> ids() {
    return kind() == Kind.PAIR ? List.of(number + "a", number + "b") : List.of("" + number);
  }

  /** The transfer that an identifier is of. */
  static Transfer of(String id) {
    return new Transfer(Integer.parseInt(id.replaceAll("[ab]$", "")));
  }

  /** How much money an identifier stands for. */
  static long amount(String id) {
    CRC32 sum = new CRC32();
    sum.update(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return 1 + sum.getValue() % LARGEST_AMOUNT;
  }

  /** What a message with that identifier says. */
  static String body(String id) {
    int length = of(id).kind() == Kind.LARGE ? LARGE_BODY : SMALL_BODY;
    StringBuilder body = new StringBuilder(length + 8);
    while (body.length() < length) {
      body.append(id).append(' ').append(body.length()).append(' ');
    }
    return body.toString();
  }
}

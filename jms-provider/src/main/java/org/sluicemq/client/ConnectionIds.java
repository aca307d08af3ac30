// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Names for connections that no other process and no other start of this one gives. */
final class ConnectionIds {

  private static final int RANDOM_BYTES = 12;
  private static final String PROCESS = random();
  private static final AtomicLong NEXT = new AtomicLong();

  private ConnectionIds() {}

  static String next() {
    return PROCESS + "-" + Long.toString(NEXT.incrementAndGet(), Character.MAX_RADIX);
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

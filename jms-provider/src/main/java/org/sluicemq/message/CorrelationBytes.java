// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Correlation ids given as bytes (section 3.4.5), kept as the string that every message has: bytes
 * that are UTF-8 as that text, any others in hexadecimal behind a prefix, so that both forms come
 * back as they were set.
 */
final class CorrelationBytes {
  private static final String PREFIX = "ID:bytes:";

  private CorrelationBytes() {}

  static String toText(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean exact =
        Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && !text.startsWith(PREFIX);
    return exact ? text : PREFIX + HexFormat.of().formatHex(bytes);
  }

  static byte[] toBytes(String text) {
    if (text == null) {
      return null;
    }
    if (text.startsWith(PREFIX)) {
      try {
        return HexFormat.of().parseHex(text, PREFIX.length(), text.length());
      } catch (IllegalArgumentException e) {
        // An application's own text that happens to begin like ours: its bytes are its text.
        return Utf8.encode(text);
      }
    }
    return Utf8.encode(text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Makes envelopes of every shape from a seed. */
final class RandomEnvelopes {
  private static final String ALPHABET =
      "abcXYZ019_.- ?\u00e9\u00df\u20ac\u4e2d\u0000\uffff\ud83d\ude00\ufffd";

  private static final int PER_CENT = Integer.getInteger("message.rounds", 100);

  private final Random random;

  /**
   * Returns how often what is random is tried: as often as usual, or the part of it that the system
   * property {@code message.rounds} gives, in per cent.
   */
  static int rounds(int usual) {
    return Math.max(1, usual * PER_CENT / 100);
  }

  RandomEnvelopes(Random random) {
    this.random = random;
  }

  Envelope next() {
    long timestamp = random.nextBoolean() ? 0 : random.nextLong();
    return Envelope.builder(
            MessageType.values()[random.nextInt(MessageType.values().length)], address())
        .messageId(maybe("ID:" + text(20)))
        .replyTo(random.nextBoolean() ? null : address())
        .persistent(random.nextBoolean())
        .priority(random.nextInt(10))
        .timestamp(timestamp)
        .expiration(random.nextBoolean() ? 0 : random.nextLong())
        .deliveryTime(random.nextBoolean() ? timestamp : random.nextLong())
        .correlationId(maybe(text(30)))
        .jmsType(maybe(text(10)))
        .properties(properties())
        .body(body())
        .build();
  }

  private Address address() {
    String name = (random.nextInt(4) == 0 ? "temp." : "") + "d" + random.nextInt(1000) + "\u00e9";
    return Address.of(random.nextBoolean() ? Address.Kind.QUEUE : Address.Kind.TOPIC, name);
  }

  private String maybe(String text) {
    return random.nextInt(3) == 0 ? null : text;
  }

  /** Any chars at all, half surrogate pairs among them. */
  String text(int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(
          random.nextInt(8) == 0
              ? (char) random.nextInt(0x10000)
              : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      properties.put("p" + random.nextInt(1000) + text(5), value());
    }
    return properties;
  }

  Object value() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextBoolean();
      case 1 -> (byte) random.nextInt();
      case 2 -> (short) random.nextInt();
      case 3 -> random.nextInt();
      case 4 -> random.nextLong();
      case 5 -> Float.intBitsToFloat(random.nextInt());
      case 6 -> Double.longBitsToDouble(random.nextLong());
      case 7 -> text(40);
      default -> null;
    };
  }

  private byte[] body() {
    if (random.nextInt(4) == 0) {
      return null;
    }
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    return body;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {
  private static final long SEED = 20_260_101;

  @Test
  void everyRandomEnvelopeComesBackAsItWas() {
    RandomEnvelopes envelopes = new RandomEnvelopes(new Random(SEED));
    for (int i = 0; i < RandomEnvelopes.rounds(5_000); i++) {
      Envelope envelope = envelopes.next();
      byte[] head = EnvelopeCodec.encodeHead(envelope);
      Envelope decoded = EnvelopeCodec.decode(head, envelope.body());
      assertEquals(envelope, decoded, "envelope " + i + " of seed " + SEED);
      assertEquals(envelope.size(), decoded.size());
      assertSame(envelope.body(), decoded.body());
    }
  }

  @Test
  void aPlainMessageHasASmallHead() {
    Envelope envelope =
        Envelope.builder(MessageType.TEXT, Address.queue("orders"))
            .messageId("ID:0123456789abcdef")
            .timestamp(1)
            .deliveryTime(1)
            .body(new byte[1024])
            .build();
    assertTrue(EnvelopeCodec.encodeHead(envelope).length < 50);
  }

  @Test
  void aMissingBodyMayBeStoredAsNullOrEmpty() {
    Envelope none = Envelope.builder(MessageType.TEXT, Address.queue("q")).build();
    byte[] head = EnvelopeCodec.encodeHead(none);
    assertFalse(EnvelopeCodec.decode(head, null).hasBody());
    assertFalse(EnvelopeCodec.decode(head, Body.EMPTY).hasBody());
    Envelope empty = none.toBuilder().body(new byte[0]).build();
    assertTrue(EnvelopeCodec.decode(EnvelopeCodec.encodeHead(empty), null).hasBody());
  }

  @Test
  void aBodyOfAnotherLengthIsDamage() {
    Envelope envelope =
        Envelope.builder(MessageType.BYTES, Address.queue("q")).body(new byte[10]).build();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    for (int length : new int[] {0, 9, 11}) {
      DamagedMessageException damage =
          assertThrows(
              DamagedMessageException.class,
              () -> EnvelopeCodec.decode(head, Body.of(new byte[length])));
      assertTrue(damage.getMessage().contains("body length"), damage.getMessage());
    }
  }

  @Test
  void aNewerVersionIsRefusedByNumber() {
    byte[] head = EnvelopeCodec.encodeHead(new RandomEnvelopes(new Random(SEED)).next());
    head[0] = 2;
    String text =
        assertThrows(DamagedMessageException.class, () -> EnvelopeCodec.decode(head, null))
            .getMessage();
    assertTrue(text.contains("version") && text.contains("it is 2"), text);
  }

  @Test
  void aHeadCutAnywhereIsDamage() {
    RandomEnvelopes envelopes = new RandomEnvelopes(new Random(SEED + 1));
    for (int i = 0; i < RandomEnvelopes.rounds(25); i++) {
      Envelope envelope = envelopes.next();
      byte[] head = EnvelopeCodec.encodeHead(envelope);
      for (int length = 0; length < head.length; length++) {
        byte[] cut = Arrays.copyOf(head, length);
        assertThrows(
            DamagedMessageException.class, () -> EnvelopeCodec.decode(cut, envelope.body()));
      }
      byte[] longer = Arrays.copyOf(head, head.length + 1);
      assertThrows(
          DamagedMessageException.class, () -> EnvelopeCodec.decode(longer, envelope.body()));
    }
  }

  @Test
  void aByteChangedAnywhereGivesAWholeMessageOrDamage() {
    RandomEnvelopes envelopes = new RandomEnvelopes(new Random(SEED + 2));
    int refused = 0;
    for (int i = 0; i < RandomEnvelopes.rounds(20); i++) {
      Envelope envelope = envelopes.next();
      byte[] head = EnvelopeCodec.encodeHead(envelope);
      for (int at = 0; at < head.length; at++) {
        for (int change = 1; change < 256; change += 1 + change / 2) {
          byte[] changed = head.clone();
          changed[at] ^= (byte) change;
          refused += isRefused(changed, envelope.body()) ? 1 : 0;
        }
      }
    }
    assertTrue(refused > RandomEnvelopes.rounds(500), "only " + refused + " changes were noticed");
  }

  @Test
  void randomBytesNeverGiveAnythingButDamageOrAMessage() {
    Random random = new Random(SEED + 3);
    int refused = 0;
    for (int i = 0; i < RandomEnvelopes.rounds(20_000); i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length > 1) {
        noise[0] = 1;
        noise[1] = (byte) random.nextInt(6);
      }
      refused += isRefused(noise, Body.EMPTY) ? 1 : 0;
    }
    assertTrue(refused > RandomEnvelopes.rounds(19_000));
  }

  /** What decodes must be whole: it can be encoded again and comes back the same. */
  private static boolean isRefused(byte[] head, Body body) {
    Envelope decoded;
    try {
      decoded = EnvelopeCodec.decode(head, body);
    } catch (DamagedMessageException e) {
      return true;
    }
    assertEquals(decoded, EnvelopeCodec.decode(EnvelopeCodec.encodeHead(decoded), body));
    return false;
  }

  @Test
  void damageNamesThePartThatItIsIn() {
    Envelope envelope =
        Envelope.builder(MessageType.MESSAGE, Address.queue("q"))
            .properties(Map.of("a", 1))
            .build();
    assertDamage(envelope, 1, 6, "there is no type 6");
    assertDamage(envelope, 1, -1, "there is no type -1");
    assertDamage(envelope, 2, 8, "unknown ones");
    assertDamage(envelope, 4, 10, "A priority is 0 to 9, not 10");
    assertDamage(envelope, 4, -1, "A priority is 0 to 9, not -1");
    int count = EnvelopeCodec.encodeHead(envelope).length - 8;
    assertDamage(envelope, count, 0, "it cannot be 0");
    assertDamage(envelope, count, 4, "it cannot be 4");
    assertDamage(envelope, count + 3, 99, "no value has the tag 99");
  }

  private static void assertDamage(Envelope envelope, int at, int value, String expected) {
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    head[at] = (byte) value;
    String text =
        assertThrows(DamagedMessageException.class, () -> EnvelopeCodec.decode(head, null))
            .getMessage();
    assertTrue(text.contains(expected), text);
  }

  @Test
  void aPropertyThatOccursTwiceIsDamage() {
    Envelope envelope =
        Envelope.builder(MessageType.MESSAGE, Address.queue("q"))
            .properties(Map.of("a", true, "b", true))
            .build();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    head[head.length - 2] = head[head.length - 5];
    String text =
        assertThrows(DamagedMessageException.class, () -> EnvelopeCodec.decode(head, null))
            .getMessage();
    assertTrue(text.contains("one occurs twice"), text);
  }

  @Test
  void aBodyWhereTheHeadHasNoneIsDamage() {
    Envelope envelope =
        Envelope.builder(MessageType.BYTES, Address.queue("q")).body(new byte[3]).build();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    head[3] &= ~2;
    String text =
        assertThrows(
                DamagedMessageException.class,
                () -> EnvelopeCodec.decode(head, Body.of(new byte[3])))
            .getMessage();
    assertTrue(text.contains("there is no body, but it has 3 bytes"), text);
  }

  @Test
  void aHugeCountIsDamageBeforeItIsMemory() {
    Envelope envelope =
        Envelope.builder(MessageType.MESSAGE, Address.queue("q"))
            .properties(Map.of("a", 1))
            .build();
    byte[] head = EnvelopeCodec.encodeHead(envelope);
    int countAt = head.length - 8;
    assertEquals(1, head[countAt]);
    byte[] huge = Arrays.copyOf(head, head.length + 4);
    System.arraycopy(new byte[] {-1, -1, -1, -1, 7}, 0, huge, countAt, 5);
    String text =
        assertThrows(DamagedMessageException.class, () -> EnvelopeCodec.decode(huge, null))
            .getMessage();
    assertTrue(text.contains("property count"), text);
  }
}

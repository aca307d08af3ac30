// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body in chunks does all that an array does. */
class BodyTest {
  private static final long SEED = 23;
  private static final int CHUNK = Body.CHUNK_BYTES;
  private static final int[] LENGTHS = {
    0, 1, 1024, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7, 5 * CHUNK + 4711
  };

  private final Random random = new Random(SEED);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Cuts anywhere: often where chunks end, or next to it. */
  private List<byte[]> cut(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int length =
          switch (random.nextInt(4)) {
            case 0 -> CHUNK;
            case 1 -> CHUNK - 1 + random.nextInt(3);
            case 2 -> random.nextInt(3 * CHUNK);
            default -> 1 + random.nextInt(100);
          };
      int to = (int) Math.min(bytes.length, (long) from + length);
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return pieces;
  }

  private static void assertIs(byte[] expected, Body body) {
    assertEquals(expected.length, body.length());
    for (int i = 0; i < body.chunks() - 1; i++) {
      assertEquals(CHUNK, body.chunk(i).length);
    }
    assertArrayEquals(expected, body.toBytes());
    assertEquals(Body.of(expected), body);
    assertEquals(Body.of(expected).hashCode(), body.hashCode());
  }

  @Test
  void anyPiecesGiveTheSameBody() {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      for (int i = 0; i < RandomEnvelopes.rounds(20); i++) {
        List<byte[]> pieces = cut(bytes);
        assertIs(bytes, Body.ofPieces(pieces));
        WireWriter out = new WireWriter(random.nextInt(300));
        pieces.forEach(piece -> out.putBytes(piece, 0, piece.length));
        assertEquals(length, out.length());
        assertIs(bytes, out.toBody());
        assertArrayEquals(bytes, out.toBytes());
      }
    }
  }

  @Test
  void wholePiecesAreShared() {
    byte[] first = bytes(CHUNK);
    byte[] last = bytes(10);
    Body body = Body.ofPieces(List.of(first, last));
    assertSame(first, body.chunk(0));
    assertSame(last, body.chunk(1));
    assertSame(last, Body.of(last).chunk(0));
    assertThrows(IndexOutOfBoundsException.class, () -> body.chunk(2));
    assertThrows(IndexOutOfBoundsException.class, () -> Body.of(last).chunk(1));
  }

  @Test
  void anyPartIsCopiedAsFromAnArray() {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      Body body = Body.of(bytes);
      for (int i = 0; i < RandomEnvelopes.rounds(50); i++) {
        int from = random.nextInt(length + 1);
        int count = random.nextInt(length - from + 1);
        byte[] copy = new byte[count + 3];
        body.copyTo(from, copy, 3, count);
        assertArrayEquals(
            Arrays.copyOfRange(bytes, from, from + count), Arrays.copyOfRange(copy, 3, count + 3));
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> body.copyTo(1, new byte[length], 0, length));
      assertThrows(
          IndexOutOfBoundsException.class, () -> body.copyTo(0, new byte[length], 1, length));
    }
  }

  @Test
  void theChecksumIsThatOfTheArray() {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      CRC32C whole = new CRC32C();
      whole.update(bytes);
      CRC32C chunked = new CRC32C();
      Body.of(bytes).addTo(chunked);
      assertEquals(whole.getValue(), chunked.getValue());
    }
  }

  @Test
  void oneChangedByteMakesAnotherBody() {
    byte[] bytes = bytes(2 * CHUNK + 1);
    Body body = Body.of(bytes.clone());
    for (int at : new int[] {0, CHUNK - 1, CHUNK, 2 * CHUNK}) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      assertNotEquals(body, Body.of(other));
    }
    assertNotEquals(body, Body.of(Arrays.copyOf(bytes, 2 * CHUNK)));
  }

  @Test
  void aStreamGivesTheBytesAndThenTheEnd() throws IOException {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      assertArrayEquals(bytes, Body.of(bytes).stream().readAllBytes());
      var stream = Body.of(bytes).stream();
      for (byte expected : bytes) {
        assertEquals(expected & 0xff, stream.read());
      }
      assertEquals(-1, stream.read());
      assertEquals(-1, stream.read(new byte[1]));
      assertEquals(0, stream.read(new byte[0]));
    }
  }

  @Test
  void aBufferIsLeftBehindTheBodyThatWasReadFromIt() {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      ByteBuffer buffer = ByteBuffer.allocate(length + 4).put(bytes).putInt(77).flip();
      assertIs(bytes, Body.read(buffer, length));
      assertEquals(77, buffer.getInt());
    }
    ByteBuffer few = ByteBuffer.allocate(CHUNK);
    assertThrows(BufferUnderflowException.class, () -> Body.read(few, CHUNK + 1));
    assertThrows(BufferUnderflowException.class, () -> Body.read(few, -1));
  }

  @Test
  void numbersAndTextsCrossTheEndsOfChunks() {
    RandomEnvelopes values = new RandomEnvelopes(random);
    for (int round = 0; round < RandomEnvelopes.rounds(40); round++) {
      WireWriter out = new WireWriter(16);
      out.putBytes(new byte[2 * CHUNK], 0, CHUNK - 40 + random.nextInt(30));
      int start = out.length();
      List<Object> written = new ArrayList<>();
      while (out.length() < 2 * CHUNK + 100) {
        Object value = random.nextInt(50) == 0 ? values.text(20_000) : values.value();
        written.add(value);
        out.putValue(value);
      }
      WireReader in = new WireReader("values", out.toBody());
      in.position(start);
      for (Object expected : written) {
        assertEquals(expected, in.getValue("value"), "round " + round + " of seed " + SEED);
      }
      in.end();
    }
  }

  @Test
  void whatIsWrittenLaterDoesNotShowInABodyTakenBefore() {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      WireWriter out = new WireWriter(0);
      cut(bytes).forEach(piece -> out.putBytes(piece, 0, piece.length));
      Body before = out.toBody();
      byte[] more = bytes(CHUNK + 5);
      out.putBytes(more, 0, more.length);
      assertIs(bytes, before);
      byte[] all = Arrays.copyOf(bytes, length + more.length);
      System.arraycopy(more, 0, all, length, more.length);
      assertIs(all, out.toBody());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "\u00e9",
        "\u20ac",
        "\ud83d\ude00",
        "a\ud83d\ude00",
        "\ud83d",
        "?\u20ac\ude00"
      })
  void longTextsComeBackWhereverTheirPiecesEnd(String pattern) {
    for (int start = 0; start < 5; start++) {
      String text = "-".repeat(start) + pattern.repeat(70_000 / pattern.length());
      Body body = Utf8.encodeBody(text);
      assertArrayEquals(Utf8.encode(text), body.toBytes());
      assertEquals(text, Utf8.decode(body, 0, body.length()));
    }
  }

  @Test
  void randomLongTextsComeBack() {
    RandomEnvelopes texts = new RandomEnvelopes(random);
    for (int i = 0; i < RandomEnvelopes.rounds(40); i++) {
      String text = texts.text(150_000);
      Body body = Utf8.encodeBody(text);
      assertEquals(text, Utf8.decode(body, 0, body.length()), "text " + i + " of seed " + SEED);
    }
  }

  @Test
  void damageInALongTextIsFound() {
    byte[] bytes = new byte[3 * CHUNK];
    Arrays.fill(bytes, (byte) 'a');
    for (int at : new int[] {0, CHUNK - 1, CHUNK, 3 * CHUNK - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] = (byte) 0xe2;
      Body body = Body.of(damaged);
      assertThrows(DamagedMessageException.class, () -> Utf8.decode(body, 0, body.length()));
    }
  }

  @Test
  void aStreamReadsIntoThePlaceAskedForAndTellsWhatIsLeft() throws IOException {
    byte[] bytes = bytes(CHUNK + 10);
    var stream = Body.of(bytes).stream();
    byte[] target = new byte[8];
    assertEquals(bytes.length, stream.available());
    assertEquals(5, stream.read(target, 2, 5));
    assertArrayEquals(Arrays.copyOf(bytes, 5), Arrays.copyOfRange(target, 2, 7));
    assertEquals(0, target[7]);
    assertEquals(bytes.length - 5, stream.available());
    assertThrows(IndexOutOfBoundsException.class, () -> stream.read(target, 4, 5));
    stream.skip(bytes.length - 5 - 3);
    assertEquals(3, stream.read(target, 0, 8));
    assertEquals(-1, stream.read(target, 0, 8));
  }

  @Test
  void aCountOutsideAnIntIsDamage() {
    for (String count : new String[] {"ffffffff08", "ffffffff0f", "8080808010", "ffffffffff01"}) {
      WireReader in = new WireReader("bytes", java.util.HexFormat.of().parseHex(count));
      String text =
          assertThrows(DamagedMessageException.class, () -> in.getCount("length")).getMessage();
      assertTrue(text.contains("its count is out of range"), text);
    }
    for (int count : new int[] {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE}) {
      WireWriter out = new WireWriter(0);
      out.putCount(count);
      WireReader in = new WireReader("bytes", out.toBytes());
      assertEquals(count, in.getCount("length"));
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void damageTellsWhatWhereAndHowMuchIsMissing() {
    WireReader in = new WireReader("stored head", new byte[10]);
    in.getLong("stamp");
    assertEquals(
        "The stored head of 10 bytes is damaged near byte 8, in its number: 4 bytes are needed, 2"
            + " are left",
        assertThrows(DamagedMessageException.class, () -> in.getInt("number")).getMessage());
    assertEquals(
        "The stored head of 10 bytes is damaged near byte 8, in its end: 2 bytes follow it",
        assertThrows(DamagedMessageException.class, in::end).getMessage());
    assertThrows(DamagedMessageException.class, () -> in.getLong("number"));
    in.getByte("last but one");
    assertThrows(DamagedMessageException.class, () -> in.getShort("number"));
    in.getByte("last");
    assertThrows(DamagedMessageException.class, () -> in.getByte("number"));
    in.end();
  }

  @Test
  void aSmallBodyIsOneArrayAndNoMore() {
    byte[] bytes = bytes(1024);
    assertEquals(1, Body.of(bytes).chunks());
    assertEquals(0, Body.EMPTY.length());
    assertTrue(Body.of(bytes).toString().contains("1024"));
  }
}

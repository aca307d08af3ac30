// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 that keeps every Java string whole. A lone surrogate, which strict UTF-8 cannot express, is
 * written in the three bytes its number would have (as WTF-8 does) instead of turning into a
 * question mark; anything else is plain UTF-8 and goes through the JDK's fast paths.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUESTION_MARKS = ONES * '?';
  private static final int TEXT_PIECE = 32 * 1024;
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The JDK puts a '?' where a surrogate stands alone: no '?', nothing lost.
    return hasQuestionMark(bytes) && hasLoneSurrogate(text) ? encodeWithSurrogates(text) : bytes;
  }

  /** Encodes a text piece by piece, so that a long one never is one array. */
  static Body encodeBody(String text) {
    if (text.length() <= TEXT_PIECE) {
      return Body.of(encode(text));
    }
    WireWriter out = new WireWriter(0);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + TEXT_PIECE);
      if (to < text.length() && Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to))) {
        to++;
      }
      byte[] piece = encode(text.substring(from, to));
      out.putBytes(piece, 0, piece.length);
      from = to;
    }
    return out.toBody();
  }

  /**
   * Decodes a part of a body piece by piece.
   *
   * @throws DamagedMessageException when it is not what {@link #encodeBody} writes
   */
  static String decode(Body body, int from, int length) {
    if (body.chunks() == 1) {
      return decode(body.chunk(0), from, length);
    }
    StringBuilder text = new StringBuilder(length);
    byte[] piece = new byte[Body.CHUNK_BYTES];
    int kept = 0;
    for (int done = 0; done < length; ) {
      int some = Math.min(piece.length - kept, length - done);
      body.copyTo(from + done, piece, kept, some);
      done += some;
      int whole = done == length ? kept + some : wholeCharacters(piece, kept + some);
      text.append(decode(piece, 0, whole));
      kept = kept + some - whole;
      System.arraycopy(piece, whole, piece, 0, kept);
    }
    return text.toString();
  }

  /** How many of the bytes are before a character that is cut off at their end. */
  private static int wholeCharacters(byte[] bytes, int length) {
    int lead = length - 1;
    while (lead > length - 4 && (bytes[lead] & 0xc0) == 0x80) {
      lead--;
    }
    int first = bytes[lead] & 0xff;
    int needed = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return length - lead < needed ? lead : length;
  }

  /**
   * Decodes the bytes.
   *
   * @throws DamagedMessageException when they are not what {@link #encode} writes
   */
  static String decode(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeExactly(bytes, from, length);
  }

  private static boolean hasQuestionMark(byte[] bytes) {
    int i = 0;
    for (int end = bytes.length - Long.BYTES; i <= end; i += Long.BYTES) {
      long difference = (long) LONGS.get(bytes, i) ^ QUESTION_MARKS;
      if (((difference - ONES) & ~difference & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
  }

  private static byte[] encodeWithSurrogates(String text) {
    byte[] bytes = new byte[text.length() * 3];
    int at = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      at = put(bytes, at, point);
    }
    return Arrays.copyOf(bytes, at);
  }

  private static int put(byte[] bytes, int at, int point) {
    if (point < 0x80) {
      bytes[at] = (byte) point;
      return at + 1;
    }
    int continuations = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    int lead = continuations == 1 ? 0xc0 : continuations == 2 ? 0xe0 : 0xf0;
    bytes[at] = (byte) (lead | point >> 6 * continuations);
    for (int i = 1; i <= continuations; i++) {
      bytes[at + i] = (byte) (0x80 | point >> 6 * (continuations - i) & 0x3f);
    }
    return at + 1 + continuations;
  }

  private static String decodeExactly(byte[] bytes, int from, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = from + length;
    for (int at = from; at < end; ) {
      int continuations = continuations(bytes, at, end);
      text.appendCodePoint(point(bytes, at, continuations));
      at += 1 + continuations;
    }
    return text.toString();
  }

  private static int continuations(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int continuations = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (continuations < 0 || lead > 0xf4 || at + continuations >= end) {
      throw damaged(at);
    }
    return continuations;
  }

  private static int point(byte[] bytes, int at, int continuations) {
    if (continuations == 0) {
      return bytes[at];
    }
    int point = bytes[at] & 0x3f >> continuations;
    for (int i = 1; i <= continuations; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        throw damaged(at);
      }
      point = point << 6 | bytes[at + i] & 0x3f;
    }
    int least = continuations == 1 ? 0x80 : continuations == 2 ? 0x800 : 0x10000;
    if (point < least || point > Character.MAX_CODE_POINT) {
      throw damaged(at);
    }
    return point;
  }

  private static DamagedMessageException damaged(int at) {
    return new DamagedMessageException("The bytes at " + at + " are not UTF-8");
  }
}

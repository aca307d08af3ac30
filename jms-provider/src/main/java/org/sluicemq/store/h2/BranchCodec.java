// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeCodec;
import org.sluicemq.store.BranchRecord;

/**
 * The work of a prepared branch as bytes: a version, the messages sent and the keys acknowledged. A
 * message is its head behind its length, the length of its body and the number of the body's
 * pieces; behind the number 0 is the body itself, behind any other its checksum. Version 1 has no
 * numbers and always the body itself.
 */
final class BranchCodec {

  private static final byte VERSION = 2;

  private BranchCodec() {}

  /**
   * A branch in the form of its row.
   *
   * @param branch the branch
   * @param work its work as bytes, without the bodies in pieces
   * @param bodies these bodies
   */
  record Row(BranchRecord branch, byte[] work, List<NumberedBody> bodies) {}

  /** Reads bodies in pieces. */
  @FunctionalInterface
  interface Pieces {
    Body read(long number, int length) throws SQLException;
  }

  /**
   * Encodes a branch.
   *
   * @param numbers gives a number to a body in pieces
   */
  static Row encode(BranchRecord branch, LongSupplier numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<NumberedBody> bodies = new ArrayList<>();
    out.write(VERSION);
    putInt(out, branch.sends().size());
    for (Envelope envelope : branch.sends()) {
      byte[] head = EnvelopeCodec.encodeHead(envelope);
      putInt(out, head.length);
      out.writeBytes(head);
      putBody(out, envelope.body(), numbers, bodies);
    }
    putInt(out, branch.acknowledged().size());
    branch.acknowledged().forEach(key -> putLong(out, key));
    return new Row(branch, out.toByteArray(), bodies);
  }

  private static void putBody(
      ByteArrayOutputStream out, Body body, LongSupplier numbers, List<NumberedBody> bodies) {
    putInt(out, body.length());
    if (NumberedBody.isInPieces(body)) {
      NumberedBody numbered = new NumberedBody(numbers.getAsLong(), body);
      bodies.add(numbered);
      putLong(out, numbered.number());
      putInt(out, numbered.checksum());
    } else {
      putLong(out, 0);
      out.writeBytes(body.chunk(0));
    }
  }

  private static void putInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private static void putLong(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /**
   * Reads what {@link #encode} wrote, in this version or the one before.
   *
   * @throws DamagedMessageException if the bytes or the pieces are not whole
   */
  static BranchRecord decode(
      int formatId,
      byte[] globalTransactionId,
      byte[] qualifier,
      long preparedAt,
      byte[] work,
      Pieces pieces)
      throws SQLException {
    ByteBuffer in = ByteBuffer.wrap(work);
    try {
      byte version = version(in);
      List<Envelope> sends = new ArrayList<>();
      for (int i = in.getInt(); i > 0; i--) {
        byte[] head = head(in);
        sends.add(EnvelopeCodec.decode(head, body(in, version, pieces)));
      }
      List<Long> acknowledged = new ArrayList<>();
      for (int i = in.getInt(); i > 0; i--) {
        acknowledged.add(in.getLong());
      }
      return new BranchRecord(
          formatId, globalTransactionId, qualifier, preparedAt, sends, acknowledged);
    } catch (BufferUnderflowException e) {
      throw new DamagedMessageException("The work of a branch is cut short", e);
    }
  }

  /** The numbers of the bodies that the work of a branch has in pieces. */
  static List<Long> bodies(byte[] work) {
    try {
      return bodies(ByteBuffer.wrap(work));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new DamagedMessageException("The work of a branch is cut short", e);
    }
  }

  private static List<Long> bodies(ByteBuffer in) {
    List<Long> numbers = new ArrayList<>();
    byte version = version(in);
    for (int i = in.getInt(); i > 0; i--) {
      head(in);
      int length = in.getInt();
      long number = version == 1 ? 0 : in.getLong();
      if (number == 0) {
        in.position(in.position() + length);
      } else {
        in.getInt();
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static byte version(ByteBuffer in) {
    byte version = in.get();
    if (version < 1 || version > VERSION) {
      throw new DamagedMessageException(
          "The work of a branch has version " + version + ", this version reads up to " + VERSION);
    }
    return version;
  }

  private static Body body(ByteBuffer in, byte version, Pieces pieces) throws SQLException {
    int length = in.getInt();
    long number = version == 1 ? 0 : in.getLong();
    if (number == 0) {
      return Body.read(in, length);
    }
    int checksum = in.getInt();
    Body body = pieces.read(number, length);
    if (new NumberedBody(number, body).checksum() != checksum) {
      throw new DamagedMessageException("The checksum of a body of its messages does not fit");
    }
    return body;
  }

  private static byte[] head(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] head = new byte[length];
    in.get(head);
    return head;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeCodec;
import org.sluicemq.store.BranchRecord;

/**
 * The work of a prepared branch as bytes: a version, the messages sent (head and body, each behind
 * its length) and the keys acknowledged.
 */
final class BranchCodec {

  private static final byte VERSION = 1;

  private BranchCodec() {}

  static byte[] encode(BranchRecord branch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    putInt(out, branch.sends().size());
    for (Envelope envelope : branch.sends()) {
      putBlock(out, EnvelopeCodec.encodeHead(envelope));
      putBody(out, envelope.body());
    }
    putInt(out, branch.acknowledged().size());
    for (long key : branch.acknowledged()) {
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
    }
    return out.toByteArray();
  }

  private static void putInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private static void putBody(ByteArrayOutputStream out, Body body) {
    putInt(out, body.length());
    for (int i = 0; i < body.chunks(); i++) {
      out.writeBytes(body.chunk(i));
    }
  }

  private static void putBlock(ByteArrayOutputStream out, byte[] block) {
    putInt(out, block.length);
    out.writeBytes(block);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws DamagedMessageException if the bytes are not whole
   */
  static BranchRecord decode(
      int formatId, byte[] globalTransactionId, byte[] qualifier, long preparedAt, byte[] work) {
    ByteBuffer in = ByteBuffer.wrap(work);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new DamagedMessageException(
            "The work of a branch has version " + version + ", this version reads " + VERSION);
      }
      List<Envelope> sends = new ArrayList<>();
      for (int i = in.getInt(); i > 0; i--) {
        sends.add(EnvelopeCodec.decode(block(in), Body.read(in, in.getInt())));
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

  private static byte[] block(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] block = new byte[length];
    in.get(block);
    return block;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Address;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeCodec;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;

/**
 * A batch as a record of the journal: first everything but the bodies, then the bodies in the order
 * of their messages, so that they are written from the chunks that the envelopes share.
 *
 * <p>The first part is a version, its own length, and sections of a tag, a count and the entries;
 * sections without entries are left out. Stateless and safe between threads.
 */
final class WriteBatchCodec {

  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + Integer.BYTES;
  private static final int BYTES_EXPECTED_PER_MESSAGE = 256;

  private static final byte CREATED = 1;
  private static final byte REMOVED = 2;
  private static final byte ADDED = 3;
  private static final byte COUNTS = 4;
  private static final byte MARKS = 5;
  private static final byte PREPARED = 6;
  private static final byte RESOLVED = 7;
  private static final byte DROPPED = 8;
  private static final byte DECIDED = 9;

  private static final byte QUEUE_KIND = 0;
  private static final byte TOPIC_KIND = 1;
  private static final byte SUBSCRIPTION_KIND = 2;

  private static final int SHARED = 1;
  private static final int NO_LOCAL = 2;
  private static final int HAS_CLIENT = 4;
  private static final int HAS_SELECTOR = 8;

  private WriteBatchCodec() {}

  /**
   * Encodes a batch.
   *
   * @return the parts of the record; all but the first are bodies, shared with their envelopes
   */
  static ByteBuffer[] encode(WriteBatch batch) {
    MetaWriter out = new MetaWriter(64 + BYTES_EXPECTED_PER_MESSAGE * batch.added().size());
    List<ByteBuffer> parts = new ArrayList<>(1 + batch.added().size());
    parts.add(null);
    out.putByte(VERSION).putInt(0);
    putChanges(out, batch, parts);
    putBacklogs(out, batch);
    putBranches(out, batch, parts);
    out.setInt(1, out.length() - FIXED_BYTES);
    parts.set(0, out.done());
    return parts.toArray(ByteBuffer[]::new);
  }

  private static void begin(MetaWriter out, byte section, int entries) {
    out.putByte(section).putInt(entries);
  }

  private static void putChanges(MetaWriter out, WriteBatch batch, List<ByteBuffer> bodies) {
    if (!batch.removed().isEmpty()) {
      begin(out, REMOVED, batch.removed().size());
      batch.removed().forEach(out::putLong);
    }
    if (!batch.added().isEmpty()) {
      begin(out, ADDED, batch.added().size());
      for (StoredMessage message : batch.added()) {
        out.putLong(message.key()).putInt(message.deliveryCount());
        putEnvelope(out, message.envelope(), bodies);
      }
    }
    if (!batch.deliveryCounts().isEmpty()) {
      begin(out, COUNTS, batch.deliveryCounts().size());
      batch.deliveryCounts().forEach((key, count) -> out.putLong(key).putInt(count));
    }
    if (!batch.deliveredMarks().isEmpty()) {
      begin(out, MARKS, batch.deliveredMarks().size());
      batch.deliveredMarks().forEach((backlog, mark) -> out.putInt(backlog).putLong(mark));
    }
  }

  private static void putEnvelope(MetaWriter out, Envelope envelope, List<ByteBuffer> bodies) {
    Body body = envelope.body();
    out.putBlock(EnvelopeCodec.encodeHead(envelope)).putInt(body.length());
    for (int i = 0; i < body.chunks() && body.length() > 0; i++) {
      bodies.add(ByteBuffer.wrap(body.chunk(i)));
    }
  }

  private static void putBacklogs(MetaWriter out, WriteBatch batch) {
    if (!batch.createdBacklogs().isEmpty()) {
      begin(out, CREATED, batch.createdBacklogs().size());
      for (BacklogRecord backlog : batch.createdBacklogs()) {
        out.putInt(backlog.id()).putByte(kind(backlog)).putText(backlog.address().name());
        if (backlog.subscription() != null) {
          putSubscription(out, backlog.subscription());
        }
      }
    }
    if (!batch.droppedBacklogs().isEmpty()) {
      begin(out, DROPPED, batch.droppedBacklogs().size());
      batch.droppedBacklogs().forEach(out::putInt);
    }
  }

  private static byte kind(BacklogRecord backlog) {
    if (backlog.subscription() != null) {
      return SUBSCRIPTION_KIND;
    }
    return backlog.isLog() ? TOPIC_KIND : QUEUE_KIND;
  }

  private static void putSubscription(MetaWriter out, SubscriptionRecord subscription) {
    int flags =
        (subscription.shared() ? SHARED : 0)
            | (subscription.noLocal() ? NO_LOCAL : 0)
            | (subscription.clientId() != null ? HAS_CLIENT : 0)
            | (subscription.selector() != null ? HAS_SELECTOR : 0);
    out.putInt(subscription.log()).putLong(subscription.start()).putByte(flags);
    out.putText(subscription.name());
    if (subscription.clientId() != null) {
      out.putText(subscription.clientId());
    }
    if (subscription.selector() != null) {
      out.putText(subscription.selector());
    }
  }

  private static void putBranches(MetaWriter out, WriteBatch batch, List<ByteBuffer> bodies) {
    List<BranchRecord> undecided =
        batch.preparedBranches().stream().filter(branch -> branch.decision() == null).toList();
    if (!undecided.isEmpty()) {
      begin(out, PREPARED, undecided.size());
      for (BranchRecord branch : undecided) {
        putIdentifier(out, branch);
        out.putInt(branch.sends().size());
        branch.sends().forEach(send -> putEnvelope(out, send, bodies));
        out.putInt(branch.acknowledged().size());
        branch.acknowledged().forEach(out::putLong);
      }
    }
    putDecisions(out, batch.preparedBranches());
    if (!batch.resolvedBranches().isEmpty()) {
      begin(out, RESOLVED, batch.resolvedBranches().size());
      batch.resolvedBranches().forEach(out::putText);
    }
  }

  private static void putIdentifier(MetaWriter out, BranchRecord branch) {
    out.putInt(branch.formatId())
        .putBlock(branch.globalTransactionId())
        .putBlock(branch.branchQualifier())
        .putLong(branch.preparedAt());
  }

  private static void putDecisions(MetaWriter out, List<BranchRecord> branches) {
    List<BranchRecord> decided =
        branches.stream().filter(branch -> branch.decision() != null).toList();
    if (!decided.isEmpty()) {
      begin(out, DECIDED, decided.size());
      for (BranchRecord branch : decided) {
        BranchDecision decision = branch.decision();
        putIdentifier(out, branch);
        out.putByte(decision.committed() ? 1 : 0).putLong(decision.decidedAt());
        out.putText(decision.by()).putText(decision.reason());
      }
    }
  }

  /**
   * Reads what {@link #encode} wrote. Nothing of the result shares the record's memory.
   *
   * @throws DamagedMessageException if the record is not whole, or of a newer version
   */
  static WriteBatch decode(ByteBuffer record) {
    try {
      byte version = record.get();
      if (version != VERSION) {
        throw new DamagedMessageException(
            "it has version " + version + ", this version of Sluice reads " + VERSION);
      }
      int length = record.getInt();
      if (length < 0 || length > record.remaining()) {
        throw new BufferUnderflowException();
      }
      ByteBuffer meta = record.duplicate().limit(record.position() + length);
      record.position(record.position() + length);
      WriteBatch batch = new WriteBatch();
      while (meta.hasRemaining()) {
        readSection(meta, record, batch);
      }
      return batch;
    } catch (BufferUnderflowException e) {
      throw new DamagedMessageException("it is cut short", e);
    }
  }

  private static void readSection(ByteBuffer meta, ByteBuffer bodies, WriteBatch batch) {
    byte section = meta.get();
    for (int i = meta.getInt(); i > 0; i--) {
      switch (section) {
        case CREATED -> batch.create(backlog(meta));
        case REMOVED -> batch.remove(meta.getLong());
        case ADDED -> batch.add(message(meta, bodies));
        case COUNTS -> batch.deliveryCount(meta.getLong(), meta.getInt());
        case MARKS -> batch.deliveredMark(meta.getInt(), meta.getLong());
        case PREPARED -> batch.prepare(branch(meta, bodies));
        case DECIDED -> batch.prepare(decided(meta));
        case RESOLVED -> batch.resolve(text(meta));
        case DROPPED -> batch.drop(meta.getInt());
        default -> throw new DamagedMessageException("it has an unknown section " + section);
      }
    }
  }

  private static BacklogRecord backlog(ByteBuffer meta) {
    int id = meta.getInt();
    byte kind = meta.get();
    String name = text(meta);
    if (kind == QUEUE_KIND) {
      return new BacklogRecord(id, Address.queue(name));
    }
    return new BacklogRecord(
        id, Address.topic(name), kind == SUBSCRIPTION_KIND ? subscription(meta) : null);
  }

  private static SubscriptionRecord subscription(ByteBuffer meta) {
    int log = meta.getInt();
    long start = meta.getLong();
    int flags = meta.get();
    String name = text(meta);
    String clientId = (flags & HAS_CLIENT) != 0 ? text(meta) : null;
    String selector = (flags & HAS_SELECTOR) != 0 ? text(meta) : null;
    return new SubscriptionRecord(
        log, clientId, name, (flags & SHARED) != 0, (flags & NO_LOCAL) != 0, selector, start);
  }

  private static StoredMessage message(ByteBuffer meta, ByteBuffer bodies) {
    long key = meta.getLong();
    int count = meta.getInt();
    return new StoredMessage(key, envelope(meta, bodies), count);
  }

  private static Envelope envelope(ByteBuffer meta, ByteBuffer bodies) {
    byte[] head = block(meta, meta.getInt());
    return EnvelopeCodec.decode(head, Body.read(bodies, meta.getInt()));
  }

  private static BranchRecord branch(ByteBuffer meta, ByteBuffer bodies) {
    int format = meta.getInt();
    byte[] global = block(meta, meta.getInt());
    byte[] qualifier = block(meta, meta.getInt());
    long preparedAt = meta.getLong();
    List<Envelope> sends = new ArrayList<>();
    for (int i = meta.getInt(); i > 0; i--) {
      sends.add(envelope(meta, bodies));
    }
    List<Long> acknowledged = new ArrayList<>();
    for (int i = meta.getInt(); i > 0; i--) {
      acknowledged.add(meta.getLong());
    }
    return new BranchRecord(format, global, qualifier, preparedAt, sends, acknowledged);
  }

  private static BranchRecord decided(ByteBuffer meta) {
    int format = meta.getInt();
    byte[] global = block(meta, meta.getInt());
    byte[] qualifier = block(meta, meta.getInt());
    long preparedAt = meta.getLong();
    BranchDecision decision =
        new BranchDecision(meta.get() != 0, meta.getLong(), text(meta), text(meta));
    return new BranchRecord(format, global, qualifier, preparedAt, List.of(), List.of(), decision);
  }

  private static String text(ByteBuffer in) {
    return new String(block(in, in.getInt()), StandardCharsets.UTF_8);
  }

  private static byte[] block(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] block = new byte[length];
    in.get(block);
    return block;
  }
}

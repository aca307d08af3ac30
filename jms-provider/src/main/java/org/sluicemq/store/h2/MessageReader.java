// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.message.EnvelopeCodec;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;

/**
 * Reads messages by key in short transactions: H2 gathers a result on the heap before it hands it
 * out, so that a page is read in steps whose length follows from the size of the messages seen.
 * Used by the reading thread only, on a connection of its own.
 */
final class MessageReader {

  private static final int FIRST_STEP = 64;
  private static final int LONGEST_STEP = 1000;

  private final Connection connection;
  private final KnownBacklogs known;
  private final Supplier<TopicWriter.Views> views;
  private final String store;
  private final PreparedStatement page;
  private final PieceReader pieces;

  MessageReader(
      Connection connection, KnownBacklogs known, Supplier<TopicWriter.Views> views, String store)
      throws SQLException {
    this.connection = connection;
    this.known = known;
    this.views = views;
    this.store = store;
    this.page =
        connection.prepareStatement(
            "SELECT id, head, body, body_length, checksum, delivery_count, body_number FROM message"
                + " WHERE id > ? AND id <= ? ORDER BY id FETCH FIRST ? ROWS ONLY");
    this.pieces = new PieceReader(connection);
  }

  /** A row as it was read. */
  private record Row(
      long key,
      byte[] head,
      byte[] body,
      int bodyLength,
      int checksum,
      int deliveryCount,
      long bodyNumber) {}

  /** A page being filled. */
  private static final class Page {
    private final List<StoredMessage> messages = new ArrayList<>();
    private final int maxMessages;
    private final long maxBytes;
    private long bytes;

    Page(int maxMessages, long maxBytes) {
      this.maxMessages = maxMessages;
      this.maxBytes = maxBytes;
    }

    boolean isFull() {
      return messages.size() >= maxMessages || (bytes >= maxBytes && !messages.isEmpty());
    }

    void add(StoredMessage message) {
      messages.add(message);
      bytes += message.envelope().size();
    }

    /** How many rows to ask for: about as many as the page still takes. */
    int step() {
      long fitting = FIRST_STEP;
      if (!messages.isEmpty()) {
        fitting = 1 + (maxBytes - bytes) / Math.max(1, bytes / messages.size());
      }
      return (int) Math.min(Math.min(fitting, LONGEST_STEP), maxMessages - messages.size());
    }
  }

  /**
   * Reads a page.
   *
   * @throws UnreadableMessageException if the first message is damaged; when it is a later one, the
   *     page ends before it
   */
  List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws SQLException, StoreException {
    Page page = new Page(maxMessages, maxBytes);
    MessageWalk walk = MessageWalk.over(views.get(), afterKey, upToKey);
    long after = walk.begin();
    boolean more = true;
    while (more && !page.isFull()) {
      int step = walk.step(page.step());
      List<Row> rows = rows(after, walk.end(), step);
      more = fill(page, rows, walk) && rows.size() == step;
      after = more ? walk.leap(rows.get(rows.size() - 1).key()) : after;
    }
    return page.messages;
  }

  /** Returns whether all rows could be added. */
  private boolean fill(Page page, List<Row> rows, MessageWalk walk)
      throws SQLException, StoreException {
    for (Row row : rows) {
      if (page.isFull()) {
        return false;
      }
      long shownKey = walk.keyOf(row.key());
      if (shownKey == 0) {
        continue;
      }
      try {
        page.add(message(row, shownKey, walk.count(shownKey, row.deliveryCount())));
      } catch (UnreadableMessageException e) {
        // Removed while its pieces were read, it is not damaged but gone.
        if (!rows(row.key() - 1, row.key(), 1).isEmpty()) {
          if (page.messages.isEmpty()) {
            throw e;
          }
          return false;
        }
      }
    }
    return true;
  }

  /** Which of these keys have a row. */
  Set<Long> held(Collection<Long> keys) throws SQLException {
    Set<Long> held = new HashSet<>();
    Object[] all = keys.toArray();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM message WHERE id = ANY(?)")) {
      for (int from = 0; from < all.length; from += LONGEST_STEP) {
        Object[] some = Arrays.copyOfRange(all, from, Math.min(all.length, from + LONGEST_STEP));
        select.setArray(1, connection.createArrayOf("BIGINT", some));
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            held.add(rows.getLong(1));
          }
        }
      }
    }
    return held;
  }

  private List<Row> rows(long afterKey, long upToKey, int limit) throws SQLException {
    page.setLong(1, afterKey);
    page.setLong(2, upToKey);
    page.setInt(3, limit);
    List<Row> rows = new ArrayList<>();
    try (ResultSet result = page.executeQuery()) {
      while (result.next()) {
        rows.add(
            new Row(
                result.getLong(1),
                result.getBytes(2),
                result.getBytes(3),
                result.getInt(4),
                result.getInt(5),
                result.getInt(6),
                result.getLong(7)));
      }
    }
    return rows;
  }

  private StoredMessage message(Row row, long shownKey, int deliveryCount)
      throws SQLException, StoreException {
    try {
      Body body =
          row.body() != null
              ? Body.of(row.body())
              : pieces.read(row.bodyNumber(), row.bodyLength());
      if (MessageRow.checksum(row.head(), body) != row.checksum()) {
        throw new DamagedMessageException("its checksum does not fit");
      }
      return new StoredMessage(shownKey, EnvelopeCodec.decode(row.head(), body), deliveryCount);
    } catch (DamagedMessageException e) {
      throw unreadable(shownKey, e.getMessage(), e);
    }
  }

  private UnreadableMessageException unreadable(long key, String why, Throwable cause) {
    return new UnreadableMessageException(
        "The message with key "
            + key
            + " of "
            + known.name(MessageKey.backlog(key))
            + " in the store "
            + store
            + " is damaged: "
            + why
            + ". It is not delivered; the others are not touched by it. Restore the store from a"
            + " backup, or remove this message.",
        key,
        cause);
  }
}

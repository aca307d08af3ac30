// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.sluicemq.store.MessageKey;

/** Reads every message once: its checksum, its pieces, and how many each backlog has. */
final class MessageCheck {

  private static final int ROWS_AT_ONCE = 64;
  private static final String ADVICE =
      "It will be reported and never delivered; the others are not touched by it. Restore the store"
          + " from a backup, or remove this message";

  /** The messages of one backlog in sum. */
  record Tally(long messages, long highestArrival) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(long arrival) {
      return new Tally(messages + 1, Math.max(highestArrival, arrival));
    }
  }

  private final List<StoreCheck.Finding> findings;
  private final PreparedStatement page;
  private final PreparedStatement pieces;
  private final Map<Integer, Tally> tallies = new HashMap<>();
  private final Set<Long> bodies = new HashSet<>();
  private boolean readWholly;

  MessageCheck(Connection connection, List<StoreCheck.Finding> findings) throws SQLException {
    this.findings = findings;
    page =
        connection.prepareStatement(
            "SELECT id, head, body, body_length, checksum, body_number FROM message"
                + " WHERE id > ? ORDER BY id"
                + " FETCH FIRST "
                + ROWS_AT_ONCE
                + " ROWS ONLY");
    pieces =
        connection.prepareStatement(
            "SELECT bytes FROM message_piece WHERE message = ? AND piece >= ? AND piece < ?"
                + " ORDER BY piece");
  }

  void run() {
    long after = 0;
    try {
      long last;
      while ((last = checkPage(after)) > after) {
        after = last;
      }
      readWholly = true;
    } catch (SQLException e) {
      findings.add(
          new StoreCheck.Finding(
              "the rows behind it cannot be read (" + e.getMessage() + ")",
              "The table message, after " + place(after),
              "Restore the store from a backup"));
    }
  }

  /** Returns the last key of the page, or the one given if there is none. */
  private long checkPage(long after) throws SQLException {
    long last = after;
    page.setLong(1, after);
    try (ResultSet rows = page.executeQuery()) {
      while (rows.next()) {
        last = rows.getLong(1);
        tallies.merge(
            MessageKey.backlog(last),
            Tally.NONE.plus(MessageKey.arrival(last)),
            (sum, one) -> sum.plus(one.highestArrival()));
        String damage = damage(rows);
        if (damage != null) {
          findings.add(new StoreCheck.Finding(damage, "The message with " + place(last), ADVICE));
        }
      }
    }
    return last;
  }

  static String place(long key) {
    return key == 0
        ? "its beginning"
        : "key "
            + key
            + " (backlog "
            + MessageKey.backlog(key)
            + ", priority "
            + MessageKey.priority(key)
            + ", arrival "
            + MessageKey.arrival(key)
            + ")";
  }

  private String damage(ResultSet row) throws SQLException {
    CRC32C crc = new CRC32C();
    crc.update(row.getBytes(2));
    byte[] body = row.getBytes(3);
    long length;
    if (body != null) {
      crc.update(body);
      length = body.length;
    } else {
      length = addPieces(row.getLong(6), crc);
    }
    if (length != row.getInt(4)) {
      return "its body has " + length + " bytes of " + row.getInt(4);
    }
    return (int) crc.getValue() == row.getInt(5) ? null : "its checksum does not fit";
  }

  /** Reads a few pieces at a time, as a body may be larger than the heap. */
  private long addPieces(long number, CRC32C crc) throws SQLException {
    bodies.add(number);
    long length = 0;
    int read = 0;
    int step;
    do {
      step = read;
      pieces.setLong(1, number);
      pieces.setInt(2, step);
      pieces.setInt(3, step + BodyTable.PIECES_AT_ONCE);
      try (ResultSet rows = pieces.executeQuery()) {
        while (rows.next()) {
          byte[] bytes = rows.getBytes(1);
          crc.update(bytes);
          length += bytes.length;
          read++;
        }
      }
    } while (read == step + BodyTable.PIECES_AT_ONCE);
    return length;
  }

  /** Whether no part of the table was passed over. */
  boolean isReadWholly() {
    return readWholly;
  }

  long messages() {
    return tallies.values().stream().mapToLong(Tally::messages).sum();
  }

  /** The numbers of the bodies in pieces that messages refer to. */
  Set<Long> bodies() {
    return bodies;
  }

  /** What was found, by the number of the backlog. */
  Map<Integer, Tally> tallies() {
    return tallies;
  }
}

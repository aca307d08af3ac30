// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;

/**
 * Puts bodies together from their pieces, a few at a time: H2 gathers a result on the heap before
 * it hands it out. Used by the thread of its connection only.
 */
final class PieceReader {

  private final PreparedStatement pieces;

  PieceReader(Connection connection) throws SQLException {
    pieces =
        connection.prepareStatement(
            "SELECT bytes FROM message_piece WHERE message = ? AND piece >= ? AND piece < ?"
                + " ORDER BY piece");
  }

  /**
   * Reads a body.
   *
   * @param number the body's number
   * @param length how long it must be
   * @throws DamagedMessageException if pieces are missing, or there are too many
   */
  Body read(long number, int length) throws SQLException {
    List<byte[]> body = new ArrayList<>();
    int missing = length;
    int step;
    do {
      step = body.size();
      pieces.setLong(1, number);
      pieces.setInt(2, step);
      pieces.setInt(3, step + BodyTable.PIECES_AT_ONCE);
      try (ResultSet result = pieces.executeQuery()) {
        while (result.next()) {
          byte[] piece = result.getBytes(1);
          missing -= piece.length;
          body.add(piece);
          requireNotLonger(missing);
        }
      }
    } while (body.size() == step + BodyTable.PIECES_AT_ONCE);
    if (missing > 0) {
      throw new DamagedMessageException(missing + " bytes of its body are missing");
    }
    return Body.ofPieces(body);
  }

  private static void requireNotLonger(int missing) {
    if (missing < 0) {
      throw new DamagedMessageException("its pieces are longer than its body");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.transaction.xa.Xid;

/**
 * Reads identifiers of Narayana's, the transaction manager of WildFly and others, as its own logs
 * show them: the global part is the unique identifier of the transaction and the name of the node,
 * the qualifier begins with the unique identifier of the branch.
 */
final class NarayanaXid {

  /** The format that Narayana gives to its identifiers. */
  static final int FORMAT = 131_077;

  /** Two words for the host, then process, time and a number. */
  private static final int UID_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

  private NarayanaXid() {}

  /** What an identifier says, or null when it is not Narayana's or does not look like it. */
  static String meaning(Xid xid) {
    byte[] global = xid.getGlobalTransactionId();
    byte[] qualifier = xid.getBranchQualifier();
    if (xid.getFormatId() != FORMAT || global.length <= UID_BYTES || qualifier.length < UID_BYTES) {
      return null;
    }
    String node = node(global);
    return node == null
        ? null
        : "transaction " + uid(global) + " of node " + node + ", branch " + uid(qualifier);
  }

  private static String uid(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return Long.toHexString(in.getLong())
        + ":"
        + Long.toHexString(in.getLong())
        + ":"
        + Integer.toHexString(in.getInt())
        + ":"
        + Integer.toHexString(in.getInt())
        + ":"
        + Integer.toHexString(in.getInt());
  }

  private static String node(byte[] global) {
    try {
      String name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(global, UID_BYTES, global.length - UID_BYTES))
              .toString();
      return name.chars().anyMatch(Character::isISOControl) ? null : name;
    } catch (CharacterCodingException e) {
      // Another format with this number: better no meaning than a wrong one.
      return null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

/** The form of a message's body (Jakarta Messaging 3.1, section 3.11). */
public enum MessageType {
  /** A message without a body: headers and properties only. */
  MESSAGE(0),
  /** The body is UTF-8 text. */
  TEXT(1),
  /** The body is the application's bytes as they are. */
  BYTES(2),
  /** The body is a set of named values. */
  MAP(3),
  /** The body is a sequence of values. */
  STREAM(4),
  /** The body is one object in Java serialization. */
  OBJECT(5);

  private static final MessageType[] BY_CODE = values();

  private final byte code;

  MessageType(int code) {
    this.code = (byte) code;
  }

  /**
   * Returns the number that stands for this type in stored messages; it never changes between
   * versions.
   *
   * @return the stable code
   */
  public byte code() {
    return code;
  }

  /** Returns the type with this code, or null when there is none. */
  static MessageType ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}

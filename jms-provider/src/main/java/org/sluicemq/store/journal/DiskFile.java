// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file opened by a {@link Disk}, read and written at given positions (in bytes from its start).
 *
 * <p>Safe for use by several threads; each call is atomic towards the others, except that {@link
 * #force()} runs beside them and covers what was written before it was called.
 */
public interface DiskFile extends Closeable {

  /**
   * Reads bytes until the length asked for or the end of the file.
   *
   * @param position where to read from
   * @param target where the bytes go
   * @param offset the first index in {@code target}
   * @param length how many bytes are wanted
   * @return how many were read; less than {@code length} only at the end of the file
   * @throws IOException if the disk fails
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /**
   * Writes all the bytes, growing the file if need be. They are durable after the next {@link
   * #force()}.
   *
   * @param position where to write
   * @param source where the bytes come from
   * @param offset the first index in {@code source}
   * @param length how many bytes
   * @throws IOException if the disk fails or is full; what the range holds is then unknown
   */
  void write(long position, byte[] source, int offset, int length) throws IOException;

  /**
   * Makes everything durable that was written before the call.
   *
   * @throws IOException if the disk fails. The failure is final: the operating system may have
   *     dropped what it could not write, so that a later success would prove nothing.
   */
  void force() throws IOException;

  /**
   * The length of the file in bytes.
   *
   * @return the length
   * @throws IOException if the disk fails
   */
  long size() throws IOException;

  /**
   * Cuts the file, or extends it with zeros.
   *
   * @param length the new length in bytes
   * @throws IOException if the disk fails
   */
  void setLength(long length) throws IOException;
}

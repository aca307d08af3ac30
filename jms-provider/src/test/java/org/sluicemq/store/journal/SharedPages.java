// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The bytes of a file in pages that copies share until one of them writes: a copy costs a pointer
 * for each page, so that thousands of images of one disk can be taken. A page that was never
 * written, or only with zeros, costs nothing. Not safe for several threads.
 */
final class SharedPages {

  private static final int PAGE = 4096;

  private byte[][] pages = new byte[16][];
  private BitSet own = new BitSet();
  private long length;

  /** The same bytes, to go their own way from now on. */
  SharedPages copy() {
    SharedPages copy = new SharedPages();
    copy.pages = pages.clone();
    copy.length = length;
    own = new BitSet();
    return copy;
  }

  long length() {
    return length;
  }

  int read(long position, byte[] target, int offset, int wanted) {
    int available = (int) Math.max(0, Math.min(wanted, length - position));
    for (int done = 0; done < available; ) {
      int page = (int) ((position + done) / PAGE);
      int from = (int) ((position + done) % PAGE);
      int count = Math.min(PAGE - from, available - done);
      byte[] bytes = page < pages.length ? pages[page] : null;
      if (bytes == null) {
        Arrays.fill(target, offset + done, offset + done + count, (byte) 0);
      } else {
        System.arraycopy(bytes, from, target, offset + done, count);
      }
      done += count;
    }
    return available;
  }

  void write(long position, byte[] source, int offset, int count) {
    for (int done = 0; done < count; ) {
      int page = Math.toIntExact((position + done) / PAGE);
      int from = (int) ((position + done) % PAGE);
      int part = Math.min(PAGE - from, count - done);
      reserve(page);
      if (pages[page] != null || !isZero(source, offset + done, part)) {
        System.arraycopy(source, offset + done, writable(page), from, part);
      }
      done += part;
    }
    length = Math.max(length, position + count);
  }

  private static boolean isZero(byte[] source, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (source[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int page) {
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, 2 * pages.length));
    }
  }

  private byte[] writable(int page) {
    if (pages[page] == null) {
      pages[page] = new byte[PAGE];
    } else if (!own.get(page)) {
      pages[page] = pages[page].clone();
    }
    own.set(page);
    return pages[page];
  }

  /** Cuts the file, or extends it with zeros. */
  void setLength(long next) {
    if (next < length) {
      int page = (int) (next / PAGE);
      if (page < pages.length && pages[page] != null) {
        Arrays.fill(writable(page), (int) (next % PAGE), PAGE, (byte) 0);
      }
      for (int i = page + 1; i < pages.length; i++) {
        pages[i] = null;
      }
    }
    length = next;
  }
}

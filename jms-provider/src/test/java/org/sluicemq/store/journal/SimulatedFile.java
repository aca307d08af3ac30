// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The content of a file on a {@link SimulatedDisk}: what is durable, what programs see, and the
 * changes between the two.
 */
final class SimulatedFile {

  private final Content durable;
  private final Content current;
  private final List<Change> unforced = new ArrayList<>();

  SimulatedFile() {
    this(new Content());
  }

  private SimulatedFile(Content content) {
    this.durable = content;
    this.current = content.copy();
  }

  /** A write, or, without bytes, a change of length. */
  private record Change(long position, byte[] bytes) {}

  synchronized int read(long position, byte[] target, int offset, int length) {
    int available = (int) Math.max(0, Math.min(length, current.length - position));
    if (available > 0) {
      System.arraycopy(current.bytes, (int) position, target, offset, available);
    }
    return available;
  }

  synchronized void write(long position, byte[] source, int offset, int length) {
    Change change = new Change(position, Arrays.copyOfRange(source, offset, offset + length));
    current.apply(change);
    unforced.add(change);
  }

  synchronized void setLength(long length) {
    Change change = new Change(length, null);
    current.apply(change);
    unforced.add(change);
  }

  synchronized long size() {
    return current.length;
  }

  synchronized void force() {
    unforced.forEach(durable::apply);
    unforced.clear();
  }

  synchronized SimulatedFile afterPowerLoss(PowerLoss loss, Random random) {
    Content left = durable.copy();
    switch (loss) {
      case NONE_LOST -> unforced.forEach(left::apply);
      case ALL_LOST -> {}
      case TORN_PREFIX -> applyPrefix(left, random);
      case WHOLE_WRITES ->
          unforced.stream().filter(change -> random.nextBoolean()).forEach(left::apply);
      case PAGES, SECTORS -> unforced.forEach(change -> applyPieces(left, change, loss, random));
    }
    return new SimulatedFile(left);
  }

  private void applyPrefix(Content left, Random random) {
    int whole = random.nextInt(unforced.size() + 1);
    unforced.subList(0, whole).forEach(left::apply);
    if (whole < unforced.size() && unforced.get(whole).bytes != null) {
      Change torn = unforced.get(whole);
      left.apply(
          new Change(
              torn.position, Arrays.copyOf(torn.bytes, random.nextInt(torn.bytes.length + 1))));
    }
  }

  private static void applyPieces(Content left, Change change, PowerLoss loss, Random random) {
    if (change.bytes == null) {
      if (random.nextBoolean()) {
        left.apply(change);
      }
      return;
    }
    int size = loss.pieceBytes();
    int from = 0;
    while (from < change.bytes.length) {
      long position = change.position + from;
      int to = (int) Math.min(change.bytes.length, from + size - position % size);
      if (random.nextBoolean()) {
        left.apply(new Change(position, Arrays.copyOfRange(change.bytes, from, to)));
      }
      from = to;
    }
  }

  private static final class Content {
    private byte[] bytes = new byte[0];
    private int length;

    Content copy() {
      Content copy = new Content();
      copy.bytes = Arrays.copyOf(bytes, length);
      copy.length = length;
      return copy;
    }

    void apply(Change change) {
      int position = Math.toIntExact(change.position);
      if (change.bytes == null) {
        reserve(position);
        if (position < length) {
          Arrays.fill(bytes, position, length, (byte) 0);
        }
        length = position;
      } else {
        reserve(position + change.bytes.length);
        System.arraycopy(change.bytes, 0, bytes, position, change.bytes.length);
        length = Math.max(length, position + change.bytes.length);
      }
    }

    private void reserve(int wanted) {
      if (bytes.length < wanted) {
        bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
      }
    }
  }
}

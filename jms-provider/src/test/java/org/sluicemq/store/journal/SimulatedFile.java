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

  private final SharedPages durable;
  private final SharedPages current;
  private final List<Change> unforced = new ArrayList<>();

  SimulatedFile() {
    this(new SharedPages());
  }

  private SimulatedFile(SharedPages content) {
    this.durable = content;
    this.current = content.copy();
  }

  /** A write, or, without bytes, a change of length. */
  private record Change(long position, byte[] bytes) {
    void applyTo(SharedPages content) {
      if (bytes == null) {
        content.setLength(position);
      } else {
        content.write(position, bytes, 0, bytes.length);
      }
    }
  }

  synchronized int read(long position, byte[] target, int offset, int length) {
    return current.read(position, target, offset, length);
  }

  synchronized void write(long position, byte[] source, int offset, int length) {
    change(new Change(position, Arrays.copyOfRange(source, offset, offset + length)));
  }

  synchronized void setLength(long length) {
    change(new Change(length, null));
  }

  private void change(Change change) {
    change.applyTo(current);
    unforced.add(change);
  }

  synchronized long size() {
    return current.length();
  }

  synchronized void force() {
    unforced.forEach(change -> change.applyTo(durable));
    unforced.clear();
  }

  synchronized SimulatedFile afterPowerLoss(PowerLoss loss, Random random) {
    SharedPages left = durable.copy();
    switch (loss) {
      case NONE_LOST -> unforced.forEach(change -> change.applyTo(left));
      case ALL_LOST -> {}
      case TORN_PREFIX -> applyPrefix(left, random);
      case WHOLE_WRITES ->
          unforced.stream()
              .filter(change -> random.nextBoolean())
              .forEach(change -> change.applyTo(left));
      case PAGES, SECTORS -> unforced.forEach(change -> applyPieces(left, change, loss, random));
    }
    return new SimulatedFile(left);
  }

  private void applyPrefix(SharedPages left, Random random) {
    int whole = random.nextInt(unforced.size() + 1);
    unforced.subList(0, whole).forEach(change -> change.applyTo(left));
    if (whole < unforced.size() && unforced.get(whole).bytes != null) {
      Change torn = unforced.get(whole);
      new Change(torn.position, Arrays.copyOf(torn.bytes, random.nextInt(torn.bytes.length + 1)))
          .applyTo(left);
    }
  }

  private static void applyPieces(SharedPages left, Change change, PowerLoss loss, Random random) {
    if (change.bytes == null) {
      if (random.nextBoolean()) {
        change.applyTo(left);
      }
      return;
    }
    int size = loss.pieceBytes();
    int from = 0;
    while (from < change.bytes.length) {
      long position = change.position + from;
      int to = (int) Math.min(change.bytes.length, from + size - position % size);
      if (random.nextBoolean()) {
        new Change(position, Arrays.copyOfRange(change.bytes, from, to)).applyTo(left);
      }
      from = to;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Creates, opens and resizes the files of journals, each step so that a loss of power leaves an old
 * or a new one.
 */
final class JournalFiles {

  private static final int ZEROS = 1 << 20;

  private JournalFiles() {}

  static Journal create(Disk disk, Path path, JournalHeader header) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    disk.delete(unfinished);
    try (DiskFile file = disk.open(unfinished)) {
      fillWithZeros(file, 0, JournalHeader.RING_START + header.capacity());
      header.writeTo(file);
      file.force();
    }
    disk.rename(unfinished, path);
    disk.forceDirectory(path.getParent());
    return open(disk, path, header.store());
  }

  static Journal open(Disk disk, Path path, UUID store) throws IOException {
    DiskFile file = disk.open(path);
    boolean opened = false;
    try {
      JournalHeader header = JournalHeader.readFrom(file);
      if (!header.store().equals(store)) {
        throw new UnusableJournalException(
            "The journal "
                + path
                + " belongs to store "
                + header.store()
                + ", not to "
                + store
                + ". Put back the journal that was beside this store, or restore both from one backup; nothing was changed.");
      }
      requireWhole(file, header);
      Journal journal = Journal.start(file, header);
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static void requireWhole(DiskFile file, JournalHeader header) throws IOException {
    long whole = JournalHeader.RING_START + header.capacity();
    if (file.size() < whole) {
      throw new UnusableJournalException(
          "The journal "
              + file
              + " has "
              + file.size()
              + " bytes, it should have "
              + whole
              + ": a part of it is missing. Restore the whole store directory from a backup; nothing was changed.");
    }
  }

  /** The longer file comes before the header that tells of it, the shorter one after. */
  static JournalHeader resize(DiskFile file, JournalHeader header, long capacity)
      throws IOException {
    JournalHeader next = header.emptiedTo(capacity);
    fillWithZeros(file, file.size(), JournalHeader.RING_START + capacity);
    file.force();
    next.writeTo(file);
    file.force();
    if (capacity < header.capacity()) {
      file.setLength(JournalHeader.RING_START + capacity);
    }
    return next;
  }

  private static void fillWithZeros(DiskFile file, long from, long to) throws IOException {
    byte[] zeros = new byte[ZEROS];
    for (long position = from; position < to; position += ZEROS) {
      file.write(position, zeros, 0, (int) Math.min(ZEROS, to - position));
    }
  }
}

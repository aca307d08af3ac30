// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;

/**
 * The small file that makes a directory a store: which store it is, and in which format its files
 * are.
 *
 * @param id the identity of the store, which its journals carry too
 */
record StoreMarker(UUID id) {

  static final String FILE = "store.id";

  private static final int FORMAT = 1;
  private static final int LONGEST = 4096;

  static StoreMarker create(Disk disk, Path directory) throws IOException {
    StoreMarker marker = new StoreMarker(UUID.randomUUID());
    byte[] text =
        ("format=" + FORMAT + "\nid=" + marker.id + "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path unfinished = directory.resolve(FILE + ".new");
    disk.delete(unfinished);
    try (DiskFile file = disk.open(unfinished)) {
      file.write(0, text, 0, text.length);
      file.force();
    }
    disk.rename(unfinished, directory.resolve(FILE));
    disk.forceDirectory(directory);
    return marker;
  }

  static StoreMarker read(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    byte[] text = new byte[LONGEST];
    int length;
    try (DiskFile file = disk.open(path)) {
      length = file.read(0, text, 0, text.length);
    }
    Properties properties = new Properties();
    properties.load(new StringReader(new String(text, 0, length, StandardCharsets.ISO_8859_1)));
    try {
      int format = Integer.parseInt(properties.getProperty("format", ""));
      if (format != FORMAT) {
        throw new UnusableStoreException(
            "The store in "
                + directory
                + " has format "
                + format
                + ", this version of Sluice knows "
                + FORMAT
                + ". Start it with the version that wrote it; nothing was changed.");
      }
      return new StoreMarker(UUID.fromString(properties.getProperty("id", "")));
    } catch (IllegalArgumentException e) {
      throw new UnusableStoreException(
          "The file "
              + path
              + " is damaged. Restore the whole store directory from a backup; nothing was changed.");
    }
  }
}

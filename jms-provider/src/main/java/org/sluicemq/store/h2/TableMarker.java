// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.h2.engine.Constants;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;

/**
 * The small file beside the database that says that its tables were made, in which version and by
 * which H2. It is looked at before H2 is: another H2 may take a database that it cannot read for an
 * empty one.
 */
final class TableMarker {

  static final String FILE = "store.tables";

  private static final int LONGEST = 4096;
  private static final String H2_SERIES = Constants.VERSION_MAJOR + "." + Constants.VERSION_MINOR;

  private static final String CURRENT = Integer.toString(Schema.VERSION);

  private TableMarker() {}

  /**
   * What is said about the tables: nothing, that they were made, or that it was by this version.
   */
  enum Tables {
    NONE,
    OLDER,
    CURRENT
  }

  /**
   * Checks that the tables, if there are any, can be used.
   *
   * @return whether and by whom the tables were made; none for a store that is new
   * @throws StoreException if another version of Sluice or H2 made them; nothing was changed
   */
  static Tables check(Disk disk, Path directory) throws IOException, StoreException {
    Path path = directory.resolve(FILE);
    if (!disk.exists(path)) {
      return Tables.NONE;
    }
    byte[] text = new byte[LONGEST];
    int length;
    try (DiskFile file = disk.open(path)) {
      length = file.read(0, text, 0, text.length);
    }
    Properties properties = new Properties();
    properties.load(new StringReader(new String(text, 0, length, StandardCharsets.ISO_8859_1)));
    String version = properties.getProperty("version", "unknown");
    if (!isKnown(version)) {
      throw Schema.otherVersion(directory.toString(), version);
    }
    String series = properties.getProperty("h2", "unknown");
    if (!series.equals(H2_SERIES)) {
      throw new StoreException(
          "The store "
              + directory
              + " was written by H2 "
              + series
              + ", on the class path is H2 "
              + Constants.VERSION
              + ". Put H2 "
              + series
              + " there, or bring the tables over by its SCRIPT command; nothing was changed.");
    }
    return version.equals(CURRENT) ? Tables.CURRENT : Tables.OLDER;
  }

  private static boolean isKnown(String version) {
    try {
      return Schema.isKnown(Integer.parseInt(version));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Notes, durably, that the tables were made, or brought to this version. */
  static void write(Disk disk, Path directory) throws IOException {
    byte[] text =
        ("version=" + CURRENT + "\nh2=" + H2_SERIES + "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path unfinished = directory.resolve(FILE + ".new");
    disk.delete(unfinished);
    try (DiskFile file = disk.open(unfinished)) {
      file.write(0, text, 0, text.length);
      file.force();
    }
    disk.rename(unfinished, directory.resolve(FILE));
    disk.forceDirectory(directory);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The files of one database as H2 sees them through a {@link StoreFilePath}: a flat directory. */
interface DatabaseFiles {

  /** The name of the database, to which H2 adds its suffix. */
  String database();

  boolean exists(String name);

  long size(String name) throws IOException;

  FileChannel open(String name, boolean readOnly) throws IOException;

  void delete(String name) throws IOException;

  void rename(String from, String to) throws IOException;
}

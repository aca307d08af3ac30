// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;

/** An open H2 database under an {@link H2MessageStore}. Safe for use by several threads. */
interface StoreDatabase extends Closeable {

  /** Opens a database whose tables are those of this version. */
  @FunctionalInterface
  interface Opening {
    StoreDatabase open() throws IOException, SQLException, StoreException;
  }

  /** Opens a connection, the caller's to close. */
  Connection connect() throws SQLException;

  /** The identity of the store that the database belongs to. */
  UUID storeId();

  /** Begins a copy of what is forced by now; nobody may write to the database meanwhile. */
  PendingBackup beginBackup(Path target) throws StoreException;
}

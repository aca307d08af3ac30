// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The seam to the file system: everything that must survive a loss of power goes through it.
 *
 * <p>What an implementation promises is what a careful reading of POSIX promises and no more:
 * content is durable after {@link DiskFile#force()}, a created, renamed or deleted name after
 * {@link #forceDirectory(Path)}; until then any part of it may be lost, in any order. No call is
 * disturbed by an interrupt of the calling thread.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Disk {

  /**
   * Opens a file for reading and writing and creates it, empty, if there is none.
   *
   * @param file the file; its directory must exist
   * @return the open file
   * @throws IOException if it cannot be opened or created
   */
  DiskFile open(Path file) throws IOException;

  /**
   * Tells whether there is such a file or directory.
   *
   * @param path the name asked for
   * @return whether it exists
   */
  boolean exists(Path path);

  /**
   * Deletes a file; does nothing if there is none.
   *
   * @param file the file
   * @throws IOException if it exists and cannot be deleted
   */
  void delete(Path file) throws IOException;

  /**
   * Gives a file another name, in one step that replaces a file which has that name already.
   *
   * @param from the present name
   * @param to the new name, in the same directory
   * @throws IOException if it cannot be done; both names are then as before
   */
  void rename(Path from, Path to) throws IOException;

  /**
   * Creates a directory and the missing ones above it, durably.
   *
   * @param directory the directory
   * @throws IOException if one cannot be created
   */
  void createDirectories(Path directory) throws IOException;

  /**
   * Makes names that were created, renamed or deleted in a directory durable.
   *
   * @param directory the directory
   * @throws IOException if the disk refuses; whether the names are durable is then unknown
   */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Takes the lock on a file. It keeps everybody else away, in other processes and in this one,
   * whatever their class loader, until it is closed or this process ends. The file is created if
   * there is none, and must never be opened by {@link #open(Path)}: on POSIX systems closing any
   * handle to it would drop the lock.
   *
   * @param file the lock file
   * @return the lock, or empty if another holds it
   * @throws IOException if the file cannot be created, or the file system has no locks
   */
  Optional<DiskLock> tryLock(Path file) throws IOException;
}

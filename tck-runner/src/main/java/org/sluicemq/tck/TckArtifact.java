// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The jar with the TCK, wherever it is: the path that was given, the local repository, or a remote
 * one. Immutable.
 */
final class TckArtifact {
  static final String GROUP = "jakarta.tck";
  static final String NAME = "jms-tck";

  /** Brings an artifact into the local repository. */
  interface Download {

    /**
     * Tries once.
     *
     * @param coordinates group, artifact and version, with colons between them
     * @return what went wrong, for a person to read; empty when it was brought
     */
    String attempt(String coordinates) throws IOException, InterruptedException;
  }

  private final String version;
  private final Path localRepository;
  private final Download download;

  TckArtifact(String version, Path localRepository, Download download) {
    this.version = version;
    this.localRepository = localRepository;
    this.download = download;
  }

  /**
   * Finds the jar.
   *
   * @param given the path that the user gave, or an empty text
   * @throws MissingTckException saying where it was looked for and where it can be had
   */
  Path find(String given) throws MissingTckException, IOException, InterruptedException {
    if (!given.isBlank()) {
      Path jar = Path.of(given.strip());
      if (Files.isRegularFile(jar)) {
        return jar;
      }
      throw new MissingTckException(
          "-Dtck.jar names " + jar.toAbsolutePath() + ", where there is no file.", version);
    }
    Path jar = inLocalRepository();
    if (Files.isRegularFile(jar)) {
      return jar;
    }
    String failure = download.attempt(GROUP + ":" + NAME + ":" + version);
    if (failure.isEmpty() && Files.isRegularFile(jar)) {
      return jar;
    }
    throw new MissingTckException(
        "It is not in the local repository (" + jar + "), and Maven did not get it: " + failure,
        version);
  }

  private Path inLocalRepository() {
    return localRepository
        .resolve(GROUP.replace('.', '/'))
        .resolve(NAME)
        .resolve(version)
        .resolve(NAME + "-" + version + ".jar");
  }
}

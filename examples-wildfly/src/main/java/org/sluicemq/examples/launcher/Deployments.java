// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The deployment directory of a server, which WildFly scans. Marker files tell it what to do, and
 * what came of it.
 *
 * @param directory the directory
 */
public record Deployments(Path directory) {

  private static final List<String> MARKERS =
      List.of(".deployed", ".failed", ".undeployed", ".isdeploying", ".pending", ".dodeploy");

  /** Puts an archive in place, replacing one of the same name, and asks for its deployment. */
  public void put(Path archive, String name) throws IOException {
    Files.createDirectories(directory);
    Path partial = directory.resolveSibling(name + ".partial");
    Files.copy(archive, partial, StandardCopyOption.REPLACE_EXISTING);
    Files.move(partial, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    for (String marker : MARKERS) {
      Files.deleteIfExists(directory.resolve(name + marker));
    }
    Files.createFile(directory.resolve(name + ".dodeploy"));
  }

  /** What the server wrote about a deployment that failed, if one did. */
  public Optional<String> failure() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Optional<Path> failed = files.filter(file -> file.toString().endsWith(".failed")).findFirst();
      return failed.isPresent()
          ? Optional.of(failed.get().getFileName() + ": " + Files.readString(failed.get()))
          : Optional.empty();
    }
  }
}

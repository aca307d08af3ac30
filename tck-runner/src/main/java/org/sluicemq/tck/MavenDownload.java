// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks the Maven that runs the build for an artifact, in a process of its own: with the user's
 * repositories, mirrors and credentials, and without failing the build before anybody has said what
 * to do. Immutable.
 *
 * @param mavenHome where Maven is installed
 * @param localRepository where it keeps artifacts
 * @param offline whether it must not ask anybody
 * @param plugin the dependency plugin, group, artifact and version
 */
record MavenDownload(Path mavenHome, Path localRepository, boolean offline, String plugin)
    implements TckArtifact.Download {

  @Override
  public String attempt(String coordinates) throws IOException, InterruptedException {
    Process maven =
        new ProcessBuilder(command(coordinates))
            .directory(localRepository.toFile())
            .redirectErrorStream(true)
            .start();
    maven.getOutputStream().close();
    String output = new String(maven.getInputStream().readAllBytes(), Charset.defaultCharset());
    return maven.waitFor() == 0 ? "" : complaint(output);
  }

  List<String> command(String coordinates) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    List<String> command = new ArrayList<>();
    command.add(mavenHome.resolve("bin").resolve(windows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-q"));
    if (offline) {
      command.add("-o");
    }
    command.add("-Dmaven.repo.local=" + localRepository);
    command.add(plugin + ":get");
    command.add("-Dartifact=" + coordinates);
    command.add("-Dtransitive=false");
    return command;
  }

  /** Returns the first line of an error, which says what; the rest tells how to search for why. */
  static String complaint(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("[ERROR]"))
        .map(line -> line.substring("[ERROR]".length()).strip())
        .findFirst()
        .orElse(output.strip());
  }
}

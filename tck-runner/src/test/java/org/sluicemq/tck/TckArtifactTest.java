// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the TCK is looked for, and what is said when it is nowhere. */
class TckArtifactTest {
  @TempDir private Path directory;

  private final List<String> asked = new ArrayList<>();

  private Path place() {
    return directory.resolve("jakarta/tck/jms-tck/3.1.9/jms-tck-3.1.9.jar");
  }

  private Path put(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    return Files.writeString(jar, "a jar");
  }

  private TckArtifact artifact(String failure) {
    return new TckArtifact(
        "3.1.9",
        directory,
        coordinates -> {
          asked.add(coordinates);
          if (failure.isEmpty()) {
            put(place());
          }
          return failure;
        });
  }

  private String refusal(String failure, String given) {
    return assertThrows(MissingTckException.class, () -> artifact(failure).find(given))
        .getMessage();
  }

  @Test
  void theJarThatIsNamedIsTaken() throws Exception {
    Path jar = put(directory.resolve("mine.jar"));
    put(place());
    assertEquals(jar, artifact("none").find(jar.toString()));
    assertTrue(asked.isEmpty());
  }

  @Test
  void aNamedJarThatIsNotThereIsNotReplacedByAnother() throws Exception {
    put(place());
    String refusal = refusal("none", directory.resolve("lost.jar").toString());
    assertTrue(refusal.contains("lost.jar, where there is no file"), refusal);
  }

  @Test
  void theLocalRepositoryIsAskedBeforeAnyOther() throws Exception {
    put(place());
    assertEquals(place(), artifact("none").find(" "));
    assertTrue(asked.isEmpty());
  }

  @Test
  void whatIsNotInTheLocalRepositoryIsDownloaded() throws Exception {
    assertEquals(place(), artifact("").find(""));
    assertEquals(List.of("jakarta.tck:jms-tck:3.1.9"), asked);
  }

  @Test
  void aTckThatIsNowhereIsRefusedWithWhereItIsPublishedAndWhatToDo() {
    String refusal = refusal("the repository does not have it", "");
    for (String part :
        List.of(
            "jakarta.tck:jms-tck:3.1.9",
            "nothing was tested",
            place().toString(),
            "the repository does not have it",
            "https://github.com/jakartaee/platform-tck",
            "install",
            "-Dtck.version=",
            "-Dtck.jar=")) {
      assertTrue(refusal.contains(part), part + " in " + refusal);
    }
  }

  @Test
  void aDownloadThatBringsNothingIsARefusalToo() {
    TckArtifact liar = new TckArtifact("3.1.9", directory, coordinates -> "");
    assertThrows(MissingTckException.class, () -> liar.find(""));
  }

  @Test
  void mavenIsAskedForTheOneArtifactWithTheUsersRepository() {
    MavenDownload download = new MavenDownload(Path.of("maven"), directory, true, "g:plugin:1");
    List<String> command = download.command("g:a:1");
    assertTrue(command.get(0).contains("maven"), command.toString());
    assertTrue(
        command.containsAll(
            List.of("-o", "g:plugin:1:get", "-Dartifact=g:a:1", "-Dtransitive=false")),
        command.toString());
    assertTrue(command.contains("-Dmaven.repo.local=" + directory), command.toString());
    MavenDownload online = new MavenDownload(Path.of("maven"), directory, false, "g:plugin:1");
    assertFalse(online.command("g:a:1").contains("-o"));
  }

  @Test
  void ofMavensWordsTheErrorIsTold() {
    assertEquals(
        "it is not there",
        MavenDownload.complaint("[INFO] x\n[ERROR] it is not there\n[ERROR] see below\n"));
    assertEquals("no java", MavenDownload.complaint("no java\n"));
  }

  @Test
  void aMavenThatCannotBeStartedIsAnError() {
    MavenDownload download = new MavenDownload(directory, directory, true, "g:plugin:1");
    try {
      download.attempt("g:a:1");
      fail("there is no Maven in " + directory);
    } catch (IOException e) {
      assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
    } catch (InterruptedException e) {
      fail(e);
    }
  }
}

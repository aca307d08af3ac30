// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java SE example of the README runs as it is printed there. */
class ReadmeExampleTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(import.*?public class Hello.*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void exampleRunsAsPrinted() throws Exception {
    Matcher readme = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
    assertTrue(readme.find(), "the README has the example");
    String source = readme.group(1);
    assertTrue(source.lines().count() <= 15, "fifteen lines: " + source.lines().count());
    Path file = Files.writeString(directory.resolve("Hello.java"), source);
    assertEquals("Hello from a store on disk", run(file));
    assertTrue(Files.isDirectory(directory.resolve("hello-data")));
  }

  private String run(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return output.strip();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java SE programs of the documentation run as they are printed, and print what the page says:
 * each {@code java} block with a {@code main} method, with the {@code properties} block before it
 * as {@code jndi.properties}, prints the {@code text} block behind it. The programs of a page run
 * in order in one directory.
 */
class DocumentedExamplesTest {

  private static final List<String> PAGES = List.of("README.md", "docs/getting-started.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final Pattern STORE = Pattern.compile("sluice:file:([^\"?]+)");
  private static final long LONGEST_RUN_SECONDS = 120;

  private record Program(String name, String source, String properties, String output) {}

  @TempDir private Path directory;

  private static List<Program> programs(String page) throws IOException {
    List<Program> programs = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..").resolve(page)));
    String properties = null;
    String source = null;
    while (blocks.find()) {
      String text = blocks.group(2);
      switch (blocks.group(1)) {
        case "properties" -> properties = text;
        case "java" -> {
          assertNull(source, page + " does not say what this program prints: " + source);
          source = text.contains("static void main(") ? text : null;
        }
        case "text" -> {
          if (source != null) {
            programs.add(new Program(className(source), source, properties, text));
            source = null;
          }
        }
        default -> {}
      }
    }
    assertNull(source, page + " does not say what this program prints: " + source);
    return programs;
  }

  private static String className(String source) {
    Matcher name = CLASS.matcher(source);
    assertTrue(name.find(), "a public class in: " + source);
    return name.group(1);
  }

  @TestFactory
  Stream<DynamicContainer> programPrintsWhatThePageSays() throws Exception {
    List<DynamicContainer> pages = new ArrayList<>();
    for (String page : PAGES) {
      List<Program> programs = programs(page);
      assertFalse(programs.isEmpty(), page + " has a program");
      Path home = Files.createDirectory(directory.resolve(page.replace('/', '-')));
      Stream<DynamicTest> runs =
          programs.stream()
              .map(program -> DynamicTest.dynamicTest(program.name(), () -> run(program, home)));
      pages.add(DynamicContainer.dynamicContainer(page, runs));
    }
    return pages.stream();
  }

  private static void run(Program program, Path home) throws Exception {
    if (program.properties() != null) {
      Files.writeString(home.resolve("jndi.properties"), program.properties());
    }
    Files.writeString(home.resolve(program.name() + ".java"), program.source());
    Path output = home.resolve(program.name() + ".out");
    Path errors = home.resolve(program.name() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home + File.pathSeparator + System.getProperty("java.class.path"),
                program.name() + ".java")
            .directory(home.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // Most of such a short run is spent in starting; the second compiler would only add to it.
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    boolean ended = process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertTrue(ended, program.name() + " did not end: " + Files.readString(errors));
    assertEquals(0, process.exitValue(), () -> program.name() + ": " + text(errors));
    assertEquals(
        program.output().lines().toList(),
        Files.readString(output).lines().toList(),
        () -> program.name() + ": " + text(errors));
    STORE
        .matcher(program.source())
        .results()
        .map(store -> home.resolve(store.group(1)))
        .forEach(store -> assertTrue(Files.isDirectory(store), store + " is where it was named"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void firstProgramOfTheReadmeHasFifteenLines() throws Exception {
    long lines = programs("README.md").get(0).source().lines().count();
    assertTrue(lines <= 15, "fifteen lines: " + lines);
  }
}

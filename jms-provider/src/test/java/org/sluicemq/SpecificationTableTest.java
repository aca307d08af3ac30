// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that maps the specification to tests names tests that exist, in the order of it. */
class SpecificationTableTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+)\\.[\\d., to]* ?[^|]*\\|[^|]*\\|(.*)\\|");

  private static List<String> page() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/specification.md"));
  }

  private static Map<String, Path> testSources() throws IOException {
    Map<String, Path> found = new HashMap<>();
    for (String module : List.of("jms-provider", "resource-adapter", "cdi", "tck-runner")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> found.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    return found;
  }

  private static boolean isTest(String source, String method) {
    Matcher declared = Pattern.compile("void " + method + "\\(").matcher(source);
    if (!declared.find()) {
      return false;
    }
    // Annotations stand between the end of what comes before and the method itself.
    String before = source.substring(0, declared.start());
    int end = Math.max(before.lastIndexOf("\n  }\n"), before.lastIndexOf("{\n\n"));
    return Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b")
        .matcher(before.substring(Math.max(0, end)))
        .find();
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    Map<String, Path> sources = testSources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Matcher m = NAMED.matcher(String.join("\n", page())); m.find(); named++) {
      Path source = sources.get(m.group(1));
      if (source == null || !isTest(Files.readString(source), m.group(2))) {
        missing.add(m.group());
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(named > 200, "the page was read: " + named);
  }

  @Test
  void everySectionIsShownByATestAndChaptersAreInOrder() throws Exception {
    int chapter = 0;
    int rows = 0;
    for (String line : page()) {
      if (line.startsWith("## What the specification leaves")) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows++;
        assertTrue(NAMED.matcher(row.group(2)).find(), "no test in: " + line);
        int next = Integer.parseInt(row.group(1));
        assertTrue(next >= chapter && next <= chapter + 2, "out of order: " + line);
        chapter = next;
      }
    }
    assertEquals(13, chapter);
    assertTrue(rows > 80, "the rows were read: " + rows);
  }
}

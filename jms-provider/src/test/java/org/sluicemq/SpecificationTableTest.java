// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that maps the specification to tests names tests that exist, and leaves out no section.
 */
class SpecificationTableTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

  /** The first cell of a row begins with the numbers of its sections. */
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+(?:\\.\\d+)*(?:(?:, | to )\\d+(?:\\.\\d+)*)*) ");

  private static final String DECISIONS = "## What the specification leaves to the provider";

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
  void listOfSectionsHasNoGap() throws Exception {
    List<String> numbers = List.copyOf(sections().keySet());
    assertEquals("1", numbers.get(0));
    for (int i = 1; i < numbers.size(); i++) {
      String before = numbers.get(i - 1);
      String next = numbers.get(i);
      assertTrue(followers(before).contains(next), next + " after " + before);
    }
    assertEquals("13.1", numbers.get(numbers.size() - 1));
  }

  /** What may come after a section: its first part, its neighbour, or that of one it is part of. */
  private static List<String> followers(String number) {
    List<String> followers = new ArrayList<>(List.of(number + ".1"));
    for (String part = number; ; part = part.substring(0, part.lastIndexOf('.'))) {
      followers.add(neighbour(part));
      if (!part.contains(".")) {
        return followers;
      }
    }
  }

  private static String neighbour(String number) {
    int last = number.lastIndexOf('.') + 1;
    return number.substring(0, last) + (Integer.parseInt(number.substring(last)) + 1);
  }

  @Test
  void everySectionThatAsksForSomethingIsShownByATest() throws Exception {
    Set<String> left = withKind("asks");
    for (String row : shown()) {
      assertTrue(NAMED.matcher(row).find(), "no test in: " + row);
      left.removeAll(numbers(row));
    }
    assertEquals(Set.of(), left);
  }

  @Test
  void everythingThatIsLeftToTheProviderIsTold() throws Exception {
    Set<String> left = withKind("may");
    decided().forEach(row -> left.removeAll(numbers(row)));
    assertEquals(Set.of(), left);
  }

  @Test
  void everyRowIsAboutSectionsThatThereAreInTheirOrder() throws Exception {
    List<String> all = List.copyOf(sections().keySet());
    int chapter = 0;
    for (String row : shown()) {
      assertTrue(all.containsAll(numbers(row)), row);
      int next = Integer.parseInt(numbers(row).get(0).split("\\.")[0]);
      assertTrue(next >= chapter, "out of order: " + row);
      chapter = next;
    }
    for (String row : decided()) {
      assertTrue(all.containsAll(numbers(row)), row);
    }
  }

  /** The rows that name tests. */
  private static List<String> shown() throws IOException {
    List<String> page = page();
    return rows(page.subList(0, page.indexOf(DECISIONS)));
  }

  /** The rows that say what was decided. */
  private static List<String> decided() throws IOException {
    List<String> page = page();
    return rows(page.subList(page.indexOf(DECISIONS), page.size()));
  }

  private static List<String> rows(List<String> lines) {
    return lines.stream().filter(line -> ROW.matcher(line).lookingAt()).toList();
  }

  /** The sections of a row; from one to another are those between them, too. */
  private static List<String> numbers(String row) {
    List<String> numbers = new ArrayList<>();
    Matcher cell = ROW.matcher(row);
    assertTrue(cell.lookingAt(), row);
    for (String part : cell.group(1).split(", ")) {
      String[] ends = part.split(" to ");
      String last = ends[ends.length - 1];
      for (String number = ends[0]; !number.equals(last); number = neighbour(number)) {
        numbers.add(number);
        assertTrue(numbers.size() < 100, "no way from one end to the other: " + row);
      }
      numbers.add(last);
    }
    return numbers;
  }

  /** The numbers of all sections and their kinds, in order. */
  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    Path list = ROOT.resolve("jms-provider/src/test/resources/org/sluicemq");
    for (String line : Files.readAllLines(list.resolve("specification-sections.txt"))) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ", 3);
        assertTrue(Set.of("asks", "may", "tells").contains(words[1]), line);
        sections.put(words[0], words[1]);
      }
    }
    return sections;
  }

  private static Set<String> withKind(String kind) throws IOException {
    Set<String> numbers = new TreeSet<>();
    for (Map.Entry<String, String> section : sections().entrySet()) {
      if (section.getValue().equals(kind)) {
        numbers.add(section.getKey());
      }
    }
    return numbers;
  }
}

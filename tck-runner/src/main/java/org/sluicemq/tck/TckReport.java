// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * After a run: writes {@code report.md}, prints how it went, and ends with 1 unless every test of
 * the TCK ran and passed.
 */
public final class TckReport {
  /** The results, in the directory of the run. */
  static final String RESULTS = "results";

  private TckReport() {}

  /**
   * Reports on a run, by the system properties {@code tck.directory} and {@code tck.tests}, and
   * those whose values the report repeats.
   *
   * @param arguments none
   * @throws IOException when results cannot be read or the report cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(System.getProperty("tck.directory"));
    TckSummary summary =
        new TckSummary(
            ResultFiles.read(directory.resolve(RESULTS)), Integer.getInteger("tck.tests"));
    Path report = directory.resolve("report.md");
    Files.writeString(report, summary.markdown(facts(directory, Instant.now())));
    summary.shortly().forEach(System.out::println);
    System.out.println("Report: " + report);
    if (!summary.complete()) {
      System.exit(1);
    }
  }

  private static Map<String, String> facts(Path directory, Instant now) throws IOException {
    Properties note = new Properties();
    try (InputStream in = Files.newInputStream(directory.resolve(TckPreparation.NOTE))) {
      note.load(in);
    }
    Instant began = Instant.parse(note.getProperty("began"));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("TCK", note.getProperty("jar") + ", SHA-256 " + note.getProperty("sha256"));
    facts.put("Sluice", System.getProperty("tck.sluice"));
    facts.put("H2", System.getProperty("tck.h2") + ", a store on disk for each test class");
    facts.put("Java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("began", began.truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("took", Duration.between(began, now).toSeconds() + " s");
    facts.put("JVMs at once", System.getProperty("tck.forks"));
    facts.put("jms_timeout", System.getProperty("tck.timeout") + " ms");
    facts.put("order of the methods", order());
    return facts;
  }

  private static String order() {
    String order = System.getProperty("tck.order", "");
    return order.isBlank() ? "JUnit's own" : order + ", seed " + System.getProperty("tck.seed");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Properties;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Percentiles;

/**
 * What one round of one contender has shown. Immutable; travels between the two JVMs as a
 * properties file.
 *
 * @param version what the broker says of itself
 * @param settings the settings that were in force
 * @param figures the figures of the measured phase
 * @param flushes how often the disk was told to empty its cache meanwhile, by whomever; empty where
 *     that cannot be counted
 */
public record Measurement(String version, String settings, Figures figures, OptionalLong flushes) {

  /** Writes the measurement to a new file. */
  public void writeTo(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("version", version);
    properties.setProperty("settings", settings);
    properties.setProperty("messages", Long.toString(figures.messages()));
    properties.setProperty("through", Double.toString(figures.throughPerSecond()));
    properties.setProperty("sends", Double.toString(figures.sendsPerSecond()));
    put(properties, "send", figures.send());
    put(properties, "endToEnd", figures.endToEnd());
    flushes.ifPresent(count -> properties.setProperty("flushes", Long.toString(count)));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  /** Reads what {@link #writeTo} has written. */
  public static Measurement readFrom(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    String flushes = properties.getProperty("flushes");
    return new Measurement(
        properties.getProperty("version"),
        properties.getProperty("settings"),
        new Figures(
            Long.parseLong(properties.getProperty("messages")),
            Double.parseDouble(properties.getProperty("through")),
            Double.parseDouble(properties.getProperty("sends")),
            percentiles(properties, "send"),
            percentiles(properties, "endToEnd")),
        flushes == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(flushes)));
  }

  private static void put(Properties properties, String name, Percentiles percentiles) {
    properties.setProperty(name + ".p50", Double.toString(percentiles.p50Micros()));
    properties.setProperty(name + ".p99", Double.toString(percentiles.p99Micros()));
  }

  private static Percentiles percentiles(Properties properties, String name) {
    return new Percentiles(
        Double.parseDouble(properties.getProperty(name + ".p50")),
        Double.parseDouble(properties.getProperty(name + ".p99")));
  }
}

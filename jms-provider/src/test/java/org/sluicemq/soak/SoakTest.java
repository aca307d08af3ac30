// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.soak;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConfiguration;
import org.sluicemq.store.h2.StoreCheck;
import org.sluicemq.store.journal.LocalDisk;

/**
 * Nothing grows under a steady mixed load: neither the heap, nor the files, nor the number of
 * threads; and no message is lost, doubled, damaged or overtaken, as {@link MixedLoad} accounts for
 * them, with an empty and sound store at the end. The system property {@code sluice.soak.minutes}
 * says for how long; without it a certain number of messages is the end. Table and picture are in
 * {@code target/soak}.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class SoakTest {

  private static final double MINUTES =
      Double.parseDouble(System.getProperty("sluice.soak.minutes", "0"));
  private static final int SAMPLES = 30;
  private static final int LONG_SAMPLES = 180;
  private static final int MESSAGES_OF_A_SAMPLE = 100;
  private static final long MEGABYTE = 1 << 20;
  private static final int MANY = 1 << 30;
  private static final long SLICE = TimeUnit.SECONDS.toNanos(1);

  @TempDir private Path directory;

  private final Samples samples = new Samples();
  private long begin;
  private long messages;

  @Test
  void nothingGrowsUnderASteadyLoadAndEveryMessageIsAccountedFor() throws Exception {
    SluiceConfiguration configuration =
        SluiceConfiguration.parse(
            "sluice:file:" + directory.resolve("store") + "?journalSize=4194304");
    try (Sluice sluice = Sluice.open(configuration)) {
      try (MixedLoad load = new MixedLoad(sluice.connectionFactory()).start()) {
        begin = System.nanoTime();
        if (MINUTES > 0) {
          sampleForTheTime(load);
        } else {
          sampleByMessages(load);
        }
      }
      assertEquals(List.of(0L), memoryUsed(), "bytes that messages hold when none is left");
    }
    report();
    StoreCheck.Report check = StoreCheck.run(directory.resolve("store"), new LocalDisk());
    assertEquals(List.of(), check.findings());
    assertEquals(0, check.messages());
    samples.requireNoGrowth("heap", Samples.Sample::heapBytes, 0.25, 16 * MEGABYTE);
    samples.requireNoGrowth("files", Samples.Sample::fileBytes, 0.5, 32 * MEGABYTE);
    samples.requireNoGrowth("threads", Samples.Sample::threads, 0, 4);
    assertTrue(samples.last().messages() >= SAMPLES * MESSAGES_OF_A_SAMPLE);
  }

  private void sampleByMessages(MixedLoad load) throws Exception {
    while (samples.count() < SAMPLES) {
      while (!load.settled.tryAcquire(MESSAGES_OF_A_SAMPLE, 10, TimeUnit.SECONDS)) {
        load.requireAllRunning();
      }
      messages += MESSAGES_OF_A_SAMPLE;
      sample();
    }
    load.requireAllRunning();
  }

  private void sampleForTheTime(MixedLoad load) throws Exception {
    long end = begin + (long) (MINUTES * 60e9);
    long step = (long) (MINUTES * 60e9 / LONG_SAMPLES);
    for (long next = begin + step; next <= end; next += step) {
      while (System.nanoTime() < next) {
        // More than can come: waits for the time, and in vain for so many messages.
        load.settled.tryAcquire(MANY, Math.min(SLICE, next - System.nanoTime()), NANOSECONDS);
        load.requireAllRunning();
      }
      messages += load.settled.drainPermits();
      sample();
    }
    load.requireAllRunning();
  }

  private void sample() throws IOException {
    System.gc();
    long files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).mapToLong(SoakTest::size).sum();
    }
    samples.add(
        new Samples.Sample(
            (System.nanoTime() - begin) / 1e9,
            messages,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            ManagementFactory.getThreadMXBean().getThreadCount(),
            files));
  }

  private static List<Object> memoryUsed() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<Object> used = new ArrayList<>();
    for (ObjectName name : server.queryNames(new ObjectName("org.sluicemq:type=Broker,*"), null)) {
      used.add(server.getAttribute(name, "MemoryUsed"));
    }
    return used;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0;
    }
  }

  private void report() throws IOException {
    Path target = Files.createDirectories(Path.of("target", "soak"));
    samples.writeTable(target.resolve("soak.csv"));
    samples.writePicture(target.resolve("soak.svg"));
    Samples.Sample last = samples.last();
    System.out.printf(
        "SoakTest: %d messages in %.0f s, heap %d MB, files %d MB, %d threads at the end%n",
        last.messages(),
        last.seconds(),
        last.heapBytes() / MEGABYTE,
        last.fileBytes() / MEGABYTE,
        last.threads());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluicemq.examples.orderdesk.csv.OrderFile;

class SampleOrdersTest {

  private static final long SEED = 20260105;
  private static final Path CATALOGUE = Path.of("src/main/resources/orderdesk/catalogue.csv");
  private static final Path SAMPLE = Path.of("src/main/resources/orderdesk/orders-10000.csv");

  @Test
  void sampleIsWhatItsScriptYields() throws IOException {
    assertEquals(
        Files.readString(SAMPLE, StandardCharsets.UTF_8),
        GenerateSampleOrders.generate(SEED, CATALOGUE));
  }

  @Test
  void everyLineOfTheSampleIsAnOrderOfAKnownArticle() throws IOException {
    OrderFile file = OrderFile.of(Files.readAllBytes(SAMPLE));
    Set<String> articles =
        Files.readAllLines(CATALOGUE).stream()
            .skip(1)
            .map(line -> line.split(",")[0])
            .collect(Collectors.toSet());
    assertEquals(10_001, file.lastLine());
    for (int line = 2; line <= file.lastLine(); line++) {
      assertTrue(articles.contains(file.order(line).article()), "line " + line);
    }
  }
}

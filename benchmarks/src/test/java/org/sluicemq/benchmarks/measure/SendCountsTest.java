// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCountsTest {

  @Test
  void sendsOfAllProducersAreCountedAndThoseBeforeForgotten(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("counts");
    SendCounts.create(file, 3).begin(2, 40);
    SendCounts counts = SendCounts.create(file, 2);
    counts.begin(0, 3);
    counts.returned(0, 2);
    counts.begin(1, 5);
    counts.returned(1, 5);
    assertEquals(new SendCounts.Bounds(7, 8), SendCounts.read(file));
  }
}

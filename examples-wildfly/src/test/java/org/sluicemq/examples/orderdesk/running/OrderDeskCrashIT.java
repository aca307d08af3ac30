// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's process is killed in the middle of an import; nothing may be lost or be twice. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class OrderDeskCrashIT {

  private static final int SAMPLE = 10_000;
  private static final int[] KILLED_AT_LINE = {2_000, 6_000};
  private static final JsonObject ORDER =
      Json.createObjectBuilder()
          .add("customer", "Corner Store North")
          .add("city", "Bergen")
          .add("article", "CUP-010")
          .add("quantity", 1)
          .build();

  @Test
  void importThatIsKilledTwiceIsWholeInTheEnd() throws Exception {
    ExecutorService clerk = Executors.newSingleThreadExecutor();
    AtomicInteger asked = new AtomicInteger();
    int confirmed = 0;
    try (RunningDesk desk = RunningDesk.fresh("crash")) {
      desk.post("api/imports/sample");
      for (int line : KILLED_AT_LINE) {
        Future<Integer> placing = clerk.submit(() -> placeUntilItEnds(desk, asked));
        desk.await("api/state", Duration.ofMinutes(5), state -> nextLine(state) >= line);
        desk.kill();
        confirmed += placing.get();
        desk.start();
      }
      JsonObject check = desk.awaitSettled(SAMPLE + confirmed);
      JsonObject run = desk.get("api/state").getJsonArray("imports").getJsonObject(0);
      assertEquals("DONE", run.getString("state"));
      assertEquals(SAMPLE, run.getInt("imported"));
      assertEquals(0, run.getInt("problemCount"));
      int placed = check.getInt("placed") - SAMPLE;
      assertTrue(confirmed > 0, "orders were placed beside the import");
      assertTrue(
          confirmed <= placed && placed <= asked.get(),
          "%d orders confirmed, %d asked for, %d there".formatted(confirmed, asked.get(), placed));
      assertEquals(0, check.getInt("deadLettered"));
      assertEquals(0, check.getInt("duplicates"));
      assertEquals(check.getInt("placed"), check.getInt("shipped") + check.getInt("rejected"));
    } finally {
      clerk.shutdownNow();
    }
  }

  /** Places orders one after the other until the server is gone; returns how many it confirmed. */
  private static int placeUntilItEnds(RunningDesk desk, AtomicInteger asked)
      throws InterruptedException {
    int confirmed = 0;
    try {
      while (true) {
        asked.incrementAndGet();
        desk.post("api/orders", ORDER);
        confirmed++;
      }
    } catch (IOException killed) {
      return confirmed;
    }
  }

  private static int nextLine(JsonObject state) {
    return state.getJsonArray("imports").getJsonObject(0).getInt("nextLine");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server's process is killed in the middle of an import, at lines drawn at random; nothing may
 * be lost or be twice.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class OrderDeskCrashIT {

  private static final int SAMPLE = 10_000;
  private static final int KILLS = Integer.getInteger("orderdesk.kills");
  private static final long SEED = Long.getLong("orderdesk.seed", System.nanoTime());
  private static final JsonObject ORDER =
      Json.createObjectBuilder()
          .add("customer", "Corner Store North")
          .add("city", "Bergen")
          .add("article", "CUP-010")
          .add("quantity", 1)
          .build();

  @Test
  void importThatIsKilledAgainAndAgainIsWholeInTheEnd() throws Exception {
    ExecutorService clerk = Executors.newSingleThreadExecutor();
    AtomicInteger asked = new AtomicInteger();
    int confirmed = 0;
    try (RunningDesk desk = RunningDesk.fresh("crash")) {
      desk.post("api/imports/sample");
      for (int line : linesToKillAt(new Random(SEED))) {
        Future<Integer> placing = clerk.submit(() -> placeUntilItEnds(desk, asked));
        desk.await("api/state", Duration.ofMinutes(5), state -> nextLine(state) >= line);
        desk.kill();
        confirmed += placing.get();
        desk.start();
      }
      JsonObject check = desk.awaitSettled(SAMPLE + confirmed);
      JsonObject state = desk.get("api/state");
      JsonObject run = state.getJsonArray("imports").getJsonObject(0);
      assertEquals("DONE", run.getString("state"));
      assertEquals(SAMPLE, run.getInt("imported"));
      assertEquals(0, run.getInt("problemCount"));
      int placed = check.getInt("placed") - SAMPLE;
      assertTrue(confirmed > 0, "orders were placed beside the import");
      assertTrue(
          confirmed <= placed && placed <= asked.get(),
          "%d orders confirmed, %d asked for, %d there".formatted(confirmed, asked.get(), placed));
      assertEquals(
          0, check.getInt("deadLettered"), () -> "dead letters: " + state.get("deadLetters"));
      assertEquals(0, check.getInt("duplicates"));
      assertEquals(check.getInt("placed"), check.getInt("shipped") + check.getInt("rejected"));
    } finally {
      clerk.shutdownNow();
    }
  }

  private static int[] linesToKillAt(Random random) {
    System.out.println("The server is killed at lines drawn with -Dorderdesk.seed=" + SEED);
    return random.ints(KILLS, 200, SAMPLE - 1_000).sorted().toArray();
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

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;

/**
 * Kills a process under load with {@code SIGKILL}, again and again on one store, and accounts for
 * every message on a queue and on a durable subscription, large ones among them: what was
 * acknowledged to a sender is there, nothing settled comes back, nothing comes twice without being
 * marked; of what was received and not said to be settled, at most one for each receiver and kill
 * is gone; each receiver gets the messages of a sender in their order and with their bodies, and of
 * a transaction both or none.
 *
 * <p>Rounds and seed are the system properties {@code sluice.kill.rounds} and {@code
 * sluice.kill.seed}.
 */
class KilledProcessTest {

  private static final int ROUNDS = Integer.getInteger("sluice.kill.rounds", 4);
  private static final long SEED = Long.getLong("sluice.kill.seed", System.nanoTime());

  private static final long PATIENCE = 2_000;

  @TempDir private Path directory;

  private final Ledger ledger = new Ledger();

  @Test
  @Timeout(value = 4, unit = java.util.concurrent.TimeUnit.HOURS)
  void everyMessageIsAccountedForWhenAProcessIsKilledAgainAndAgain() throws Exception {
    System.out.println("KilledProcessTest: rounds " + ROUNDS + ", seed " + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(round, 50 + random.nextInt(400));
    }
    drain();
    assertEquals(List.of(), ledger.broken(), "seed " + SEED);
    assertTrue(ledger.sent() > 50L * ROUNDS / 2, "the load was real: " + ledger.sent());
    assertTrue(ledger.sent("-d-") > 0, "nothing was sent to the topic");
    System.out.println(
        "KilledProcessTest: " + ledger.sent() + " sent, " + ledger.done() + " settled, 0 broken");
  }

  private String url() {
    return "sluice:file:" + directory.resolve("store");
  }

  /** Lets a process run until it has told so many lines, then kills it; reads what is left. */
  private void killAfter(int round, int lines) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                url(),
                "r" + round)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      int told = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        told += ledger.take(line) ? 1 : 0;
        if (told == lines) {
          // By the handle: what the process has told already stays readable.
          process.toHandle().destroyForcibly();
        }
      }
      assertTrue(told >= lines, "the process ended by itself after " + told + " lines");
    } finally {
      process.destroyForcibly();
      ledger.killed();
    }
  }

  private void drain() throws JMSException {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(url());
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      drain(context, context.createConsumer(new SluiceQueue(LoadProcess.QUEUE)));
      int ofTheTopic =
          drain(
              context,
              context.createSharedDurableConsumer(
                  new SluiceTopic(LoadProcess.TOPIC), LoadProcess.SUBSCRIPTION));
      System.out.println("KilledProcessTest: " + ofTheTopic + " left on the subscription");
    }
  }

  private int drain(JMSContext context, JMSConsumer consumer) throws JMSException {
    int drained = 0;
    // With patience: while a page is being read, nothing is there at once.
    for (Message m = consumer.receive(PATIENCE); m != null; m = consumer.receive(PATIENCE)) {
      String id = m.getStringProperty("id");
      assertTrue(ledger.take("got last " + id + " " + LoadProcess.how(m)));
      context.commit();
      assertTrue(ledger.take("done last " + id));
      drained++;
    }
    return drained;
  }

  @Test
  void ledgerFindsALossADuplicateAndAReturn() {
    Ledger cheated = new Ledger();
    String[] lines = {
      "sent s-0",
      "got r s-1 new",
      "done r s-1",
      "got q s-2 new",
      "killed",
      "got r s-1 again",
      "killed",
      "got q s-2 new"
    };
    assertEquals(3, broken(cheated, lines).size(), cheated.broken().toString());
    assertFalse(cheated.take("a line of a log"));
  }

  @Test
  void ledgerFindsWhatVanishesBetweenReceiptAndSettlement() {
    assertEquals(List.of(), broken(new Ledger(), "sent s-0", "got r s-0 new", "killed"));
    List<String> two = broken(new Ledger(), "got r s-0 new", "got r s-1 new", "killed");
    assertEquals(2, two.size(), two.toString());
  }

  @Test
  void ledgerFindsDisorderDamageAndHalfATransaction() {
    String[] disorder = {"got r s-2 new", "done r s-2", "got r s-1 new", "done r s-1"};
    assertEquals(
        List.of("s-1 came to r after place 2 of its sender"), broken(new Ledger(), disorder));
    assertEquals(
        List.of("s-1 has another body than it was sent with"),
        broken(new Ledger(), "got r s-1 damaged", "done r s-1"));
    assertEquals(
        List.of("s-1a came and the other half of its transaction did not"),
        broken(new Ledger(), "got r s-1a new", "done r s-1a"));
    assertEquals(
        List.of(),
        broken(new Ledger(), "got r s-1a new", "done r s-1a", "got r s-1b new", "done r s-1b"));
  }

  private static List<String> broken(Ledger ledger, String... lines) {
    for (String line : lines) {
      if (line.equals("killed")) {
        ledger.killed();
      } else {
        assertTrue(ledger.take(line), line);
      }
    }
    return ledger.broken();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.crash.CrowdLedger.Stage;
import org.sluicemq.crash.CrowdLedger.Unit;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.OlderStore;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.PowerLosses.Moment;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power under a broker that several clients use at once, with all its threads: queues,
 * durable subscriptions that begin and end, bodies that are written ahead, branches in doubt,
 * pages, merges and compaction, on stores of which some come from an older version. The seed
 * decides what each client does, not in which order their calls meet.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class CrowdPowerLossTest {

  private static final int CLIENTS = 4;
  private static final int SESSIONS = 10;
  private static final int STEPS_OF_A_RUN = 15;
  private static final long PATIENCE_SECONDS = 120;

  private static final String[] EVERYTHING = {
    "sends",
    "topic sends",
    "later sends",
    "receipts",
    "topic receipts",
    "acknowledgements",
    "automatic acknowledgements",
    "transactions",
    "rollbacks",
    "branches",
    "in doubt",
    "subscriptions",
    "unsubscriptions",
    "bodies over 1 MiB",
    "pages",
    "steps of compaction",
    "older stores",
    "sessions on an older store"
  };

  @BeforeAll
  static void silence() {
    Logs.silence();
    Logs.countCompaction();
  }

  @AfterAll
  static void speak() {
    Logs.speak();
  }

  private CrowdLedger ledger;
  private SimulatedDisk disk;
  private int session;

  @Test
  void everyUnitOfWorkOfManyClientsSurvivesEveryLossOfPower() {
    PowerLosses.repeat("Broker, many clients, sessions", 2, this::surviveSessions, EVERYTHING);
  }

  @Test
  void everyMomentOfTheWorkOfManyClientsCanBeTheLast() {
    PowerLosses.repeat("Broker, many clients, moments", 1, this::surviveMoments, EVERYTHING);
  }

  private void begin(Random random) throws Exception {
    ledger = new CrowdLedger(() -> disk.hasLostPower());
    disk = new SimulatedDisk();
    session = 0;
    if (random.nextInt(3) == 0) {
      PowerLosses.count("older stores");
      ledger.startWith(OlderMessages.write(disk, random));
    }
  }

  private int surviveSessions(Random random) throws Exception {
    begin(random);
    for (int i = 0; i < SESSIONS; i++) {
      if (OlderStore.isAt(disk, CrowdLife.DIRECTORY)) {
        PowerLosses.count("sessions on an older store");
      }
      int operations = random.nextInt(random.nextInt(4) == 0 ? 600 : 120);
      disk.losePowerAfter(operations);
      session(random, () -> true);
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
    }
    session(random, () -> false);
    return SESSIONS;
  }

  private int surviveMoments(Random random) throws Exception {
    begin(random);
    List<Moment<CrowdPromise>> moments =
        PowerLosses.watch(disk, random, 60, () -> ledger.promise());
    for (int i = 0; i < 2; i++) {
      session(random, () -> false);
    }
    disk.watch(ended -> {});
    assertFalse(moments.isEmpty());
    for (Moment<CrowdPromise> moment : moments) {
      if (OlderStore.isAt(moment.disk(), CrowdLife.DIRECTORY)) {
        PowerLosses.count("sessions on an older store");
      }
      CrowdLife life = new CrowdLife(moment.disk());
      try {
        life.check(moment.expected(), random, (unit, stage) -> {});
      } finally {
        // Stopping it cleanly would take longer than all the rest.
        moment.disk().losePowerAfter(0);
        life.abandon();
      }
    }
    return moments.size();
  }

  /**
   * One start of a broker: a check of what is there, then work until the power is lost or enough.
   */
  private void session(Random random, BooleanSupplier endless) throws Exception {
    session++;
    CrowdLife life = null;
    try {
      life = new CrowdLife(disk);
      Map<String, List<Sent>> there = life.check(ledger.promise(), random, this::moved);
      ledger.goOnWith(there);
      work(life, there.keySet(), random, endless);
      if (!disk.hasLostPower()) {
        CrowdLife closing = life;
        life = null;
        closing.close();
        ledger.closed();
      }
    } catch (StoreException
        | BrokerException
        | JMSException
        | JMSRuntimeException
        | XAException e) {
      requireLossOfPower(e);
    } finally {
      if (life != null) {
        life.abandon();
      }
    }
  }

  private void requireLossOfPower(Exception e) throws Exception {
    if (!disk.hasLostPower()) {
      throw e;
    }
  }

  private void moved(Unit unit, Stage next) {
    if (next == null) {
      ledger.refused(unit.number());
    } else {
      ledger.moved(unit.number(), next);
    }
  }

  private void work(CrowdLife life, Set<String> places, Random random, BooleanSupplier endless)
      throws Exception {
    String everybody = everybody(life, places);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      CrowdClient client =
          new CrowdClient(session, i, disk, ledger, everybody, new Random(random.nextLong()));
      Thread thread =
          new Thread(() -> run(client, life, places, endless, failure), "crowd-client-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      requireEnded(thread);
    }
    if (failure.get() != null) {
      throw new AssertionError("a client failed with the power on", failure.get());
    }
  }

  private static void requireEnded(Thread thread) {
    if (thread.isAlive()) {
      AssertionError hangs = new AssertionError(thread + " hangs");
      hangs.setStackTrace(thread.getStackTrace());
      throw hangs;
    }
  }

  private void run(
      CrowdClient client,
      CrowdLife life,
      Set<String> places,
      BooleanSupplier endless,
      AtomicReference<Throwable> failure) {
    try {
      try {
        client.begin(life, places);
        for (int i = 0; endless.getAsBoolean() || i < STEPS_OF_A_RUN; i++) {
          client.step();
        }
      } finally {
        client.end();
      }
    } catch (JMSException | JMSRuntimeException | XAException e) {
      if (!disk.hasLostPower()) {
        failure.compareAndSet(null, e);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** The subscription that all have in common, which the first session makes. */
  private String everybody(CrowdLife life, Set<String> places) throws JMSException {
    String name = CrowdLife.place(CrowdClient.EVERYBODY) + "#";
    for (String place : places) {
      if (place.startsWith(name)) {
        return place;
      }
    }
    String place = name + session;
    try (Session by = life.connect(null).createSession()) {
      CrowdClient.begin(ledger, place, by, CrowdClient.EVERYBODY);
    }
    return place;
  }
}

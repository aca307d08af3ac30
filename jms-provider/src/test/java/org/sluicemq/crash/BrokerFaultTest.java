// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Fault;
import org.sluicemq.store.journal.FaultSweep;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Lets every operation of the disk under a broker fail, one at a time, in every way: whoever waits
 * gets an exception, exception listeners are told, later calls are refused with a word on what to
 * do, and on a disk that is well again everything is as it was promised. Where the property {@code
 * sluice.crash.rounds} is set there is more work, of several seeds.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class BrokerFaultTest {

  private static final int ROUNDS = Integer.getInteger(PowerLosses.ROUNDS, 0);
  private static final int STEPS = ROUNDS == 0 ? 12 : 20;

  /** Each is work of its own. */
  private static final List<Integer> SEEDS =
      List.of(11, 12, 13, 14, 15).subList(0, Math.max(1, Math.min(5, ROUNDS / 20)));

  private static final int CALLS_AFTERWARDS = 3;
  private static final long PATIENCE_SECONDS = 10;

  /** Faults that a broker cannot go on after, at most of their places. */
  private static final Set<Fault> STOPPING =
      EnumSet.of(Fault.WRITE, Fault.SHORT_WRITE, Fault.FORCE, Fault.NO_BLOCKS);

  @BeforeAll
  static void silence() {
    Logs.silence();
  }

  @AfterAll
  static void speak() {
    Logs.speak();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failureAnywhereIsToldAndLosesNothing(Fault fault) {
    AtomicInteger stopped = new AtomicInteger();
    for (int seed : SEEDS) {
      FaultSweep.run("Broker, seed " + seed, fault, () -> new Story(seed, stopped));
    }
    assertTrue(stopped.get() > 0 || !STOPPING.contains(fault), "no " + fault + " stopped a broker");
  }

  private static final class Story implements FaultSweep.Story {
    private final JmsWorkload work;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final AtomicInteger stopped;

    Story(int seed, AtomicInteger stopped) {
      this.work = new JmsWorkload(new Random(seed));
      this.stopped = stopped;
    }

    @Override
    public SimulatedDisk begin() throws Exception {
      SimulatedDisk disk = new SimulatedDisk();
      BrokerLife life = new BrokerLife(disk);
      work.begin(life);
      for (int i = 0; i < STEPS; i++) {
        work.step();
      }
      disk.losePowerAfter(0);
      life.abandon();
      return disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    }

    @Override
    public void work(FaultyDisk disk) throws Exception {
      BrokerLife life = null;
      CompletableFuture<JMSException> told = new CompletableFuture<>();
      try {
        life = new BrokerLife(disk);
        life.connection.setExceptionListener(told::complete);
        work.begin(life);
        for (int i = 0; i < STEPS; i++) {
          work.step();
        }
        BrokerLife closing = life;
        life = null;
        closing.close();
      } catch (StoreException
          | BrokerException
          | JMSException
          | JMSRuntimeException
          | XAException e) {
        if (!disk.hasFailed()) {
          throw e;
        }
        assertNotNull(e.getMessage());
      }
      if (life != null) {
        callAgain();
        requireToldIfItStopped(life, told);
        life.abandon();
      }
      requireNoThreadLeft();
    }

    /** A broker that goes on takes a message; one that stopped said so to everybody. */
    private void requireToldIfItStopped(BrokerLife life, CompletableFuture<JMSException> told)
        throws Exception {
      String first = sendProbe(life);
      if (first == null) {
        return;
      }
      stopped.incrementAndGet();
      String refused = String.valueOf(sendProbe(life));
      assertTrue(refused.contains("stopped because its store failed"), refused);
      assertTrue(refused.contains("restart"), refused);
      assertTrue(refused.contains("injected"), refused);
      life.scheduler.run();
      String heard = told.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getMessage();
      assertTrue(heard.contains("stopped"), heard);
    }

    /** What is said to one who sends, or null if the message is taken. */
    private static String sendProbe(BrokerLife life) {
      try (Session session = life.connection.createSession(Session.AUTO_ACKNOWLEDGE);
          MessageProducer producer = session.createProducer(new SluiceQueue("probe"))) {
        producer.send(session.createBytesMessage());
        return null;
      } catch (JMSException e) {
        return e.getMessage();
      }
    }

    private void requireNoThreadLeft() throws InterruptedException {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (!before.contains(thread) && thread.getName().startsWith("sluice-")) {
          thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
          assertFalse(thread.isAlive(), thread + " is left after the close");
        }
      }
    }

    private void callAgain() {
      for (int i = 0; i < CALLS_AFTERWARDS; i++) {
        try {
          work.step();
        } catch (JMSException | JMSRuntimeException | XAException e) {
          // A transaction manager reads the code; what to do stands in the cause.
          String said = e.getMessage() + (e instanceof XAException ? e.getCause() : "");
          assertTrue(
              said.contains("restart") || said.contains("closed") || said.contains("backup"), said);
        }
      }
    }

    @Override
    public void verify(SimulatedDisk disk) throws Exception {
      for (int i = 0; i < 2; i++) {
        try (BrokerLife life = new BrokerLife(disk)) {
          work.begin(life);
          work.step();
        }
      }
    }
  }
}

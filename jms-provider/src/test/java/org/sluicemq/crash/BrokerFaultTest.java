// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Fault;
import org.sluicemq.store.journal.FaultSweep;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Lets every operation of the disk under a broker fail, one at a time, in every way: whoever waits
 * gets an exception, exception listeners are told, later calls are refused with a word on what to
 * do, and on a disk that is well again everything is as it was promised.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class BrokerFaultTest {

  private static final int STEPS = 12;
  private static final int CALLS_AFTERWARDS = 3;

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
    assertTrue(FaultSweep.run("Broker", fault, Story::new) > 0);
  }

  private static final class Story implements FaultSweep.Story {
    private final JmsWorkload work = new JmsWorkload(new Random(11));

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
      AtomicReference<JMSException> told = new AtomicReference<>();
      try {
        life = new BrokerLife(disk);
        life.connection.setExceptionListener(told::set);
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
        life.abandon();
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

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.PowerLosses.Moment;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power under a broker with clients that send, receive, commit, roll back, prepare and
 * decide: every unit of work whose call returned is whole, every other is whole or absent, no body
 * is damaged, the order holds, and nothing that somebody may have seen returns unmarked.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class BrokerPowerLossTest {

  private static final int SESSIONS = 12;
  private static final int STEPS_OF_A_RUN = 25;

  @BeforeAll
  static void silence() {
    Logs.silence();
  }

  @AfterAll
  static void speak() {
    Logs.speak();
  }

  @Test
  void everyUnitOfWorkSurvivesEveryLossOfPower() {
    PowerLosses.repeat("Broker, sessions", 2, BrokerPowerLossTest::surviveSessions);
  }

  private static int surviveSessions(Random random) throws Exception {
    JmsWorkload work = new JmsWorkload(random);
    SimulatedDisk disk = new SimulatedDisk();
    for (int session = 0; session < SESSIONS; session++) {
      disk.losePowerAfter(random.nextInt(random.nextInt(4) == 0 ? 400 : 80));
      workUntilThePowerIsLost(disk, work);
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
    }
    try (BrokerLife life = new BrokerLife(disk)) {
      work.begin(life);
    }
    return SESSIONS;
  }

  private static void workUntilThePowerIsLost(SimulatedDisk disk, JmsWorkload work)
      throws Exception {
    BrokerLife life = null;
    try {
      life = new BrokerLife(disk);
      work.begin(life);
      while (true) {
        work.step();
      }
    } catch (StoreException
        | BrokerException
        | JMSException
        | JMSRuntimeException
        | XAException e) {
      if (!disk.hasLostPower()) {
        throw e;
      }
    } finally {
      if (life != null) {
        life.abandon();
      }
    }
  }

  @Test
  void everyMomentOfARunCanBeTheLast() {
    PowerLosses.repeat("Broker, moments", 1, BrokerPowerLossTest::surviveMoments);
  }

  private static int surviveMoments(Random random) throws Exception {
    JmsWorkload work = new JmsWorkload(random);
    SimulatedDisk disk = new SimulatedDisk();
    List<Moment<MessageLedger.Promise>> moments =
        PowerLosses.watch(disk, random, 25, work.ledger::promise);
    for (int session = 0; session < 2; session++) {
      try (BrokerLife life = new BrokerLife(disk)) {
        work.begin(life);
        for (int i = 0; i < STEPS_OF_A_RUN; i++) {
          work.step();
        }
      }
    }
    assertFalse(moments.isEmpty());
    for (Moment<MessageLedger.Promise> moment : moments) {
      try (BrokerLife life = new BrokerLife(moment.disk())) {
        life.check(moment.expected(), random, (unit, stage) -> {}, true);
      }
    }
    return moments.size();
  }

  @Test
  void messageOfABranchRolledBackAfterACleanStopIsMarkedWheneverThePowerIsLost() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    byte[] name = {7};
    TestXid xid = new TestXid(1, name, name);
    try (BrokerLife life = new BrokerLife(disk)) {
      XASession session = life.connection.createXASession();
      SluiceQueue orders = new SluiceQueue("orders");
      session.createProducer(orders).send(session.createTextMessage("seen"));
      XAResource resource = session.getXAResource();
      resource.start(xid, XAResource.TMNOFLAGS);
      assertNotNull(session.createConsumer(orders).receiveNoWait());
      resource.end(xid, XAResource.TMSUCCESS);
      assertEquals(XAResource.XA_OK, resource.prepare(xid));
    }
    BrokerLife dying = new BrokerLife(disk);
    dying.broker.branches().rollback(xid);
    disk.losePowerAfter(0);
    dying.abandon();
    for (PowerLoss loss : PowerLoss.values()) {
      try (BrokerLife life = new BrokerLife(disk.afterPowerLoss(loss, new Random(1)))) {
        Session session = life.connection.createSession();
        Message found = session.createConsumer(new SluiceQueue("orders")).receiveNoWait();
        assertTrue(found.getJMSRedelivered(), loss.name());
        assertEquals(2, found.getIntProperty("JMSXDeliveryCount"));
      }
    }
  }
}

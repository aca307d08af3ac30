// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.message.Address;
import org.sluicemq.store.journal.GatedDisk;
import org.sluicemq.store.journal.SimulatedDisk;

/** A disk whose force takes as long as a test wants: only those wait who must. */
class SlowDiskTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final SluiceQueue ORDERS = new SluiceQueue("orders");
  private static final SluiceQueue TICKS = new SluiceQueue("ticks");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SimulatedDisk simulated = new SimulatedDisk();
  private final GatedDisk disk = new GatedDisk(simulated, "writes.journal");
  private final ForceGate gate = new ForceGate();
  private RealBroker broker;
  private SluiceXaConnection connection;

  /** Holds forces back. */
  private static final class ForceGate implements GatedDisk.Gate {
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);
    private final AtomicInteger forces = new AtomicInteger();

    @Override
    public void beforeForce() {
      forces.incrementAndGet();
      arrived.release();
      allowed.acquireUninterruptibly();
    }

    void awaitForce() throws InterruptedException {
      arrived.acquire();
    }

    void open() {
      allowed.release(1_000_000);
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker = new RealBroker(DIRECTORY, disk);
    connection = broker.connect();
    send("first");
  }

  @AfterEach
  void stop() throws Exception {
    gate.open();
    connection.close();
    broker.close();
    threads.shutdownNow();
  }

  private void send(String text) throws Exception {
    Session session = connection.createSession();
    session.createProducer(ORDERS).send(session.createTextMessage(text));
    session.close();
  }

  private long depth() {
    return broker.broker.figures(Address.queue("orders")).depth();
  }

  private Future<?> sendInBackground(String text) {
    return threads.submit(
        () -> {
          send(text);
          return null;
        });
  }

  @Test
  void senderReturnsWhenTheForceReturnsAndThoseBehindItShareTheNext() throws Exception {
    disk.set(gate);
    Future<?> lone = sendInBackground("lone");
    gate.awaitForce();
    List<Future<?>> behind = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      behind.add(sendInBackground("behind " + i));
    }
    assertFalse(lone.isDone());
    gate.open();
    lone.get();
    for (Future<?> sender : behind) {
      sender.get();
    }
    assertEquals(10, depth());
  }

  @Test
  void nothingIsOfferedBeforeItIsOnTheDisk() throws Exception {
    Session session = connection.createSession();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    assertNotNull(consumer.receive(20_000));
    disk.set(gate);
    Future<?> sender = sendInBackground("slow");
    gate.awaitForce();
    assertNull(consumer.receiveNoWait());
    gate.open();
    sender.get();
    assertNotNull(consumer.receive(20_000));
  }

  @Test
  void whatIsNotPersistentGoesOnInOtherBacklogs() throws Exception {
    Session session = connection.createSession();
    MessageConsumer consumer = session.createConsumer(TICKS);
    MessageProducer producer = session.createProducer(null);
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(TICKS, session.createTextMessage("before"));
    assertNotNull(consumer.receive(20_000));
    disk.set(gate);
    Future<?> sender = sendInBackground("slow");
    gate.awaitForce();
    for (int i = 0; i < 1000; i++) {
      producer.send(TICKS, session.createTextMessage("tick " + i));
      assertNotNull(consumer.receive(20_000), "tick " + i);
    }
    assertFalse(sender.isDone());
    gate.open();
    sender.get();
  }

  @Test
  void preparesAndCommitsOfBranchesShareTheForceBehind() throws Exception {
    List<Callable<?>> calls = new ArrayList<>();
    for (int number = 1; number <= 12; number++) {
      calls.add(phaseOfABranch(TestXid.of(number, 1), number % 3));
    }
    disk.set(gate);
    Future<?> lone = sendInBackground("lone");
    gate.awaitForce();
    List<Thread> behind = new ArrayList<>();
    for (Callable<?> call : calls) {
      behind.add(startAndAwaitItsGroup(new FutureTask<>(call)));
    }
    gate.open();
    lone.get();
    for (Thread thread : behind) {
      thread.join();
    }
    assertEquals(2, gate.forces.get(), "one for the lone sender, one for all behind it");
    assertEquals(10, depth());
    assertEquals(4, broker.broker.preparedBranches());
  }

  /** A branch that sends, and what is left to do: prepare, commit, or commit in one phase. */
  private Callable<?> phaseOfABranch(Xid xid, int phase) throws Exception {
    XASession session = connection.createXASession();
    XAResource resource = session.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    session.createProducer(ORDERS).send(session.createTextMessage("in a branch"));
    resource.end(xid, XAResource.TMSUCCESS);
    if (phase == 0) {
      return () -> resource.prepare(xid);
    }
    if (phase == 1) {
      resource.prepare(xid);
    }
    return () -> {
      resource.commit(xid, phase == 2);
      return null;
    };
  }

  private static Thread startAndAwaitItsGroup(FutureTask<?> call) {
    Thread thread = new Thread(call);
    thread.start();
    while (!waitsForItsGroup(thread)) {
      assertFalse(call.isDone(), "ended before the force");
      Thread.onSpinWait();
    }
    return thread;
  }

  private static boolean waitsForItsGroup(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    return blocker != null && blocker.getClass().getSimpleName().equals("GroupEntry");
  }

  @Test
  void closingWaitsForTheDiskAndLosesNothing() throws Exception {
    disk.set(gate);
    Future<?> sender = sendInBackground("slow");
    gate.awaitForce();
    Future<?> closing =
        threads.submit(
            () -> {
              connection.close();
              broker.close();
              return null;
            });
    assertFalse(closing.isDone());
    gate.open();
    closing.get();
    sender.get();
    broker = new RealBroker(DIRECTORY, simulated);
    connection = broker.connect();
    assertEquals(2, depth());
  }
}

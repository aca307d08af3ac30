// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.message.Address;
import org.sluicemq.store.journal.GatedDisk;
import org.sluicemq.store.journal.LocalDisk;

/**
 * Interrupts threads of the application, on the real disk: who is interrupted gets an exception or
 * completes with the interrupt still pending, nobody else notices, and the store stays open.
 */
class InterruptTest {

  private static final SluiceQueue ORDERS = new SluiceQueue("orders");
  private static final SluiceQueue INVOICES = new SluiceQueue("invoices");
  private static final int WORKERS = 4;
  private static final int WORK = Integer.getInteger("sluice.interrupt.work", 250);
  private static final long SEED = Long.getLong("sluice.crash.seed", 20_26);

  @TempDir private Path directory;

  /** A call that does not wait for a message. */
  private interface Call {
    void run() throws Exception;
  }

  @Test
  void interruptAtEveryPointOfACallAtTheDiskIsKeptForTheCaller() throws Exception {
    GatedDisk disk = new GatedDisk(new LocalDisk(), "");
    Thread caller = Thread.currentThread();
    Interrupter interrupter = new Interrupter(caller);
    try (RealBroker broker = new RealBroker(directory, disk)) {
      SluiceXaConnection connection = broker.connect();
      disk.set(interrupter);
      Session auto = connection.createSession();
      Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
      XASession branched = connection.createXASession();
      MessageConsumer consumer = transacted.createConsumer(ORDERS);
      for (int i = 0; i < 20; i++) {
        int number = i;
        interrupter.expect(() -> auto.createProducer(ORDERS).send(auto.createTextMessage("a")));
        interrupter.expect(() -> assertNotNull(consumer.receiveNoWait()));
        interrupter.expect(() -> send(transacted, INVOICES));
        interrupter.expect(transacted::commit);
        interrupter.expect(() -> browse(auto));
        interrupter.expect(() -> branch(branched, TestXid.of(number, 1)));
      }
      interrupter.expect(connection::close);
      assertTrue(interrupter.interrupts > 100, interrupter.interrupts + " interrupts");
    }
    disk.set(new GatedDisk.Gate() {});
    Thread.interrupted();
    try (RealBroker broker = new RealBroker(directory, disk)) {
      assertEquals(40, broker.broker.figures(Address.queue("invoices")).depth());
    }
  }

  private static void send(Session session, SluiceQueue queue) throws JMSException {
    session.createProducer(queue).send(session.createTextMessage("b"));
  }

  private static void browse(Session session) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(INVOICES)) {
      assertTrue(browser.getEnumeration().hasMoreElements());
    }
  }

  private static void branch(XASession session, Xid xid) throws Exception {
    XAResource resource = session.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    send(session, INVOICES);
    resource.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, resource.prepare(xid));
    resource.commit(xid, false);
  }

  /** Interrupts one thread whenever it comes to the disk. */
  private static final class Interrupter implements GatedDisk.Gate {
    private final Thread victim;
    private int interrupts;
    private boolean interrupted;

    Interrupter(Thread victim) {
      this.victim = victim;
    }

    @Override
    public void beforeWrite() {
      interrupt();
    }

    @Override
    public void beforeForce() {
      interrupt();
    }

    private void interrupt() {
      if (Thread.currentThread() == victim) {
        victim.interrupt();
        interrupts++;
        interrupted = true;
      }
    }

    void expect(Call call) throws Exception {
      interrupted = false;
      call.run();
      assertEquals(interrupted, Thread.interrupted(), "the interrupt is still pending");
    }
  }

  @Test
  void threadsInterruptedAtRandomHarmNobody() throws Exception {
    Set<String> sent = ConcurrentHashMap.newKeySet();
    Set<String> done = ConcurrentHashMap.newKeySet();
    Map<String, Integer> left = new HashMap<>();
    Semaphore calls = new Semaphore(0);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (RealBroker broker = new RealBroker(directory, new LocalDisk())) {
      List<Worker> workers = new ArrayList<>();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        Worker worker = new Worker(broker, i, sent, done, calls);
        workers.add(worker);
        running.add(threads.submit(worker::work));
      }
      Random random = new Random(SEED);
      for (int i = 0; i < WORKERS * WORK; i++) {
        calls.acquire();
        Worker victim = workers.get(random.nextInt(WORKERS));
        if (random.nextInt(3) == 0 && victim.thread != null) {
          victim.thread.interrupt();
        }
      }
      for (Future<?> worker : running) {
        worker.get();
      }
      drain(broker, left);
    } finally {
      threads.shutdownNow();
    }
    left.forEach((id, count) -> assertEquals(1, count, id + ", seed " + SEED));
    Set<String> accounted = new HashSet<>(left.keySet());
    accounted.addAll(done);
    accounted.retainAll(sent);
    assertEquals(sent, accounted, "seed " + SEED);
    done.forEach(id -> assertTrue(!left.containsKey(id), id + " came back, seed " + SEED));
  }

  private static void drain(RealBroker broker, Map<String, Integer> left) throws JMSException {
    try (SluiceXaConnection connection = broker.connect()) {
      Session session = connection.createSession();
      MessageConsumer consumer = session.createConsumer(ORDERS);
      for (Message m = consumer.receiveNoWait(); m != null; m = consumer.receiveNoWait()) {
        left.merge(m.getStringProperty("id"), 1, Integer::sum);
      }
    }
  }

  /** Sends, receives and commits, whatever interrupts it. */
  private static final class Worker {
    private final RealBroker broker;
    private final int number;
    private final Set<String> sent;
    private final Set<String> done;
    private final Semaphore calls;
    private volatile Thread thread;

    Worker(RealBroker broker, int number, Set<String> sent, Set<String> done, Semaphore calls) {
      this.broker = broker;
      this.number = number;
      this.sent = sent;
      this.done = done;
      this.calls = calls;
    }

    private Void work() throws Exception {
      thread = Thread.currentThread();
      for (int i = 0; i < WORK; i++) {
        calls.release();
        try {
          oneRound("w" + number + "-" + i);
        } catch (JMSException e) {
          // Only a wait for a message may be ended by an interrupt.
          assertTrue(e.getMessage().contains("interrupted"), e.toString());
        }
        Thread.interrupted();
      }
      thread = null;
      return null;
    }

    private void oneRound(String id) throws JMSException {
      try (SluiceXaConnection connection = broker.connect();
          Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
        Message message = session.createTextMessage("text");
        message.setStringProperty("id", id);
        session.createProducer(ORDERS).send(message);
        session.commit();
        sent.add(id);
        if (number % 2 == 0) {
          Message received = session.createConsumer(ORDERS).receive(20_000);
          assertNotNull(received);
          session.commit();
          done.add(received.getStringProperty("id"));
        }
      }
    }
  }
}

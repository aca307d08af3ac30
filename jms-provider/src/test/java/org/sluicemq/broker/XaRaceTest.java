// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.XASession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.store.MemoryMessageStore;

/**
 * Threads that start, join, end and decide the same branches at once: whatever they meet, what a
 * branch has sent is there exactly if one of them was told that it is committed.
 */
class XaRaceTest {

  private static final int THREADS = 4;
  private static final int CALLS = 1_000;
  private static final Set<Integer> ALLOWED =
      Set.of(
          XAException.XAER_NOTA,
          XAException.XAER_PROTO,
          XAException.XAER_DUPID,
          XAException.XA_RBROLLBACK);

  /** Held here, since the logging of the JDK forgets levels of loggers that nobody holds. */
  private static final Logger LOG = Logger.getLogger("org.sluicemq.broker.transaction");

  @BeforeAll
  static void tellOnlyWhatIsWrong() {
    LOG.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void tellAllAgain() {
    LOG.setLevel(null);
  }

  private final AtomicInteger branches = new AtomicInteger(1);
  private final Set<Integer> committed = ConcurrentHashMap.newKeySet();
  private final Set<Integer> decidedTwice = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> sent = new ConcurrentHashMap<>();

  private static Xid xid(int number) {
    byte[] global = {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
    return new TestXid(7, global, new byte[] {1});
  }

  @Test
  void whatWasSentIsThereExactlyIfItsBranchIsCommitted() throws Exception {
    RedeliveryPolicy patient = new RedeliveryPolicy(0, Duration.ZERO, Messages.DLQ);
    try (BrokerFixture fixture =
        new BrokerFixture(new MemoryMessageStore("race"), 64 << 20, patient)) {
      race(fixture);
      fixture.scheduler.advance(3_600_000);
      for (Xid xid : fixture.broker.branches().recover(XAResource.TMSTARTRSCAN)) {
        fixture.broker.branches().rollback(xid);
      }
      assertEquals(Set.of(), decidedTwice);
      TreeSet<String> expected = new TreeSet<>();
      sent.forEach(
          (text, branch) -> {
            if (committed.contains(branch)) {
              expected.add(text);
            }
          });
      assertTrue(expected.size() > 10 && expected.size() < sent.size(), "a race without a winner");
      assertEquals(expected, left(fixture));
    }
  }

  private void race(BrokerFixture fixture) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier begin = new CyclicBarrier(THREADS);
    List<Future<Void>> ends = new ArrayList<>();
    SluiceXaConnection connection =
        new SluiceXaConnection(
            fixture.broker,
            ClientSettings.DEFAULTS.withClock(() -> Instant.ofEpochMilli(fixture.scheduler.now())),
            () -> {});
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      XASession session = connection.createXASession();
      ends.add(
          threads.submit(
              () -> {
                begin.await();
                run(thread, session);
                return null;
              }));
    }
    for (Future<Void> end : ends) {
      end.get();
    }
    threads.shutdown();
    connection.close();
  }

  private void run(int thread, XASession session) throws Exception {
    Random random = new Random(thread);
    XAResource resource = session.getXAResource();
    MessageProducer producer = session.createProducer(new SluiceQueue("orders"));
    int works = 0;
    for (int i = 0; i < CALLS; i++) {
      int recent = Math.max(1, branches.get() - random.nextInt(3));
      try {
        if (works > 0 && random.nextInt(3) > 0) {
          send(session, producer, thread + "-" + i, works);
        } else if (works > 0) {
          int ended = works;
          works = 0;
          boolean fails = random.nextInt(8) == 0;
          resource.end(xid(ended), fails ? XAResource.TMFAIL : XAResource.TMSUCCESS);
        } else {
          works = startOrDecide(resource, random, recent);
        }
      } catch (XAException e) {
        assertTrue(ALLOWED.contains(e.errorCode), () -> e.errorCode + ": " + e.getMessage());
      }
    }
    if (works > 0) {
      resource.end(xid(works), XAResource.TMSUCCESS);
    }
  }

  private void send(XASession session, MessageProducer producer, String text, int branch)
      throws JMSException {
    producer.send(session.createTextMessage(text));
    sent.put(text, branch);
  }

  private int startOrDecide(XAResource resource, Random random, int recent) throws XAException {
    switch (random.nextInt(6)) {
      case 0 -> {
        int fresh = branches.incrementAndGet();
        resource.start(xid(fresh), XAResource.TMNOFLAGS);
        return fresh;
      }
      case 1, 2 -> {
        resource.start(xid(recent), XAResource.TMJOIN);
        return recent;
      }
      case 3 -> resource.prepare(xid(recent));
      case 4 -> {
        resource.commit(xid(recent), random.nextBoolean());
        if (!committed.add(recent)) {
          decidedTwice.add(recent);
        }
      }
      default -> {
        if (random.nextInt(3) == 0) {
          resource.rollback(xid(recent));
        }
      }
    }
    return 0;
  }

  private static TreeSet<String> left(BrokerFixture fixture) throws Exception {
    TreeSet<String> left = new TreeSet<>();
    Mailbox mailbox = new Mailbox();
    fixture.consume(mailbox).credit(Integer.MAX_VALUE);
    for (Delivery d = mailbox.poll(); d != null; d = mailbox.poll()) {
      left.add(Messages.text(d));
    }
    return left;
  }
}

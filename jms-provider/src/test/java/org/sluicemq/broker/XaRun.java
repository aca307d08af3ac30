// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XASession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.store.MessageStore;

/**
 * One sequence of random calls of transaction managers and sessions, each on a random thread, held
 * against {@link XaModel}. What it does follows from the seed alone.
 */
final class XaRun implements AutoCloseable {

  private static final int SESSIONS = 4;
  private static final int BRANCHES = 3;
  private static final int THREADS = 3;
  private static final Queue QUEUE = new SluiceQueue("orders");
  private static final int[] START = {
    XAResource.TMNOFLAGS,
    XAResource.TMNOFLAGS,
    XAResource.TMJOIN,
    XAResource.TMRESUME,
    XAResource.TMJOIN | XAResource.TMRESUME,
    XAResource.TMSUCCESS
  };
  private static final int[] END = {
    XAResource.TMSUCCESS,
    XAResource.TMSUCCESS,
    XAResource.TMSUCCESS,
    XAResource.TMSUSPEND,
    XAResource.TMFAIL,
    XAResource.TMNOFLAGS,
    XAResource.TMSUCCESS | XAResource.TMSUSPEND
  };
  private static final int[] RECOVER = {
    XAResource.TMSTARTRSCAN,
    XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN,
    XAResource.TMENDRSCAN,
    XAResource.TMNOFLAGS,
    XAResource.TMJOIN
  };

  private final Random random;
  private final MessageStore store = new KeptStore();
  private final List<String> story = new ArrayList<>();
  private final TreeSet<Integer> codes = new TreeSet<>();
  private final XaModel model = new XaModel();
  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<SluiceXaConnection> connections = new ArrayList<>();
  private final List<XASession> sessions = new ArrayList<>();
  private final List<MessageProducer> producers = new ArrayList<>();
  private final List<MessageConsumer> consumers = new ArrayList<>();
  private final int[] timeouts = new int[SESSIONS];
  private BrokerFixture fixture;
  private long now;
  private int messages;

  XaRun(long seed) throws Exception {
    random = new Random(seed);
    for (int i = 0; i < THREADS; i++) {
      threads.add(Executors.newSingleThreadExecutor());
    }
    begin();
  }

  private void begin() throws Exception {
    RedeliveryPolicy patient = new RedeliveryPolicy(0, Duration.ZERO, Messages.DLQ);
    ManualScheduler scheduler = new ManualScheduler();
    scheduler.pass(Math.max(0, now - scheduler.now()));
    now = scheduler.now();
    fixture = new BrokerFixture(store, 1 << 20, patient, null, scheduler);
    for (int i = 0; i < SESSIONS; i++) {
      if (i % 2 == 0) {
        connections.add(
            new SluiceXaConnection(
                fixture.broker,
                ClientSettings.DEFAULTS.withClock(
                    () -> Instant.ofEpochMilli(fixture.scheduler.now())),
                () -> {}));
        connections.get(i / 2).start();
      }
      XASession session = connections.get(i / 2).createXASession();
      sessions.add(session);
      producers.add(session.createProducer(QUEUE));
      consumers.add(session.createConsumer(QUEUE));
      timeouts[i] = session.getXAResource().getTransactionTimeout();
    }
  }

  List<String> story() {
    return story;
  }

  /** Every code that a call got. */
  TreeSet<Integer> codes() {
    return codes;
  }

  private <T> T onSomeThread(Callable<T> call) throws Exception {
    try {
      return threads.get(random.nextInt(THREADS)).submit(call).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** A call of {@code XAResource} that has no result. */
  @FunctionalInterface
  private interface Call {
    void make() throws XAException;
  }

  private int code(Callable<Integer> call) throws Exception {
    return onSomeThread(
        () -> {
          try {
            return call.call();
          } catch (XAException e) {
            assertTrue(!e.getMessage().isBlank(), "an exception without a word");
            return e.errorCode;
          }
        });
  }

  private int codeOf(Call call) throws Exception {
    return code(
        () -> {
          call.make();
          return XAResource.XA_OK;
        });
  }

  private void expect(int expected, int actual, String call) {
    story.add(call + " -> " + actual);
    codes.add(actual);
    assertEquals(expected, actual, call);
  }

  private static Xid xid(int number) {
    return TestXid.of(number, 1);
  }

  private static int oneOf(int[] flags, Random random) {
    return flags[random.nextInt(flags.length)];
  }

  void step() throws Exception {
    int session = random.nextInt(SESSIONS);
    int branch = random.nextInt(BRANCHES);
    XAResource resource = sessions.get(session).getXAResource();
    int what = random.nextInt(100);
    if (what < 22) {
      start(session, branch, resource);
    } else if (what < 45) {
      int flags = oneOf(END, random);
      int expected = model.end(session, branch, flags);
      int code = codeOf(() -> resource.end(xid(branch), flags));
      expect(expected, code, session + ".end(" + branch + ", " + flags + ")");
    } else if (what < 65) {
      work(session);
    } else if (what < 90) {
      decide(session, branch, resource);
    } else if (what < 94) {
      recover(resource);
    } else if (what < 97) {
      pass();
    } else {
      setTimeout(session, resource);
    }
  }

  private void start(int session, int branch, XAResource resource) throws Exception {
    int flags = oneOf(START, random);
    int expected = model.start(session, branch, flags, now + 1_000L * timeouts[session]);
    int code = codeOf(() -> resource.start(xid(branch), flags));
    expect(expected, code, session + ".start(" + branch + ", " + flags + ")");
  }

  private void decide(int session, int branch, XAResource resource) throws Exception {
    String call = session + ".";
    switch (random.nextInt(7)) {
      case 0, 1 ->
          expect(
              model.prepare(branch),
              code(() -> resource.prepare(xid(branch))),
              call + "prepare(" + branch + ")");
      case 2 ->
          expect(
              model.commit(branch, true),
              codeOf(() -> resource.commit(xid(branch), true)),
              call + "commit in one phase(" + branch + ")");
      case 3 ->
          expect(
              model.commit(branch, false),
              codeOf(() -> resource.commit(xid(branch), false)),
              call + "commit(" + branch + ")");
      case 4 ->
          expect(
              model.rollback(branch),
              codeOf(() -> resource.rollback(xid(branch))),
              call + "rollback(" + branch + ")");
      case 5 -> operate(branch);
      default ->
          expect(
              model.forget(branch),
              codeOf(() -> resource.forget(xid(branch))),
              call + "forget(" + branch + ")");
    }
  }

  /** An operator decides in place of the transaction manager. */
  private void operate(int branch) throws Exception {
    boolean commit = random.nextBoolean();
    String identity = BranchTable.name(xid(branch));
    Callable<Void> decision =
        () -> {
          fixture.broker.inDoubt().decide(identity, commit, "operator", "as the seed says");
          return null;
        };
    story.add("operator decides " + branch + ", commit: " + commit);
    if (model.decide(branch, commit)) {
      onSomeThread(decision);
    } else {
      assertThrows(IllegalArgumentException.class, () -> onSomeThread(decision));
    }
  }

  /** Sends or receives in the session's branch, if it has one. */
  private void work(int session) throws Exception {
    if (!model.works(session)) {
      return;
    }
    if (random.nextInt(3) > 0) {
      send(session);
    } else {
      receive(session);
    }
  }

  private void send(int session) throws Exception {
    String text = "m" + messages++;
    Callable<Void> send =
        () -> {
          producers.get(session).send(sessions.get(session).createTextMessage(text));
          return null;
        };
    story.add(session + " sends " + text);
    if (model.worksInVain(session)) {
      assertThrows(JMSException.class, () -> onSomeThread(send));
    } else {
      onSomeThread(send);
      model.sent(session, text);
    }
  }

  private void receive(int session) throws Exception {
    Callable<TextMessage> receive = () -> (TextMessage) consumers.get(session).receiveNoWait();
    if (model.worksInVain(session) && !model.waiting().isEmpty()) {
      story.add(session + " receives in vain");
      assertThrows(JMSException.class, () -> onSomeThread(receive));
      return;
    }
    TextMessage message = onSomeThread(receive);
    String text = message == null ? null : message.getText();
    story.add(session + " receives " + text);
    assertEquals(model.waiting().isEmpty(), text == null);
    if (text != null) {
      assertTrue(model.waiting().contains(text), text);
      model.received(session, text);
    }
  }

  private void recover(XAResource resource) throws Exception {
    int flags = oneOf(RECOVER, random);
    TreeSet<Integer> found = new TreeSet<>();
    int code =
        codeOf(
            () -> {
              for (Xid xid : resource.recover(flags)) {
                found.add((int) xid.getGlobalTransactionId()[0]);
              }
            });
    expect(
        flags == XAResource.TMJOIN ? XAException.XAER_INVAL : XAResource.XA_OK,
        code,
        "recover(" + flags + ")");
    boolean begins = (flags & XAResource.TMSTARTRSCAN) != 0;
    assertEquals(begins ? model.recoverable() : new TreeSet<>(), found);
  }

  private void pass() throws Exception {
    if (random.nextInt(6) == 0) {
      crash();
      return;
    }
    long millis = 1_000L * (1 + random.nextInt(20));
    story.add(millis + " ms pass");
    now += millis;
    fixture.scheduler.advance(millis);
    model.time(now);
  }

  private void crash() throws Exception {
    story.add("crash and restart");
    connections.clear();
    sessions.clear();
    producers.clear();
    consumers.clear();
    model.crash();
    begin();
  }

  private void setTimeout(int session, XAResource resource) throws Exception {
    int seconds = random.nextInt(30);
    story.add(session + ".setTransactionTimeout(" + seconds + ")");
    assertTrue(resource.setTransactionTimeout(seconds));
    timeouts[session] = resource.getTransactionTimeout();
    assertEquals(seconds == 0 ? 3600 : seconds, timeouts[session]);
  }

  /** Lets what is not prepared time out, commits the rest, and looks at what is there. */
  void drain() throws Exception {
    long hours = 8 * 3_600_000;
    fixture.scheduler.advance(hours);
    model.time(now + hours);
    XAResource resource = sessions.get(0).getXAResource();
    for (Xid xid : resource.recover(XAResource.TMSTARTRSCAN)) {
      int number = xid.getGlobalTransactionId()[0];
      int code = codeOf(() -> resource.commit(xid, false));
      expect(model.commit(number, false), code, "last commit(" + number + ")");
      expect(model.forget(number), codeOf(() -> resource.forget(xid)), "last forget(" + number);
    }
    assertEquals(new TreeSet<>(), model.recoverable());
    TreeSet<String> left = new TreeSet<>();
    try (Session session = connections.get(0).createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(QUEUE)) {
      for (TextMessage m = (TextMessage) consumer.receiveNoWait();
          m != null;
          m = (TextMessage) consumer.receiveNoWait()) {
        assertTrue(left.add(m.getText()), m.getText() + " is there twice");
      }
    }
    assertEquals(model.waiting(), left);
  }

  @Override
  public void close() throws Exception {
    for (SluiceXaConnection connection : connections) {
      connection.close();
    }
    fixture.close();
    threads.forEach(ExecutorService::shutdownNow);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.DestinationFigures;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.store.MemoryMessageStore;

/** What connections leave behind when they are closed in the middle of everything: nothing. */
class NothingIsLeftTest extends JmsConformance {

  private static final int TEMPORARIES = 1000;
  private static final int WAITING = 300;

  private LocalBroker broker;

  @Override
  BrokerUnderTest start() throws Exception {
    broker =
        LocalBroker.start(
            new BrokerSettings("test", 1 << 20, 64 << 20, RedeliveryPolicy.DEFAULT),
            new MemoryMessageStore("test"),
            Scheduler.onThread("sluice-test-broker", InstantSource.system()));
    return new BrokerUnderTest() {
      @Override
      public Broker broker() {
        return broker;
      }

      @Override
      public void close() throws Exception {
        broker.close();
      }
    };
  }

  private static final class Ignoring implements CompletionListener {
    @Override
    public void onCompletion(Message message) {}

    @Override
    public void onException(Message message, Exception exception) {}
  }

  /** A connection that is at everything at once, and its sessions. */
  private final class Busy {
    private final SluiceConnection connection = started();
    private final List<Session> sessions = new ArrayList<>();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final CountDownLatch mayReturn = new CountDownLatch(1);
    private final ServerSessions pool = new ServerSessions();

    Busy() throws Exception {
      connection.setExceptionListener(problem -> {});
      session(Session.AUTO_ACKNOWLEDGE)
          .createConsumer(ORDERS)
          .setMessageListener(
              message -> {
                listening.countDown();
                JmsConformance.await(mayReturn);
              });
      JmsConformance.await(listening);
      session(Session.AUTO_ACKNOWLEDGE).createBrowser(ORDERS).getEnumeration().nextElement();
      session(Session.CLIENT_ACKNOWLEDGE).createConsumer(ORDERS).receive(LONG);
      subscribersAreSlow();
      temporaryQueues();
      transactionIsOpen();
      connection.createConnectionConsumer(ORDERS, null, pool, 3);
      pool.awaitWaiter();
    }

    private Session session(int mode) throws Exception {
      Session session = connection.createSession(mode);
      sessions.add(session);
      return session;
    }

    private void subscribersAreSlow() throws Exception {
      Session session = session(Session.AUTO_ACKNOWLEDGE);
      session.createConsumer(NEWS);
      session.createSharedConsumer(NEWS, "s");
      MessageProducer producer = session.createProducer(NEWS);
      for (int i = 0; i < WAITING; i++) {
        producer.send(session.createTextMessage("news"), new Ignoring());
      }
    }

    private void temporaryQueues() throws Exception {
      Session session = session(Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(null);
      for (int i = 0; i < TEMPORARIES; i++) {
        TemporaryQueue queue = session.createTemporaryQueue();
        producer.send(queue, session.createTextMessage("reply"));
        if (i % 10 == 0) {
          session.createConsumer(queue);
        }
      }
    }

    private void transactionIsOpen() throws Exception {
      Session session = session(Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(ORDERS);
      consumer.receive(LONG);
      session.createProducer(ORDERS).send(session.createTextMessage("never"));
    }

    /** Closes the sessions and the connection at the same time, each on a thread of its own. */
    void closeWithoutOrder() throws Exception {
      List<Running> closing = new ArrayList<>();
      for (Session session : sessions) {
        closing.add(inBackground(session::close));
      }
      closing.add(inBackground(connection::close));
      mayReturn.countDown();
      for (Running close : closing) {
        close.awaitSuccess();
      }
    }
  }

  private static List<Thread> threadsOf(SluiceConnection connection) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains(connection.id()))
        .toList();
  }

  @Test
  void connectionsClosedInTheMiddleOfEverythingLeaveNothing() throws Exception {
    for (int round = 0; round < 3; round++) {
      String[] texts = new String[WAITING];
      java.util.Arrays.fill(texts, "order");
      send(texts);
      Busy busy = new Busy();
      List<Thread> threads = threadsOf(busy.connection);
      assertTrue(threads.size() >= 3, "a listener, a connection consumer, callbacks: " + threads);
      assertTrue(broker.figures().size() >= TEMPORARIES);

      busy.closeWithoutOrder();

      for (Thread thread : threads) {
        thread.join(LONG);
        assertFalse(thread.isAlive(), thread + " goes on");
      }
      List<String> left = rest();
      assertTrue(left.stream().allMatch("order"::equals), left.toString());
      for (DestinationFigures figures : broker.figures()) {
        assertFalse(figures.address().temporary(), figures + " is left");
        assertEquals(0, figures.consumers(), figures.toString());
        assertEquals(0, figures.inFlight(), figures.toString());
      }
      assertEquals(List.of(), broker.subscriptions());
      assertEquals(0, broker.memoryUsed());
      assertEquals(0, broker.undecidedBytes());
    }
  }
}

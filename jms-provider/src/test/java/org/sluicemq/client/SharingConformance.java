// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Sections 2.14, 6.1.3 and 6.2.1: one object that makes and serves several others. */
abstract class SharingConformance extends JmsConformance {

  private static final int THREADS = 8;

  @Test
  void connectionAndItsDestinationsAreForAllThreads() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch together = new CountDownLatch(THREADS);
    List<Running> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String text = "" + i;
      threads.add(
          inBackground(
              () -> {
                together.countDown();
                await(together);
                Session session = connection.createSession();
                session.createProducer(ORDERS).send(session.createTextMessage(text));
                Queue own = session.createTemporaryQueue();
                session.createProducer(own).send(session.createTextMessage(text));
                receive(session.createConsumer(own), text);
                connection.getClientID();
                connection.start();
                session.close();
              }));
    }
    for (Running thread : threads) {
      thread.awaitSuccess();
    }
    assertEquals(
        List.of("0", "1", "2", "3", "4", "5", "6", "7"), rest().stream().sorted().toList());
  }

  @Test
  void sessionServesSeveralProducersAndConsumers() throws Exception {
    Session session = started().createSession();
    MessageProducer orders = session.createProducer(ORDERS);
    MessageProducer news = session.createProducer(NEWS);
    MessageProducer unbound = session.createProducer(null);
    MessageConsumer ofOrders = session.createConsumer(ORDERS);
    MessageConsumer ofNews = session.createConsumer(NEWS);
    MessageConsumer alsoOfNews = session.createConsumer(NEWS);
    orders.send(session.createTextMessage("a"));
    news.send(session.createTextMessage("b"));
    unbound.send(ORDERS, session.createTextMessage("c"));
    unbound.send(NEWS, session.createTextMessage("d"));
    receive(alsoOfNews, "b", "d");
    receive(ofOrders, "a", "c");
    receive(ofNews, "b", "d");
    for (MessageConsumer consumer : List.of(ofOrders, ofNews, alsoOfNews)) {
      assertNull(consumer.receiveNoWait());
    }
  }
}

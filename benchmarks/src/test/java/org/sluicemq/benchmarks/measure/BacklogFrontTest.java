// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Stamp.DamagedBodyException;

class BacklogFrontTest {

  private static final long LONG = 20_000;

  private RunningBroker broker;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    broker = Contenders.byName("sluice").start(directory);
    send(stamped(0, 0), stamped(1, 0), stamped(0, 1));
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  private static byte[] stamped(int producer, int sequence) {
    byte[] body = Stamp.blankBody(64);
    new Stamp(producer, sequence, 1).writeTo(body);
    return body;
  }

  private void send(byte[]... bodies) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      for (byte[] body : bodies) {
        context.createProducer().send(context.createQueue(Place.NAME), body);
      }
    }
  }

  private BacklogFront front(long waitMillis, int... next) throws Exception {
    return new BacklogFront(broker.connectionFactory(), next, waitMillis);
  }

  @Test
  void messagesInTheirTurnAreCountedAndGoneOnceCommitted() throws Exception {
    assertEquals(3, broker.depth().of(Place.NAME));
    int[] next = {0, 0};
    try (BacklogFront front = front(LONG, next)) {
      front.receive();
      front.receive();
      front.receive();
      front.commit();
    }
    assertArrayEquals(new int[] {2, 1}, next);
    assertEquals(0, broker.depth().of(Place.NAME));
  }

  @Test
  void messageThatComesAgainIsNoticed() throws Exception {
    try (BacklogFront front = front(LONG, 0)) {
      front.receive();
      front.commit();
    }
    // As if number 0 of producer 1 had been received before.
    assertOutOfTurn("Message 0 of producer 1", 1, 1);
  }

  @Test
  void messageOfAnUnknownProducerIsNoticed() throws Exception {
    try (BacklogFront front = front(LONG, 0)) {
      front.receive();
      front.commit();
    }
    assertOutOfTurn("Message 0 of producer 1", 1);
  }

  private void assertOutOfTurn(String which, int... next) throws Exception {
    try (BacklogFront front = front(LONG, next)) {
      UnbalancedException noticed = assertThrows(UnbalancedException.class, front::receive);
      assertTrue(noticed.getMessage().startsWith(which), noticed.getMessage());
    }
  }

  @Test
  void damagedBodyIsNoticed() throws Exception {
    byte[] damaged = stamped(0, 2);
    damaged[30] ^= 1;
    send(damaged);
    try (BacklogFront front = front(LONG, 0, 0)) {
      front.receive();
      front.receive();
      front.receive();
      assertThrows(DamagedBodyException.class, front::receive);
    }
  }

  @Test
  void emptyBacklogIsNoticed() throws Exception {
    try (BacklogFront front = front(LONG, 0, 0)) {
      front.receive();
      front.receive();
      front.receive();
      front.commit();
    }
    try (BacklogFront front = front(10, 2, 1)) {
      assertThrows(UnbalancedException.class, front::receive);
    }
  }
}

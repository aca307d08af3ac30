// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.text;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluicemq.selector.Selector;

/** What a broker finds on a store that an earlier one has left, cleanly or not. */
class RestartTest {

  private static final long MEMORY = 1 << 20;

  private final KeptStore store = new KeptStore();
  private final Mailbox before = new Mailbox();
  private final Mailbox after = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, MEMORY);
  }

  @Test
  void messageThatWasDeliveredBeforeACrashComesBackAsRedelivered() throws Exception {
    BrokerFixture crashed = start();
    crashed.sendAll("a");
    crashed.consume(before).credit(1);
    assertFalse(before.take().redelivered());
    try (BrokerFixture restarted = start()) {
      try (QueueView view = restarted.broker.browse(ORDERS, Selector.ALL)) {
        assertEquals("a", text(view.next()));
        assertEquals(2, view.deliveryCount());
      }
      restarted.consume(after).credit(1);
      assertTrue(after.take().redelivered());
    }
  }

  @Test
  void everyMessageDeliveredBeforeACrashComesBackAsRedeliveredAndFarOnesAsNew() throws Exception {
    int sent = (int) (3 * DeliveredMark.STRIDE);
    int seen = 700;
    BrokerFixture crashed = start();
    for (int i = 0; i < sent; i++) {
      crashed.sendAll("m" + i);
    }
    BrokerConsumer consumer = crashed.consume(before);
    for (int i = 0; i < seen; i++) {
      consumer.credit(1);
      before.take();
    }
    try (BrokerFixture restarted = start()) {
      BrokerConsumer again = restarted.consume(after);
      for (int i = 0; i < sent; i++) {
        again.credit(1);
        restarted.scheduler.run();
        Delivery delivery = after.take();
        assertEquals("m" + i, text(delivery));
        assertTrue(i >= seen || delivery.redelivered(), "m" + i + " was seen");
        assertTrue(
            i < seen + 2 * DeliveredMark.STRIDE || !delivery.redelivered(), "m" + i + " is new");
      }
    }
  }

  @Test
  void cleanStopTellsApartWhatWasDeliveredAndWhatWasNot() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.sendAll("released", "outstanding", "untouched");
      fixture.consume(before).credit(2);
      fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, before.take());
    }
    try (BrokerFixture restarted = start()) {
      restarted.consume(after).credit(3);
      assertEquals(2, after.take().deliveryCount());
      assertEquals(2, after.take().deliveryCount());
      assertEquals(1, after.take().deliveryCount());
    }
  }

  @Test
  void acknowledgedMessageDoesNotComeBack() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.sendAll("a", "b");
      fixture.consume(before).credit(1);
      fixture.acknowledge(before.take());
    }
    try (BrokerFixture restarted = start()) {
      assertEquals(1, restarted.figures(ORDERS).depth());
      restarted.consume(after).credit(1);
      assertEquals("b", text(after.take()));
    }
  }

  @Test
  void delayedMessageKeepsItsTimeOverARestart() throws Exception {
    try (BrokerFixture fixture = start()) {
      long due = fixture.scheduler.now() + 1000;
      fixture.send(Messages.to(ORDERS, "later").deliveryTime(due).build());
    }
    try (BrokerFixture restarted = start()) {
      restarted.consume(after).credit(1);
      restarted.scheduler.advance(999);
      assertEquals(0, after.texts().size());
      restarted.scheduler.advance(1);
      assertEquals("later", text(after.take()));
    }
  }

  @Test
  void failedStoreStopsTheBrokerAndTellsWhyAndLosesNothing() throws Exception {
    BrokerFixture failed = start();
    failed.sendAll("safe");
    AtomicReference<Throwable> told = new AtomicReference<>();
    assertNotNull(failed.broker.onStop(told::set));
    store.fail();
    BrokerException first = assertThrows(BrokerException.class, () -> failed.sendAll("not stored"));
    assertEquals(BrokerException.Reason.STORE, first.reason());
    BrokerException later = assertThrows(BrokerException.class, () -> failed.sendAll("refused"));
    assertTrue(later.getMessage().contains("restart it to recover"), later.getMessage());
    assertTrue(later.getMessage().contains("The disk is full"), later.getMessage());
    failed.scheduler.run();
    assertEquals("The disk is full", told.get().getMessage());
    store.mend();
    try (BrokerFixture restarted = start()) {
      assertEquals(1, restarted.figures(ORDERS).depth());
    }
  }
}

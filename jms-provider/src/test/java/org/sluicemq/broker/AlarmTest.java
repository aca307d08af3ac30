// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;

class AlarmTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final long begin = scheduler.now();
  private int rung;
  private final Alarm alarm = new Alarm(scheduler, this::ring);

  private void ring() {
    rung += alarm.rings() ? 1 : 0;
  }

  @Test
  void ringsOnceAtTheEarliestTime() {
    alarm.at(begin + 200);
    alarm.at(begin + 100);
    alarm.at(begin + 300);
    assertEquals(1, scheduler.waiting());
    scheduler.advance(99);
    assertEquals(0, rung);
    scheduler.advance(1);
    assertEquals(1, rung);
    scheduler.advance(1000);
    assertEquals(1, rung);
  }

  @Test
  void ringsLaterWhenTheClockWasSetBack() {
    alarm.at(begin + 100);
    scheduler.pass(90);
    scheduler.fireEarly();
    assertEquals(0, rung);
    assertEquals(1, scheduler.waiting());
    scheduler.advance(10);
    assertEquals(1, rung);
  }

  @Test
  void neverRingsOnceItHasEnded() {
    alarm.at(begin + 100);
    alarm.end();
    alarm.at(begin + 200);
    assertEquals(0, scheduler.waiting());
    scheduler.advance(1000);
    assertEquals(0, rung);
    assertFalse(alarm.rings());
  }

  @Test
  void delayedMessageComesThoughTheClockWasSetBack() throws Exception {
    try (BrokerFixture fixture = new BrokerFixture()) {
      Mailbox mailbox = new Mailbox();
      fixture.consume(mailbox).credit(1);
      long due = fixture.scheduler.now() + 1000;
      fixture.send(Messages.to(ORDERS, "late").deliveryTime(due).build());
      fixture.scheduler.pass(990);
      fixture.scheduler.fireEarly();
      assertTrue(mailbox.isEmpty());
      fixture.scheduler.advance(10);
      assertEquals(List.of("late"), mailbox.texts());
    }
  }

  @Test
  void temporaryQueueThatIsDeletedIsNotKeptByWhatWasToExpireOrToBecomeDue() throws Exception {
    try (BrokerFixture fixture = new BrokerFixture()) {
      int before = fixture.scheduler.waiting();
      Address replies = fixture.broker.createTemporary(Address.Kind.QUEUE, "c1");
      long later = fixture.scheduler.now() + 3_600_000;
      fixture.send(Messages.to(replies, "mortal").expiration(later).build());
      fixture.send(Messages.to(replies, "delayed").deliveryTime(later).build());
      assertTrue(fixture.scheduler.waiting() > before);
      fixture.broker.deleteTemporary(replies);
      assertNull(fixture.figures(replies));
      assertEquals(before, fixture.scheduler.waiting());
    }
  }
}

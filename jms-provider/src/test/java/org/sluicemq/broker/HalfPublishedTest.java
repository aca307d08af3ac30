// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sluicemq.broker.BrokerFixture.CONNECTION;

import java.time.Duration;
import java.util.List;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.WriteBatch;

/** A publish that breaks off when some subscriptions have a place for it and one has not. */
class HalfPublishedTest {

  private static final Address NEWS = Address.topic("news");
  private static final SubscriptionName DURABLE = new SubscriptionName("me", "d", true, false);
  private static final Xid XID = TestXid.of(1, 1);
  private static final int MANY = 2000;

  /** A place that is not stored is given by the time: the clock breaks the publish off. */
  private final InternalError injected = new InternalError("injected");

  private final ManualScheduler scheduler = new ManualScheduler();
  private final Mailbox durable = new Mailbox();
  private final Mailbox first = new Mailbox();
  private final Mailbox second = new Mailbox();
  private BrokerFixture fixture;
  private BrokerConsumer durableConsumer;

  @BeforeEach
  void start() throws Exception {
    RedeliveryPolicy policy = new RedeliveryPolicy(3, Duration.ZERO, null);
    fixture = new BrokerFixture(new KeptStore(), 64 << 20, policy, KeptStore::new, scheduler);
    durableConsumer = subscribe(DURABLE, durable);
    subscribe(null, first).credit(MANY);
    subscribe(null, second).credit(MANY);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private BrokerConsumer subscribe(SubscriptionName name, Mailbox mailbox) throws Exception {
    BrokerConsumer consumer =
        fixture.broker.consume(new ConsumerRequest(NEWS, Selector.ALL, "c2", false, name), mailbox);
    consumer.credit(1);
    return consumer;
  }

  private static Envelope news(String text, boolean persistent) {
    return Messages.to(NEWS, text).persistent(persistent).build();
  }

  private void assertBreaks(int looks, Executable call) {
    scheduler.failAfter(looks, injected);
    assertSame(injected, assertThrows(InternalError.class, call));
  }

  /** Every later message comes to the durable subscription, one mark after the other. */
  private void assertAllFollow() throws Exception {
    for (int i = 0; i < MANY; i++) {
      fixture.send(news("m" + i, true));
      scheduler.run();
      Delivery next = durable.poll();
      assertEquals("m" + i, next == null ? "nothing" : Messages.text(next));
      fixture.acknowledge(next);
      durableConsumer.credit(1);
    }
  }

  @Test
  void sendThatBreaksHalfWayHoldsUpNobody() throws Exception {
    assertBreaks(0, () -> fixture.send(news("broken", true)));
    assertAllFollow();
  }

  @Test
  void laterSendThatBreaksHalfWayHoldsUpNobody() throws Exception {
    assertBreaks(
        0, () -> fixture.broker.sendLater(news("broken", true), CONNECTION, failure -> {}));
    assertAllFollow();
  }

  @Test
  void commitThatBreaksHalfWayHoldsUpNobody() throws Exception {
    UnitOfWork unit = fixture.broker.begin();
    fixture.broker.send(news("broken", true), CONNECTION, unit);
    assertBreaks(0, () -> fixture.broker.commit(unit));
    assertEquals(UnitOfWork.State.ROLLED_BACK, unit.state());
    assertAllFollow();
  }

  @Test
  void preparedBranchWhoseCommitBreaksHalfWayCommitsLater() throws Exception {
    UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
    fixture.broker.send(news("branch", true), CONNECTION, unit);
    fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
    fixture.broker.branches().prepare(XID);
    assertBreaks(0, () -> fixture.broker.branches().commit(XID, false));
    assertAllFollow();
    fixture.broker.branches().commit(XID, false);
    scheduler.run();
    assertEquals(List.of("branch"), durable.texts());
  }

  @Test
  void placeInMemoryIsGivenBack() throws Exception {
    long before = fixture.broker.memoryUsed();
    UnitOfWork unit = fixture.broker.begin();
    fixture.broker.send(news("broken", false), CONNECTION, unit);
    assertBreaks(2, () -> fixture.broker.commit(unit));
    assertEquals(before, fixture.broker.memoryUsed());
    assertEquals(List.of(), first.texts());
    fixture.send(news("next", false));
    assertEquals(List.of("next"), first.texts());
    assertEquals(List.of("next"), second.texts());
  }

  @Test
  void markThatDidNotGetIntoItsBatchIsAskedForAgain() {
    DeliveredMark mark = new DeliveredMark(0);
    PageWindow window = new PageWindow(new MemoryBudget(1 << 20));
    Arrivals arrivals = new Arrivals(1, 0, window, mark);
    WriteBatch none = null;
    assertThrows(NullPointerException.class, () -> arrivals.expect(4, 1, true, none));
    assertNotEquals(0, arrivals.expect(4, 2, true, new WriteBatch()).mark());
  }
}

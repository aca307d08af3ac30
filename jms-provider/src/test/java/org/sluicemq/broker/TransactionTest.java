// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.BrokerFixture.CONNECTION;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/** Units of work and branches as they act on destinations, also over a restart. */
class TransactionTest {

  private static final Xid XID = TestXid.of(1, 1);

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, 1 << 20);
  }

  private static void sendIn(BrokerFixture fixture, UnitOfWork unit, String text) throws Exception {
    fixture.broker.send(order(text), CONNECTION, unit);
  }

  @Test
  void uncommittedSendIsInvisibleAndCommittedOneIsDelivered() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.consume(mailbox).credit(5);
      UnitOfWork unit = fixture.broker.begin();
      sendIn(fixture, unit, "a");
      sendIn(fixture, unit, "b");
      assertNull(mailbox.poll());
      fixture.broker.commit(unit);
      assertEquals(List.of("a", "b"), mailbox.texts());
      assertEquals(UnitOfWork.State.COMMITTED, unit.state());
    }
  }

  @Test
  void rolledBackSendNeverExisted() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.consume(mailbox).credit(5);
      UnitOfWork unit = fixture.broker.begin();
      sendIn(fixture, unit, "a");
      fixture.broker.rollback(unit);
      assertNull(mailbox.poll());
      assertEquals(0, fixture.figures(ORDERS).depth());
    }
  }

  @Test
  void rolledBackMessagesAreRedeliveredInOrderWithTheirCountsRaised() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.sendAll("a", "b", "c");
      BrokerConsumer consumer = fixture.consume(mailbox);
      consumer.credit(3);
      UnitOfWork unit = fixture.broker.begin();
      fixture.acknowledge(mailbox.take(), unit);
      fixture.acknowledge(mailbox.take(), unit);
      consumer.credit(2);
      mailbox.take();
      fixture.broker.rollback(unit);
      Delivery first = mailbox.take();
      assertEquals("a", text(first));
      assertEquals(2, first.deliveryCount());
      assertEquals("b", text(mailbox.take()));
    }
  }

  @Test
  void commitThatCannotBeStoredRollsBack() throws Exception {
    BrokerFixture fixture = start();
    fixture.sendAll("received");
    fixture.consume(mailbox).credit(1);
    UnitOfWork unit = fixture.broker.begin();
    fixture.acknowledge(mailbox.take(), unit);
    sendIn(fixture, unit, "sent");
    store.fail();
    assertThrows(BrokerException.class, () -> fixture.broker.commit(unit));
    assertEquals(UnitOfWork.State.ROLLED_BACK, unit.state());
    assertEquals(0, fixture.figures(ORDERS).inFlight());
    assertEquals(1, fixture.figures(ORDERS).depth());
  }

  @Test
  void refusedCommitRollsBackAndTheBrokerGoesOn() throws Exception {
    try (BrokerFixture fixture = start()) {
      store.refuse("ID:too large");
      UnitOfWork unit = fixture.broker.begin();
      sendIn(fixture, unit, "before");
      sendIn(fixture, unit, "too large");
      BrokerException refusal =
          assertThrows(BrokerException.class, () -> fixture.broker.commit(unit));
      assertEquals(BrokerException.Reason.ROLLED_BACK, refusal.reason());
      fixture.sendAll("after");
      fixture.consume(mailbox).credit(5);
      assertEquals(List.of("after"), mailbox.texts());
    }
  }

  @Test
  void branchThatCannotBeStoredStopsTheBroker() throws Exception {
    BrokerFixture fixture = start();
    UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
    sendIn(fixture, unit, "a");
    fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
    AtomicReference<Throwable> told = new AtomicReference<>();
    fixture.broker.onStop(told::set);
    store.fail();
    assertCode(XAException.XAER_RMERR, () -> fixture.broker.branches().prepare(XID));
    fixture.scheduler.run();
    assertEquals("The disk is full", told.get().getMessage());
    assertThrows(BrokerException.class, () -> fixture.sendAll("b"));
  }

  @Test
  void preparedBranchSurvivesACrashAndCommits() throws Exception {
    prepareAndCrash();
    try (BrokerFixture restarted = start()) {
      restarted.consume(mailbox).credit(5);
      assertNull(mailbox.poll(), "received is locked, sent is invisible");
      Xid[] inDoubt = restarted.broker.branches().recover(XAResource.TMSTARTRSCAN);
      assertEquals(1, inDoubt.length);
      assertArrayEquals(XID.getGlobalTransactionId(), inDoubt[0].getGlobalTransactionId());
      restarted.broker.branches().commit(XID, false);
      assertEquals(List.of("sent"), mailbox.texts());
      assertEquals(1, restarted.figures(ORDERS).depth());
      assertEquals(0, restarted.broker.preparedBranches());
    }
    try (BrokerFixture again = start()) {
      assertEquals(1, again.figures(ORDERS).depth());
      assertEquals(0, again.broker.preparedBranches());
    }
  }

  @Test
  void preparedBranchSurvivesACrashAndRollsBack() throws Exception {
    prepareAndCrash();
    try (BrokerFixture restarted = start()) {
      restarted.consume(mailbox).credit(5);
      restarted.broker.branches().rollback(XID);
      Delivery delivery = mailbox.take();
      assertEquals("received", text(delivery));
      assertEquals(1, restarted.figures(ORDERS).depth());
      assertEquals(0, restarted.broker.preparedBranches());
    }
  }

  private void prepareAndCrash() throws Exception {
    BrokerFixture crashed = start();
    crashed.sendAll("received");
    Mailbox earlier = new Mailbox();
    crashed.consume(earlier).credit(1);
    UnitOfWork unit = crashed.broker.branches().start(XID, XAResource.TMNOFLAGS);
    crashed.acknowledge(earlier.take(), unit);
    sendIn(crashed, unit, "sent");
    crashed.broker.branches().end(XID, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, crashed.broker.branches().prepare(XID));
  }

  @Test
  void branchJoinedByTwoSessionsIsOne() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork one = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      UnitOfWork other = fixture.broker.branches().start(XID, XAResource.TMJOIN);
      sendIn(fixture, one, "a");
      sendIn(fixture, other, "b");
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      assertCode(XAException.XAER_PROTO, () -> fixture.broker.branches().prepare(XID));
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      fixture.broker.branches().commit(XID, true);
      assertEquals(2, fixture.figures(ORDERS).depth());
    }
  }

  @Test
  void branchWithoutWorkVotesReadOnlyAndIsForgotten() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      assertEquals(XAResource.XA_RDONLY, fixture.broker.branches().prepare(XID));
      assertCode(XAException.XAER_NOTA, () -> fixture.broker.branches().commit(XID, false));
    }
  }

  @Test
  void branchEndedAsFailedCanOnlyBeRolledBack() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      sendIn(fixture, unit, "a");
      fixture.broker.branches().end(XID, XAResource.TMFAIL);
      assertCode(XAException.XA_RBROLLBACK, () -> fixture.broker.branches().prepare(XID));
      assertEquals(0, fixture.figures(ORDERS).depth());
      assertCode(XAException.XAER_NOTA, () -> fixture.broker.branches().rollback(XID));
    }
  }

  @Test
  void suspendedBranchResumesAndGoesOn() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      sendIn(fixture, unit, "a");
      fixture.broker.branches().end(XID, XAResource.TMSUSPEND);
      assertCode(
          XAException.XAER_DUPID, () -> fixture.broker.branches().start(XID, XAResource.TMNOFLAGS));
      UnitOfWork resumed = fixture.broker.branches().start(XID, XAResource.TMRESUME);
      sendIn(fixture, resumed, "b");
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      assertEquals(XAResource.XA_OK, fixture.broker.branches().prepare(XID));
      fixture.broker.branches().commit(XID, false);
      assertEquals(2, fixture.figures(ORDERS).depth());
    }
  }

  @Test
  void callsOutOfOrderGetTheCodeOfTheSpecification() throws Exception {
    try (BrokerFixture fixture = start()) {
      assertCode(
          XAException.XAER_NOTA, () -> fixture.broker.branches().end(XID, XAResource.TMSUCCESS));
      assertCode(XAException.XAER_NOTA, () -> fixture.broker.branches().prepare(XID));
      assertCode(
          XAException.XAER_NOTA, () -> fixture.broker.branches().start(XID, XAResource.TMJOIN));
      assertCode(XAException.XAER_INVAL, () -> fixture.broker.branches().start(XID, 12345));
      assertCode(XAException.XAER_INVAL, () -> fixture.broker.branches().recover(12345));
      UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      sendIn(fixture, unit, "a");
      assertCode(
          XAException.XAER_PROTO, () -> fixture.broker.branches().start(XID, XAResource.TMRESUME));
      assertCode(XAException.XAER_PROTO, () -> fixture.broker.branches().rollback(XID));
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      assertCode(
          XAException.XAER_PROTO, () -> fixture.broker.branches().end(XID, XAResource.TMSUCCESS));
      assertCode(XAException.XAER_PROTO, () -> fixture.broker.branches().commit(XID, false));
      assertCode(XAException.XAER_PROTO, () -> fixture.broker.branches().forget(XID));
      fixture.broker.branches().rollback(XID);
    }
  }

  @Test
  void cleanStopDoesNotCountADeliveryThatABranchInDoubtHolds() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.sendAll("received");
      fixture.consume(mailbox).credit(1);
      UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
      fixture.acknowledge(mailbox.take(), unit);
      fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
      fixture.broker.branches().prepare(XID);
    }
    try (BrokerFixture untouched = start()) {
      assertEquals(1, untouched.broker.preparedBranches());
    }
    try (BrokerFixture again = start()) {
      again.broker.branches().rollback(XID);
      again.consume(mailbox).credit(1);
      assertEquals(2, mailbox.take().deliveryCount());
    }
  }

  @Test
  void rolledBackMessagesGoToSomebodyElseInTheirOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.sendAll("a", "b");
      Mailbox first = new Mailbox();
      fixture.consume(first).credit(2);
      BrokerConsumer other = fixture.consume(mailbox);
      UnitOfWork unit = fixture.broker.begin();
      fixture.acknowledge(first.take(), unit);
      unit.add(new Interlude(() -> {}, () -> other.credit(1)));
      fixture.acknowledge(first.take(), unit);
      fixture.broker.rollback(unit);
      other.credit(1);
      assertEquals(List.of("a", "b"), mailbox.texts());
    }
  }

  @Test
  void markThatIsLateDoesNotReplaceAHigherOne() throws Exception {
    int many = 1200;
    BrokerFixture crashed = start();
    crashed.consume(mailbox).credit(many + 1);
    UnitOfWork slow = crashed.broker.begin();
    sendIn(crashed, slow, "slow");
    slow.add(new Interlude(() -> sendMany(crashed, many), () -> {}));
    crashed.broker.commit(slow);
    for (int i = 0; i <= many; i++) {
      mailbox.take();
    }
    try (BrokerFixture restarted = start()) {
      restarted.consume(mailbox).credit(many + 1);
      for (int i = 0; i <= many; i++) {
        Delivery delivery = mailbox.take();
        assertTrue(delivery.redelivered(), () -> text(delivery) + " was seen before the crash");
      }
    }
  }

  private static void sendMany(BrokerFixture fixture, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      fixture.sendAll("m" + i);
    }
  }

  @Test
  void commitThatMeetsTheStopIsStoredAndNotHandedOut() throws Exception {
    BrokerFixture fixture = start();
    fixture.consume(mailbox).credit(5);
    fixture.sendAll("before");
    fixture.acknowledge(mailbox.take());
    UnitOfWork unit = fixture.broker.begin();
    sendIn(fixture, unit, "late");
    unit.add(new Interlude(fixture::close, () -> {}));
    fixture.broker.commit(unit);
    assertNull(mailbox.poll());
    try (BrokerFixture again = start()) {
      again.consume(mailbox).credit(1);
      Delivery delivery = mailbox.take();
      assertEquals("late", text(delivery));
      assertFalse(delivery.redelivered());
    }
  }

  /** Does what other threads may do while a unit commits or is rolled back. */
  private record Interlude(Executable atCommit, Executable atRollback) implements Operation {

    @Override
    public void prepare(List<Envelope> sends, List<Long> acknowledged) {}

    @Override
    public void commit(WriteBatch batch) {
      assertDoesNotThrow(atCommit);
    }

    @Override
    public void committed() {}

    @Override
    public void rolledBack() {
      assertDoesNotThrow(atRollback);
    }

    @Override
    public void settled() {}
  }

  private static void assertCode(int code, Executable call) {
    assertEquals(code, assertThrows(XAException.class, call).errorCode);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.BrokerFixture.CONNECTION;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;

import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.store.DelegatingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/** What becomes of work whose write fails in a way that a store does not promise. */
class FailedWriteTest {

  private static final Xid XID = TestXid.of(1, 1);
  private static final Address NEWS = Address.topic("news");

  private final FailingStore store = new FailingStore(new KeptStore());
  private final Mailbox mailbox = new Mailbox();
  private BrokerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new BrokerFixture(store, 64 << 20);
  }

  /** What one write throws, in place of being done or after it. */
  private static final class FailingStore extends DelegatingStore {
    private final KeptStore kept;
    private Throwable next;
    private boolean lastIsStored;

    private FailingStore(KeptStore kept) {
      super(kept);
      this.kept = kept;
    }

    private void failNext(Throwable failure) {
      next = failure;
    }

    private <E extends Throwable> void pass(Class<E> declared) throws E {
      Throwable failure = next;
      next = null;
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure != null) {
        throw declared.cast(failure);
      }
    }

    @Override
    public void write(WriteBatch batch) throws StoreException {
      if (lastIsStored && next != null) {
        kept.write(batch);
      }
      pass(StoreException.class);
      kept.write(batch);
    }

    @Override
    public void writeSoon(WriteBatch batch, WriteListener listener) {
      pass(RuntimeException.class);
      kept.writeSoon(batch, listener);
    }
  }

  private static StoreException unknown() {
    return new UnknownOutcomeException("The force failed; restart", null);
  }

  private void assertAllComeOneByOne(int expected) throws Exception {
    BrokerConsumer consumer = fixture.consume(mailbox);
    int got = 0;
    while (true) {
      consumer.credit(1);
      store.flush();
      fixture.scheduler.run();
      Delivery delivery = mailbox.poll();
      if (delivery == null) {
        break;
      }
      fixture.acknowledge(delivery);
      got++;
    }
    assertEquals(expected, got);
    assertEquals(0, fixture.broker.memoryUsed());
    assertEquals(0, fixture.broker.undecidedBytes());
  }

  @Test
  void errorsInWritesOfSomeSendersHarmNobodyElse() throws Exception {
    BrokerConsumer waiting = fixture.consume(mailbox);
    fixture.sendAll("first");
    for (int i = 0; i < 1200; i++) {
      if (i % 2 == 0) {
        InternalError injected = new InternalError("injected");
        store.failNext(injected);
        assertSame(
            injected, assertThrows(InternalError.class, () -> fixture.send(order("refused"))));
      } else {
        fixture.send(order("taken"));
      }
    }
    for (int i = 0; i < 3000; i++) {
      fixture.send(order("after"));
    }
    waiting.close();
    assertAllComeOneByOne(3601);
  }

  @Test
  void runtimeExceptionInAnAsynchronousSendIsThrownAndNobodyIsTold() throws Throwable {
    List<String> told = new ArrayList<>();
    IllegalStateException injected = new IllegalStateException("injected");
    for (int i = 0; i < 2000; i++) {
      store.failNext(i % 2 == 0 ? injected : null);
      Executable send =
          () ->
              fixture.broker.sendLater(
                  order("later"), CONNECTION, failure -> told.add(String.valueOf(failure)));
      if (i % 2 == 0) {
        assertSame(injected, assertThrows(IllegalStateException.class, send));
      } else {
        send.execute();
      }
    }
    store.flush();
    assertEquals(1000, told.size());
    assertEquals(List.of("null"), told.stream().distinct().toList());
    assertAllComeOneByOne(1000);
  }

  @Test
  void errorInACommitRollsItBack() throws Exception {
    BrokerConsumer consumer = fixture.consume(mailbox);
    fixture.sendAll("received");
    consumer.credit(1);
    UnitOfWork unit = fixture.broker.begin();
    fixture.acknowledge(mailbox.take(), unit);
    fixture.broker.send(order("sent"), CONNECTION, unit);
    InternalError injected = new InternalError("injected");
    store.failNext(injected);
    assertSame(injected, assertThrows(InternalError.class, () -> fixture.broker.commit(unit)));
    assertEquals(UnitOfWork.State.ROLLED_BACK, unit.state());
    assertEquals(0, fixture.figures(ORDERS).inFlight());
    consumer.close();
    assertAllComeOneByOne(1);
  }

  @Test
  void errorInAPrepareRollsTheBranchBack() throws Exception {
    UnitOfWork unit = branch();
    store.failNext(new InternalError("injected"));
    assertThrows(InternalError.class, () -> fixture.broker.branches().prepare(XID));
    assertEquals(UnitOfWork.State.ROLLED_BACK, unit.state());
    assertCode(XAException.XAER_NOTA, () -> fixture.broker.branches().rollback(XID));
    assertEquals(0, fixture.broker.undecidedBytes());
  }

  @Test
  void errorInTheCommitOfAPreparedBranchHoldsNobodyUpAndItCommitsLater() throws Exception {
    branch();
    fixture.broker.branches().prepare(XID);
    store.failNext(new InternalError("injected"));
    assertThrows(InternalError.class, () -> fixture.broker.branches().commit(XID, false));
    assertEquals(1, fixture.broker.preparedBranches());
    for (int i = 0; i < 2000; i++) {
      fixture.send(order("after"));
    }
    BrokerConsumer consumer = fixture.consume(mailbox);
    for (int i = 0; i < 2000; i++) {
      consumer.credit(1);
      store.flush();
      fixture.scheduler.run();
      fixture.acknowledge(mailbox.take());
    }
    consumer.close();
    fixture.broker.branches().commit(XID, false);
    assertAllComeOneByOne(1);
  }

  @Test
  void errorInAPublishLeavesTheSubscriptionsWell() throws Exception {
    BrokerConsumer consumer = fixture.consume(NEWS, null, mailbox);
    consumer.credit(5);
    UnitOfWork unit = fixture.broker.begin();
    fixture.broker.send(order("o"), CONNECTION, unit);
    fixture.broker.send(Messages.to(NEWS, "n").build(), CONNECTION, unit);
    store.failNext(new InternalError("injected"));
    assertThrows(InternalError.class, () -> fixture.broker.commit(unit));
    fixture.send(Messages.to(NEWS, "next").build());
    assertEquals(List.of("next"), mailbox.texts());
  }

  @Test
  void sendWithAnUnknownOutcomeSaysThatTheMessageMayBeThere() throws Exception {
    fixture.broker.declare(ORDERS);
    store.lastIsStored = true;
    store.failNext(unknown());
    BrokerException said = assertThrows(BrokerException.class, () -> fixture.sendAll("a"));
    assertUnknown(said, "Whether message ID:a was sent is unknown");
    BrokerException later = assertThrows(BrokerException.class, () -> fixture.sendAll("b"));
    assertEquals(BrokerException.Reason.STORE, later.reason());
    fixture = new BrokerFixture(store.kept, 64 << 20);
    assertEquals(1, fixture.figures(ORDERS).depth());
  }

  private static void assertUnknown(BrokerException said, String what) {
    assertEquals(BrokerException.Reason.UNKNOWN, said.reason());
    assertTrue(said.getMessage().startsWith(what), said.getMessage());
    assertTrue(said.getMessage().contains("before you do it again"), said.getMessage());
  }

  @Test
  void commitWithAnUnknownOutcomeIsNotCalledARollback() throws Exception {
    UnitOfWork unit = fixture.broker.begin();
    fixture.broker.send(order("a"), CONNECTION, unit);
    store.failNext(unknown());
    BrokerException said = assertThrows(BrokerException.class, () -> fixture.broker.commit(unit));
    assertUnknown(said, "Whether the unit of work was committed is unknown");
  }

  @Test
  void acknowledgementWithAnUnknownOutcomeSaysSo() throws Exception {
    fixture.sendAll("a");
    fixture.consume(mailbox).credit(1);
    Delivery delivery = mailbox.take();
    store.failNext(unknown());
    BrokerException said = assertThrows(BrokerException.class, () -> fixture.acknowledge(delivery));
    assertUnknown(said, "Whether the acknowledgement was stored is unknown");
  }

  @Test
  void commitInOnePhaseWithAnUnknownOutcomeIsNotCalledARollback() throws Exception {
    branch();
    store.failNext(unknown());
    XAException said =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().commit(XID, true));
    assertTrue(said.getMessage().contains("may be committed or not"), said.getMessage());
    assertThrows(BrokerException.class, () -> fixture.sendAll("after"));
    assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().commit(XID, true));
  }

  @Test
  void commitInOnePhaseThatIsSurelyNotStoredIsARollback() throws Exception {
    branch();
    store.failNext(new StoreException("The disk is full"));
    assertCode(XAException.XAER_RMERR, () -> fixture.broker.branches().commit(XID, true));
  }

  @Test
  void prepareWithAnUnknownOutcomeIsLeftToRecovery() throws Exception {
    branch();
    store.lastIsStored = true;
    store.failNext(unknown());
    assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().prepare(XID));
    XAException said =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().rollback(XID));
    assertTrue(said.getMessage().contains("may be in the store or not"), said.getMessage());
    fixture = new BrokerFixture(store.kept, 64 << 20);
    assertEquals(1, fixture.broker.branches().recover(XAResource.TMSTARTRSCAN).length);
  }

  @Test
  void decisionWithAnUnknownOutcomeIsLeftToRecovery() throws Exception {
    branch();
    fixture.broker.branches().prepare(XID);
    store.failNext(unknown());
    XAException commit =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().commit(XID, false));
    assertTrue(commit.getMessage().contains("may be committed or not"), commit.getMessage());
    store.failNext(unknown());
    XAException rollback =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().rollback(XID));
    assertTrue(rollback.getMessage().contains("may be rolled back or not"), rollback.getMessage());
    store.failNext(new StoreException("The store takes no more calls"));
    XAException again =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().commit(XID, false));
    assertTrue(again.getMessage().contains("may be rolled back or not"), again.getMessage());
  }

  @Test
  void decisionOfAnOperatorWithAnUnknownOutcomeIsLeftToRecoveryToo() throws Exception {
    branch();
    fixture.broker.branches().prepare(XID);
    store.failNext(unknown());
    BrokerException told =
        assertThrows(
            BrokerException.class,
            () -> fixture.broker.inDoubt().decide(BranchTable.name(XID), true, "ada", "why not"));
    assertEquals(BrokerException.Reason.UNKNOWN, told.reason());
    store.failNext(new StoreException("The store takes no more calls"));
    XAException said =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().rollback(XID));
    assertTrue(said.getMessage().contains("may be committed or not"), said.getMessage());
  }

  @Test
  void decisionThatIsSurelyNotStoredLeavesTheBranchPrepared() throws Exception {
    branch();
    fixture.broker.branches().prepare(XID);
    store.failNext(new StoreException("The disk is full"));
    XAException said =
        assertCode(XAException.XAER_RMFAIL, () -> fixture.broker.branches().commit(XID, false));
    assertTrue(said.getMessage().contains("stays prepared"), said.getMessage());
  }

  private UnitOfWork branch() throws Exception {
    UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
    fixture.broker.send(order("branch"), CONNECTION, unit);
    fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
    return unit;
  }

  private static XAException assertCode(int code, Executable call) {
    XAException thrown = assertThrows(XAException.class, call);
    assertEquals(code, thrown.errorCode);
    return thrown;
  }
}

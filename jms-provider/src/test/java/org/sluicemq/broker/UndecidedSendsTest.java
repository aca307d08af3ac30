// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.BrokerFixture.CONNECTION;
import static org.sluicemq.broker.Messages.ORDERS;

import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/** The bound on the bytes of sends that nothing is decided about. */
class UndecidedSendsTest {

  private static final Xid XID = TestXid.of(1, 1);
  private static final int LIMIT = 20 << 20;
  private static final int BODY = 2_000_000;

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, LIMIT);
  }

  private static Envelope large(int body) {
    return Messages.to(ORDERS, "large").body(new byte[body]).build();
  }

  private static void send(BrokerFixture fixture, UnitOfWork unit) throws BrokerException {
    fixture.broker.send(large(BODY), CONNECTION, unit);
  }

  /** Sends until one is refused. */
  private static int fill(BrokerFixture fixture, UnitOfWork unit) {
    for (int sent = 0; sent < LIMIT; sent++) {
      try {
        send(fixture, unit);
      } catch (BrokerException e) {
        assertRefused(e);
        return sent;
      }
    }
    throw new AssertionError("no send was refused");
  }

  private static void assertRefused(BrokerException e) {
    assertEquals(BrokerException.Reason.LIMIT, e.reason());
    String said = e.getMessage();
    assertTrue(said.contains("'orders'") && said.contains("of " + LIMIT + " bytes"), said);
    assertTrue(said.contains("commit more often") && said.contains("memoryLimit"), said);
  }

  @Test
  void transactionThatHoldsTooMuchIsRefusedAndCommitsWhatItHolds() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork unit = fixture.broker.begin();
      int sent = fill(fixture, unit);
      assertTrue(sent >= LIMIT / BODY - 1 && sent <= LIMIT / BODY, sent + " were taken");
      assertTrue(fixture.broker.undecidedBytes() <= LIMIT);
      fixture.broker.commit(unit);
      assertEquals(sent, fixture.figures(ORDERS).depth());
      assertEquals(0, fixture.broker.undecidedBytes());
      assertEquals(sent, fill(fixture, fixture.broker.begin()));
    }
  }

  @Test
  void rollbackGivesTheBytesBack() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork unit = fixture.broker.begin();
      int sent = fill(fixture, unit);
      fixture.broker.rollback(unit);
      assertEquals(0, fixture.broker.undecidedBytes());
      assertEquals(sent, fill(fixture, fixture.broker.begin()));
    }
  }

  @Test
  void unitsOfAllSessionsShareTheBoundAndMessagesThatWaitDoNotCount() throws Exception {
    try (BrokerFixture fixture = start()) {
      for (int i = 0; i < 20; i++) {
        fixture.send(large(BODY));
      }
      UnitOfWork one = fixture.broker.begin();
      UnitOfWork other = fixture.broker.begin();
      int sent = fill(fixture, one);
      assertTrue(sent >= LIMIT / BODY - 1, sent + " were taken");
      assertRefused(assertThrows(BrokerException.class, () -> send(fixture, other)));
      fixture.send(large(BODY));
      fixture.broker.rollback(one);
      send(fixture, other);
      fixture.broker.commit(other);
      assertEquals(0, fixture.broker.undecidedBytes());
    }
  }

  @Test
  void oneMessageLargerThanTheBoundPassesAlone() throws Exception {
    UndecidedSends sends = new UndecidedSends(LIMIT);
    Operation nothing = new Nothing();
    Operation counted = sends.admit(nothing, large(2 * LIMIT));
    assertRefused(assertThrows(BrokerException.class, () -> sends.admit(nothing, large(1))));
    counted.settled();
    sends.admit(nothing, large(1));
  }

  @Test
  void sixteenMebibytesAreAlwaysAllowed() throws Exception {
    UndecidedSends sends = new UndecidedSends(1);
    for (int i = 0; i < 8; i++) {
      sends.admit(new Nothing(), large(BODY));
    }
    assertThrows(BrokerException.class, () -> sends.admit(new Nothing(), large(BODY)));
  }

  private static final class Nothing implements Operation {
    @Override
    public void prepare(List<Envelope> sends, List<Long> acknowledged) {}

    @Override
    public void commit(WriteBatch batch) {}

    @Override
    public void committed() {}

    @Override
    public void rolledBack() {}

    @Override
    public void settled() {}
  }

  @Test
  void unitThatTakesNothingAnyMoreHoldsNothing() throws Exception {
    try (BrokerFixture fixture = start()) {
      UnitOfWork unit = fixture.broker.begin();
      fixture.broker.rollback(unit);
      assertThrows(BrokerException.class, () -> send(fixture, unit));
      assertEquals(0, fixture.broker.undecidedBytes());
    }
  }

  @Test
  void preparedBranchIsCountedUntilItIsDecidedAlsoOverARestart() throws Exception {
    BrokerFixture before = start();
    UnitOfWork unit = before.broker.branches().start(XID, XAResource.TMNOFLAGS);
    int sent = fill(before, unit);
    before.broker.branches().end(XID, XAResource.TMSUCCESS);
    before.broker.branches().prepare(XID);
    long held = before.broker.undecidedBytes();
    assertTrue(held >= (long) sent * BODY, held + " bytes");
    before.close();
    try (BrokerFixture fixture = start()) {
      assertEquals(held, fixture.broker.undecidedBytes());
      assertRefused(
          assertThrows(BrokerException.class, () -> send(fixture, fixture.broker.begin())));
      fixture.broker.branches().commit(XID, false);
      assertEquals(0, fixture.broker.undecidedBytes());
      send(fixture, fixture.broker.begin());
    }
  }

  @Test
  void asynchronousSendsUnderWayAreCountedUntilTheyAreDurable() throws Exception {
    List<BrokerException> told = new ArrayList<>();
    try (BrokerFixture fixture = start()) {
      fixture.broker.declare(ORDERS);
      store.hold();
      int sent = 0;
      Executable send = () -> fixture.broker.sendLater(large(BODY), CONNECTION, told::add);
      while (fixture.broker.undecidedBytes() + BODY + BODY / 10 <= LIMIT) {
        fixture.broker.sendLater(large(BODY), CONNECTION, told::add);
        sent++;
      }
      fixture.broker.sendLater(large(BODY / 10), CONNECTION, told::add);
      assertRefused(assertThrows(BrokerException.class, send));
      store.letGo();
      assertEquals(0, fixture.broker.undecidedBytes());
      assertEquals(sent + 1, told.size());
      assertEquals(sent + 1, fixture.figures(ORDERS).depth());
      fixture.consume(mailbox).credit(1);
      assertEquals(1, mailbox.texts().size());
    }
  }
}

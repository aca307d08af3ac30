// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MemoryMessageStore;

/** Branches that are not prepared in time, and brokers that have stopped. */
class BranchTimeoutTest {

  private static final Xid ONE = TestXid.of(1, 1);
  private static final Xid TWO = TestXid.of(2, 1);
  private static final long HOUR = 3_600_000;

  private final ManualTimers timers = new ManualTimers();
  private final Noted work = new Noted();
  private Exception stopped;
  private final BranchTable table =
      new BranchTable(
          new MemoryMessageStore("timeouts"),
          new TransactionPolicy(Duration.ofSeconds(10), Duration.ofHours(2)),
          timers,
          () -> stopped,
          failure -> {});

  private UnitOfWork begin(Xid xid, int seconds) throws XAException {
    UnitOfWork unit = table.start(xid, XAResource.TMNOFLAGS, seconds);
    unit.add(work);
    return unit;
  }

  private void idle(Xid xid, int seconds) throws XAException {
    begin(xid, seconds);
    table.end(xid, XAResource.TMSUCCESS);
  }

  private static void assertCode(int code, Executable call) {
    assertEquals(code, assertThrows(XAException.class, call).errorCode);
  }

  @Test
  void branchIsRolledBackAtItsTimeWithoutAnybodyCalling() throws Exception {
    idle(ONE, 5);
    timers.advance(4_999);
    assertEquals(List.of(), work.story);
    timers.advance(1);
    assertEquals(List.of("rolled back"), work.story);
    XAException told = assertThrows(XAException.class, () -> table.prepare(ONE));
    assertEquals(XAException.XA_RBTIMEOUT, told.errorCode);
    assertTrue(told.getMessage().contains("timeout"), told.getMessage());
    assertEquals(0, table.size());
  }

  @Test
  void branchWithoutATimeoutOfItsOwnHasTheBrokers() throws Exception {
    assertEquals(10, table.defaultTimeoutSeconds());
    idle(ONE, 0);
    timers.advance(9_999);
    assertEquals(List.of(), work.story);
    timers.advance(1);
    assertEquals(List.of("rolled back"), work.story);
  }

  @Test
  void lateCallFindsTheBranchTimedOutAlsoIfNoTimerHasRung() throws Exception {
    idle(ONE, 5);
    timers.pass(5_000);
    assertCode(XAException.XA_RBTIMEOUT, () -> table.commit(ONE, true));
    assertEquals(List.of("rolled back"), work.story);
  }

  @Test
  void preparedBranchHasNoTimeout() throws Exception {
    idle(ONE, 5);
    assertEquals(XAResource.XA_OK, table.prepare(ONE));
    timers.advance(10 * HOUR);
    assertEquals(1, table.decisions().prepared());
    table.commit(ONE, false);
    assertEquals(List.of("prepare", "commit", "committed"), work.story);
  }

  @Test
  void sessionThatIsAtWorkHearsOfTheTimeoutAndCanAddNothingMore() throws Exception {
    UnitOfWork unit = begin(ONE, 5);
    timers.advance(5_000);
    assertThrows(IllegalStateException.class, () -> unit.add(new Noted()));
    table.rollback(ONE);
    assertCode(XAException.XA_RBTIMEOUT, () -> table.start(ONE, XAResource.TMJOIN));
    assertCode(XAException.XA_RBTIMEOUT, () -> table.end(ONE, XAResource.TMSUCCESS));
    assertEquals(0, table.size());
  }

  @Test
  void earlierTimeoutOfALaterBranchIsKept() throws Exception {
    idle(ONE, 60);
    Noted other = new Noted();
    table.start(TWO, XAResource.TMNOFLAGS, 5).add(other);
    timers.advance(5_000);
    assertEquals(List.of("rolled back"), other.story);
    assertEquals(List.of(), work.story);
    timers.advance(55_000);
    assertEquals(List.of("rolled back"), work.story);
  }

  @Test
  void thereIsOneTimerHoweverManyBranchesThereAre() throws Exception {
    for (int i = 0; i < 100; i++) {
      Xid xid = TestXid.of(i, 7);
      table.start(xid, XAResource.TMNOFLAGS, 100 - i % 3);
      assertEquals(1, timers.waiting());
    }
    timers.advance(100_000);
    assertTrue(timers.waiting() <= 1);
  }

  @Test
  void branchNobodyAsksForIsForgottenAnHourAfterItsTimeout() throws Exception {
    idle(ONE, 5);
    timers.advance(5_000);
    timers.advance(HOUR - 1);
    assertEquals(1, table.size());
    timers.advance(1);
    assertEquals(0, table.size());
    assertEquals(0, timers.waiting());
    assertCode(XAException.XAER_NOTA, () -> table.rollback(ONE));
  }

  @Test
  void branchOfASessionThatNeverEndsItsWorkIsForgottenAllTheSame() throws Exception {
    begin(ONE, 5);
    timers.advance(5_000 + HOUR);
    assertEquals(0, table.size());
    assertEquals(0, timers.waiting());
    assertCode(XAException.XAER_NOTA, () -> table.end(ONE, XAResource.TMSUCCESS));
  }

  @Test
  void orphanIsReportedOnceAndStaysPrepared() throws Exception {
    idle(ONE, 5);
    table.prepare(ONE);
    try (Logs logs = new Logs(BranchTable.class)) {
      timers.advance(2 * HOUR - 1);
      assertEquals(0, table.decisions().orphans());
      assertEquals(List.of(), logs.lines());
      timers.advance(1);
      assertEquals(1, table.decisions().orphans());
      assertEquals(1, logs.lines().size());
      String line = logs.lines().get(0);
      assertTrue(line.contains("1267:0101:0102") && line.contains("orphanAge"), line);
      idle(TWO, 5);
      timers.advance(10 * HOUR);
      assertEquals(1, logs.lines().stream().filter(l -> l.contains("orphanAge")).count());
    }
    assertEquals(1, table.decisions().prepared());
    assertEquals(List.of("prepare", "rolled back"), work.story);
    table.commit(ONE, false);
    assertEquals(0, table.decisions().orphans());
  }

  @Test
  void recoveredBranchAgesFromItsPreparation() {
    long preparedAt = timers.millis() - HOUR;
    BranchRecord kept =
        new BranchRecord(1, new byte[] {1}, new byte[0], preparedAt, List.of(), List.of());
    table.recovered(kept, List.of());
    timers.advance(HOUR - 1);
    assertEquals(0, table.decisions().orphans());
    timers.advance(1);
    assertEquals(1, table.decisions().orphans());
  }

  @Test
  void brokerThatHasStoppedTakesAndListsNoBranches() throws Exception {
    idle(ONE, 5);
    stopped = new Exception("Broker 'b' is stopped");
    assertCode(XAException.XAER_RMFAIL, () -> table.start(TWO, XAResource.TMNOFLAGS));
    assertCode(XAException.XAER_RMFAIL, () -> table.recover(XAResource.TMSTARTRSCAN));
    table.rollback(ONE);
    assertEquals(List.of("rolled back"), work.story);
  }

  @Test
  void whatIsNoIdentifierIsRefused() {
    for (Xid bad :
        new Xid[] {
          null,
          new TestXid(-1, new byte[1], new byte[1]),
          new TestXid(1, new byte[0], new byte[1]),
          new TestXid(1, new byte[65], new byte[1]),
          new TestXid(1, new byte[1], new byte[65]),
          new TestXid(1, new byte[1], null)
        }) {
      assertCode(XAException.XAER_INVAL, () -> table.start(bad, XAResource.TMNOFLAGS));
      assertCode(XAException.XAER_INVAL, () -> table.end(bad, XAResource.TMSUCCESS));
      assertCode(XAException.XAER_INVAL, () -> table.prepare(bad));
      assertCode(XAException.XAER_INVAL, () -> table.commit(bad, false));
      assertCode(XAException.XAER_INVAL, () -> table.rollback(bad));
      assertCode(XAException.XAER_INVAL, () -> table.forget(bad));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.BrokerFixture.CONNECTION;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.BranchFigures;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.Decisions;
import org.sluicemq.broker.transaction.Logs;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;

/** An operator decides a branch in doubt, and its transaction manager comes later. */
class HeuristicDecisionTest {

  private static final Xid XID = TestXid.of(1, 1);
  private static final String IDENTITY = BranchTable.name(XID);

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, 1 << 20);
  }

  private static void assertCode(int code, Executable call) {
    XAException told = assertThrows(XAException.class, call);
    assertEquals(code, told.errorCode, told.getMessage());
  }

  /** A branch that has received one message and sent another. */
  private BrokerFixture prepared() throws Exception {
    BrokerFixture fixture = start();
    fixture.sendAll("received");
    Mailbox earlier = new Mailbox();
    fixture.consume(earlier).credit(1);
    UnitOfWork unit = fixture.broker.branches().start(XID, XAResource.TMNOFLAGS);
    fixture.acknowledge(earlier.take(), unit);
    fixture.broker.send(order("sent"), CONNECTION, unit);
    fixture.broker.branches().end(XID, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, fixture.broker.branches().prepare(XID));
    return fixture;
  }

  /** Every call of the transaction manager gets the code, before and after a crash. */
  private void assertToldUntilForgotten(BrokerFixture decided, int code) throws Exception {
    try (BrokerFixture restarted = start()) {
      for (BrokerFixture fixture : List.of(decided, restarted)) {
        BranchTable branches = fixture.broker.branches();
        Xid[] found = branches.recover(XAResource.TMSTARTRSCAN);
        assertEquals(1, found.length);
        assertArrayEquals(XID.getGlobalTransactionId(), found[0].getGlobalTransactionId());
        assertCode(code, () -> branches.commit(XID, false));
        assertCode(code, () -> branches.commit(XID, true));
        assertCode(code, () -> branches.rollback(XID));
        assertEquals(0, fixture.broker.preparedBranches());
      }
      restarted.broker.branches().forget(XID);
      assertEquals(0, restarted.broker.branches().recover(XAResource.TMSTARTRSCAN).length);
      assertCode(XAException.XAER_NOTA, () -> restarted.broker.branches().forget(XID));
      assertCode(XAException.XAER_NOTA, () -> restarted.broker.branches().commit(XID, false));
    }
    try (BrokerFixture again = start()) {
      assertEquals(List.of(), again.broker.inDoubt().list());
    }
  }

  @Test
  void committedBranchIsCommittedAndItsManagerIsToldUntilItForgets() throws Exception {
    BrokerFixture fixture = prepared();
    fixture.consume(mailbox).credit(5);
    fixture.broker.inDoubt().decide(IDENTITY, true, "ada", "the bank has booked it");
    assertEquals(List.of("sent"), mailbox.texts());
    assertEquals(1, fixture.figures(ORDERS).depth());
    assertToldUntilForgotten(fixture, XAException.XA_HEURCOM);
  }

  @Test
  void rolledBackBranchIsRolledBackAndItsManagerIsToldUntilItForgets() throws Exception {
    BrokerFixture fixture = prepared();
    fixture.broker.inDoubt().decide(IDENTITY, false, "ada", "the bank knows nothing of it");
    fixture.consume(mailbox).credit(5);
    Delivery delivery = mailbox.take();
    assertEquals("received", text(delivery));
    assertEquals(2, delivery.deliveryCount());
    assertNull(mailbox.poll());
    assertToldUntilForgotten(fixture, XAException.XA_HEURRB);
  }

  @Test
  void operatorSeesWhatIsInDoubtAlsoAfterARestart() throws Exception {
    BrokerFixture crashed = prepared();
    crashed.scheduler.advance(5_000);
    try (BrokerFixture restarted = start()) {
      restarted.scheduler.advance(5_000);
      for (BrokerFixture fixture : List.of(crashed, restarted)) {
        List<BranchFigures> found = fixture.broker.inDoubt().list();
        assertEquals(1, found.size());
        BranchFigures branch = found.get(0);
        assertEquals(IDENTITY, branch.identity());
        assertEquals(4711, branch.formatId());
        assertEquals("0101", branch.globalTransactionId());
        assertEquals("0102", branch.branchQualifier());
        assertEquals(5_000, branch.ageMillis());
        assertEquals(List.of(new BranchContents.Item(ORDERS, "ID:sent")), branch.sent());
        assertEquals(List.of(new BranchContents.Item(ORDERS, "ID:received")), branch.received());
        assertNull(branch.decision());
      }
      restarted.broker.inDoubt().decide(IDENTITY, true, "ada", "why not");
      BranchFigures decided = restarted.broker.inDoubt().list().get(0);
      assertEquals(List.of(), decided.sent());
      assertEquals(
          new BranchFigures.Decision(true, restarted.scheduler.now(), "ada", "why not"),
          decided.decision());
    }
  }

  @Test
  void decisionIsAudited() throws Exception {
    try (BrokerFixture fixture = prepared();
        Logs logs = new Logs(Decisions.class)) {
      fixture.broker.inDoubt().decide(IDENTITY, false, "ada\r\n", "forged\nline");
      assertEquals(1, logs.lines().size());
      String line = logs.lines().get(0);
      for (String part : List.of(IDENTITY, "rolled back by ada", "forged line", "orders=1")) {
        assertTrue(line.contains(part), line);
      }
      assertTrue(line.lines().count() == 1, line);
    }
  }

  @Test
  void operatorForgetsADecisionThatNobodyWillHearOf() throws Exception {
    try (BrokerFixture fixture = prepared();
        Logs logs = new Logs(Decisions.class)) {
      InDoubt inDoubt = fixture.broker.inDoubt();
      IllegalArgumentException undecided =
          assertThrows(
              IllegalArgumentException.class, () -> inDoubt.forget(IDENTITY, "bob", "gone"));
      assertTrue(undecided.getMessage().contains(IDENTITY), undecided.getMessage());
      assertEquals(1, fixture.broker.preparedBranches());
      inDoubt.decide(IDENTITY, true, "ada", "the bank has booked it");
      for (String bad : new String[] {null, " ", "x".repeat(1_001)}) {
        assertThrows(IllegalArgumentException.class, () -> inDoubt.forget(IDENTITY, bad, "gone"));
        assertThrows(IllegalArgumentException.class, () -> inDoubt.forget(IDENTITY, "bob", bad));
      }
      assertEquals(1, inDoubt.list().size());
      inDoubt.forget(IDENTITY, "bob", "the server is gone");
      assertEquals(List.of(), inDoubt.list());
      assertThrows(IllegalArgumentException.class, () -> inDoubt.forget(IDENTITY, "bob", "again"));
      BranchTable branches = fixture.broker.branches();
      assertEquals(0, branches.recover(XAResource.TMSTARTRSCAN).length);
      assertCode(XAException.XAER_NOTA, () -> branches.commit(XID, false));
      assertEquals(2, logs.lines().size());
      String line = logs.lines().get(1);
      for (String part :
          List.of(IDENTITY, "by bob", "server is gone", "committed", "ada", "booked")) {
        assertTrue(line.contains(part), line);
      }
    }
    try (BrokerFixture again = start()) {
      assertEquals(List.of(), again.broker.inDoubt().list());
      assertEquals(1, again.figures(ORDERS).depth());
    }
  }

  @Test
  void decisionThatCannotBeForgottenInTheStoreStays() throws Exception {
    BrokerFixture fixture = prepared();
    fixture.broker.inDoubt().decide(IDENTITY, false, "ada", "why not");
    store.fail();
    BrokerException refusal =
        assertThrows(
            BrokerException.class, () -> fixture.broker.inDoubt().forget(IDENTITY, "bob", "gone"));
    assertTrue(refusal.getMessage().contains("is not forgotten"), refusal.getMessage());
    store.mend();
    try (BrokerFixture restarted = start()) {
      assertEquals(1, restarted.broker.inDoubt().list().size());
    }
  }

  @Test
  void decisionNeedsABranchInDoubtAndWhoAndWhy() throws Exception {
    try (BrokerFixture fixture = prepared()) {
      for (String bad : new String[] {null, "", " ", "x".repeat(1_001)}) {
        assertThrows(
            IllegalArgumentException.class,
            () -> fixture.broker.inDoubt().decide(IDENTITY, true, bad, "why"));
        assertThrows(
            IllegalArgumentException.class,
            () -> fixture.broker.inDoubt().decide(IDENTITY, true, "ada", bad));
      }
      IllegalArgumentException unknown =
          assertThrows(
              IllegalArgumentException.class,
              () -> fixture.broker.inDoubt().decide("1:02:03", true, "ada", "why"));
      assertTrue(unknown.getMessage().contains(IDENTITY), unknown.getMessage());
      fixture.broker.inDoubt().decide(IDENTITY, true, "ada", "why");
      assertThrows(
          IllegalArgumentException.class,
          () -> fixture.broker.inDoubt().decide(IDENTITY, false, "bob", "no"));
    }
  }

  @Test
  void decisionThatCannotBeStoredLeavesTheBranchInDoubt() throws Exception {
    BrokerFixture fixture = prepared();
    store.fail();
    BrokerException refusal =
        assertThrows(
            BrokerException.class,
            () -> fixture.broker.inDoubt().decide(IDENTITY, true, "ada", "why"));
    assertTrue(refusal.getMessage().contains("stays in doubt"), refusal.getMessage());
    store.mend();
    try (BrokerFixture restarted = start()) {
      assertEquals(1, restarted.broker.preparedBranches());
      restarted.broker.branches().commit(XID, false);
    }
  }

  @Test
  void identifierOfNarayanasIsReadAsInItsLogs() throws Exception {
    byte[] uid =
        java.util.HexFormat.of()
            .parseHex("00000000000000000000ffff7f0000010000a1696b0389aa00000000");
    byte[] global = java.util.Arrays.copyOf(uid, uid.length + 2);
    global[uid.length] = 'n';
    global[uid.length + 1] = '7';
    byte[] qualifier = java.util.Arrays.copyOf(uid, uid.length + 8);
    qualifier[uid.length - 1] = 1;
    try (BrokerFixture fixture = start()) {
      for (int format : new int[] {131_077, 131_078}) {
        Xid xid = new TestXid(format, global, qualifier);
        UnitOfWork unit = fixture.broker.branches().start(xid, XAResource.TMNOFLAGS);
        fixture.broker.send(order("m" + format), CONNECTION, unit);
        fixture.broker.branches().end(xid, XAResource.TMSUCCESS);
        fixture.broker.branches().prepare(xid);
      }
      List<String> meanings =
          fixture.broker.inDoubt().list().stream()
              .map(b -> b.formatId() + " " + b.meaning())
              .sorted()
              .toList();
      assertEquals(
          List.of(
              "131077 transaction 0:ffff7f000001:a169:6b0389aa:0 of node n7, branch"
                  + " 0:ffff7f000001:a169:6b0389aa:1",
              "131078 null"),
          meanings);
    }
  }
}

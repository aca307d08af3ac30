// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.store.MemoryMessageStore;

/** Whose branches a connection may drive. */
class GuardedBranchesTest {

  private static final Address ORDERS = Address.queue("orders");
  private static final Xid XID = TestXid.of(1, 1);
  private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  /** Everybody may send, one user may manage the branches; all that was asked about managing. */
  private final List<String> asked = new ArrayList<>();

  private LocalBroker local;
  private Broker shop;
  private Broker stock;
  private Broker recovery;

  @BeforeEach
  void start() throws Exception {
    local =
        LocalBroker.start(
            new BrokerSettings("guarded", 1 << 20, 1 << 20, RedeliveryPolicy.DEFAULT),
            new MemoryMessageStore("guarded"),
            Scheduler.onThread("guarded", InstantSource.system()));
    local.declare(ORDERS);
    shop = connection("shop");
    stock = connection("stock");
    recovery = connection("recovery");
  }

  @AfterEach
  void stop() throws Exception {
    local.close();
  }

  private Broker connection(String user) {
    return new GuardedBroker(local, new Identity(user, Set.of()), this::permits);
  }

  private boolean permits(Identity who, Permission permission, Address destination) {
    if (permission != Permission.MANAGE) {
      return true;
    }
    asked.add(who.name() + " " + destination.name());
    return who.name().equals("recovery") && destination.equals(Address.queue("sluice.branches"));
  }

  private static void send(Broker broker, UnitOfWork unit) throws Exception {
    Envelope envelope =
        Envelope.builder(MessageType.BYTES, ORDERS)
            .messageId("ID:1")
            .timestamp(1)
            .persistent(true)
            .build();
    broker.send(envelope, "c1", unit);
  }

  private static void prepare(Broker broker) throws Exception {
    send(broker, broker.branches().start(XID, XAResource.TMNOFLAGS));
    broker.branches().end(XID, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, broker.branches().prepare(XID));
  }

  private static String assertCode(int code, Executable call) {
    XAException refusal = assertThrows(XAException.class, call);
    assertEquals(code, refusal.errorCode, refusal.getMessage());
    return refusal.getMessage();
  }

  private static void assertRefused(String what, Executable call) {
    String message = assertCode(XAException.XAER_RMFAIL, call);
    assertTrue(message.contains("Branch 1267:0101:0102"), message);
    assertTrue(message.contains("cannot be " + what), message);
    assertTrue(message.contains("'stock' may not manage queue 'sluice.branches'"), message);
  }

  private long depth() {
    return local.figures(ORDERS).depth();
  }

  @Test
  void branchOfAnotherConnectionIsNeitherListedNorDecided() throws Exception {
    prepare(shop);
    String listing = assertCode(XAException.XAER_RMERR, () -> stock.branches().recover(SCAN));
    assertTrue(listing.contains("'stock' may not manage queue 'sluice.branches'"), listing);
    assertRefused("committed", () -> stock.branches().commit(XID, false));
    assertRefused("rolled back", () -> stock.branches().rollback(XID));
    assertRefused("forgotten", () -> stock.branches().forget(XID));
    assertEquals(1, local.preparedBranches());
    assertEquals(0, depth());

    Xid[] inDoubt = recovery.branches().recover(SCAN);
    assertEquals(1, inDoubt.length);
    recovery.branches().commit(inDoubt[0], false);
    assertEquals(0, local.preparedBranches());
    assertEquals(1, depth());
  }

  @Test
  void branchThatIsAtWorkIsNeitherEndedNorPreparedByAnother() throws Exception {
    send(shop, shop.branches().start(XID, XAResource.TMNOFLAGS));
    assertRefused("ended", () -> stock.branches().end(XID, XAResource.TMFAIL));
    shop.branches().end(XID, XAResource.TMSUCCESS);
    assertRefused("prepared", () -> stock.branches().prepare(XID));
    assertRefused("committed", () -> stock.branches().commit(XID, true));
    assertRefused("rolled back", () -> stock.branches().rollback(XID));
    shop.branches().commit(XID, true);
    assertEquals(1, depth());
  }

  @Test
  void ownBranchNeedsNoRightAlsoAfterSuspendingAndResuming() throws Exception {
    shop.branches().start(XID, XAResource.TMNOFLAGS);
    shop.branches().end(XID, XAResource.TMSUSPEND);
    send(shop, shop.branches().start(XID, XAResource.TMRESUME));
    shop.branches().end(XID, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, shop.branches().prepare(XID));
    shop.branches().rollback(XID);
    assertEquals(0, depth());
    assertEquals(List.of(), asked);
  }

  @Test
  void whoJoinsABranchTakesPartInItAndMayDecideIt() throws Exception {
    UnitOfWork begun = shop.branches().start(XID, XAResource.TMNOFLAGS);
    UnitOfWork joined = stock.branches().start(XID, XAResource.TMJOIN);
    assertSame(begun, joined);
    send(shop, begun);
    send(stock, joined);
    stock.branches().end(XID, XAResource.TMSUCCESS);
    shop.branches().end(XID, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, stock.branches().prepare(XID));
    shop.branches().commit(XID, false);
    assertEquals(2, depth());
    assertEquals(List.of(), asked);
  }

  @Test
  void preparedBranchCannotBeJoinedToGetAtIt() throws Exception {
    prepare(shop);
    assertCode(XAException.XAER_PROTO, () -> stock.branches().start(XID, XAResource.TMJOIN));
    assertRefused("rolled back", () -> stock.branches().rollback(XID));
    shop.branches().commit(XID, false);
  }

  @Test
  void branchThatIsNotThereIsNotGuarded() throws Exception {
    assertCode(XAException.XAER_NOTA, () -> stock.branches().commit(XID, false));
    assertCode(XAException.XAER_NOTA, () -> stock.branches().rollback(XID));
    assertEquals(List.of(), asked);
  }

  @Test
  void laterBranchOfTheSameIdentifierIsAnotherOne() throws Exception {
    prepare(stock);
    recovery.branches().rollback(XID);
    prepare(shop);
    assertRefused("committed", () -> stock.branches().commit(XID, false));
    shop.branches().commit(XID, false);
  }

  @Test
  void branchThatAnotherConnectionDecidedIsNotKeptInMemory() throws Exception {
    WeakReference<UnitOfWork> unit = beginAndLetOthersDecide();
    while (unit.get() != null) {
      System.gc();
      Thread.onSpinWait();
    }
    assertNull(unit.get());
    assertCode(XAException.XAER_NOTA, () -> shop.branches().commit(XID, false));
  }

  private WeakReference<UnitOfWork> beginAndLetOthersDecide() throws Exception {
    WeakReference<UnitOfWork> unit =
        new WeakReference<>(shop.branches().start(XID, XAResource.TMNOFLAGS));
    shop.branches().end(XID, XAResource.TMSUCCESS);
    recovery.branches().rollback(XID);
    return unit;
  }

  @Test
  void rightThatWasFoundIsNotAskedForAgain() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals(0, recovery.branches().recover(SCAN).length);
    }
    assertEquals(List.of("recovery sluice.branches"), asked);
  }
}

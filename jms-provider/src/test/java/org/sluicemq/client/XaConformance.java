// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicSession;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** Section 11.3: sessions whose work belongs to branches. */
abstract class XaConformance extends JmsConformance {

  private static final Xid ONE = new TestXid(1);
  private static final Xid TWO = new TestXid(2);

  private static int code(Work work) {
    return assertThrows(XAException.class, work::run).errorCode;
  }

  @Test
  void branchDecidesAboutSendsAndReceives() throws Exception {
    send("in");
    XASession session = xaStarted().createXASession();
    XAResource resource = session.getXAResource();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    resource.start(ONE, XAResource.TMNOFLAGS);
    assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
    receive(consumer, "in");
    session.createProducer(ORDERS).send(session.createTextMessage("out"));
    resource.end(ONE, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, resource.prepare(ONE));
    assertEquals(List.of(), rest());
    assertEquals(1, resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length);
    resource.commit(ONE, false);
    assertEquals(List.of("out"), rest());
  }

  @Test
  void branchThatIsRolledBackGivesBackAndDrops() throws Exception {
    send("a");
    XASession session = xaStarted().createXASession();
    XAResource resource = session.getXAResource();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    resource.start(ONE, XAResource.TMNOFLAGS);
    receive(consumer, "a");
    session.createProducer(ORDERS).send(session.createTextMessage("never"));
    assertThrows(IllegalStateException.class, session::recover);
    resource.end(ONE, XAResource.TMSUCCESS);
    resource.rollback(ONE);
    Message again = consumer.receive(LONG);
    assertEquals("a", text(again));
    assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void outsideOfABranchTheSessionAcknowledgesByItself() throws Exception {
    send("a", "b");
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession();
    assertEquals(Session.AUTO_ACKNOWLEDGE, session.getAcknowledgeMode());
    receive(session.createConsumer(ORDERS), "a");
    session.createProducer(ORDERS).send(session.createTextMessage("c"));
    session.recover();
    connection.close();
    assertEquals(List.of("b", "c"), rest());
  }

  @Test
  void commitAndRollbackAreTheTransactionManagers() throws Exception {
    XASession session = xaStarted().createXASession();
    assertTrue(session.getTransacted());
    assertSame(session, session.getSession());
    assertThrows(TransactionInProgressException.class, session::commit);
    assertThrows(TransactionInProgressException.class, session::rollback);
  }

  @Test
  void branchesCanBeJoinedSuspendedAndResumed() throws Exception {
    SluiceXaConnection connection = xaStarted();
    XASession first = connection.createXASession();
    XASession second = connection.createXASession();
    XAResource one = first.getXAResource();
    XAResource two = second.getXAResource();
    one.start(ONE, XAResource.TMNOFLAGS);
    assertEquals(XAException.XAER_PROTO, code(() -> one.start(TWO, XAResource.TMNOFLAGS)));
    first.createProducer(ORDERS).send(first.createTextMessage("a"));
    one.end(ONE, XAResource.TMSUSPEND);
    first.createProducer(ORDERS).send(first.createTextMessage("outside"));
    two.start(ONE, XAResource.TMJOIN);
    second.createProducer(ORDERS).send(second.createTextMessage("b"));
    two.end(ONE, XAResource.TMSUCCESS);
    one.start(ONE, XAResource.TMRESUME);
    first.createProducer(ORDERS).send(first.createTextMessage("c"));
    one.end(ONE, XAResource.TMSUCCESS);
    assertEquals(List.of("outside"), rest());
    two.commit(ONE, true);
    assertEquals(List.of("a", "b", "c"), rest());
  }

  @Test
  void failedBranchCanOnlyBeRolledBack() throws Exception {
    XASession session = xaStarted().createXASession();
    XAResource resource = session.getXAResource();
    resource.start(ONE, XAResource.TMNOFLAGS);
    session.createProducer(ORDERS).send(session.createTextMessage("never"));
    resource.end(ONE, XAResource.TMFAIL);
    int outcome = code(() -> resource.commit(ONE, true));
    assertTrue(outcome >= XAException.XA_RBBASE && outcome <= XAException.XA_RBEND, "" + outcome);
    assertEquals(List.of(), rest());
    assertEquals(XAException.XAER_NOTA, code(() -> resource.forget(TWO)));
  }

  @Test
  void closedSessionLeavesItsBranchToTheTransactionManager() throws Exception {
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession();
    XAResource resource = session.getXAResource();
    resource.start(ONE, XAResource.TMNOFLAGS);
    session.createProducer(ORDERS).send(session.createTextMessage("a"));
    connection.close();
    resource.end(ONE, XAResource.TMSUCCESS);
    resource.commit(ONE, true);
    assertEquals(List.of("a"), rest());
  }

  @Test
  void sameResourceManagerIsKnownByTheBroker() throws Exception {
    XAResource one = xaStarted().createXASession().getXAResource();
    XAResource two = xaStarted().createXASession().getXAResource();
    assertTrue(one.isSameRM(two));
    assertTrue(BrokerXaResource.of(underTest().broker()).isSameRM(one));
    assertFalse(one.isSameRM(null));
    XAResource foreign =
        (XAResource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {XAResource.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("asked for " + method);
                });
    assertFalse(one.isSameRM(foreign));
  }

  @Test
  void branchWithoutWorkVotesThatItHasOnlyRead() throws Exception {
    XAResource resource = xaStarted().createXASession().getXAResource();
    resource.start(ONE, XAResource.TMNOFLAGS);
    resource.end(ONE, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_RDONLY, resource.prepare(ONE));
  }

  @Test
  void endOfAnotherBranchLeavesTheSessionToItsOwn() throws Exception {
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession();
    XAResource one = session.getXAResource();
    XAResource two = connection.createXASession().getXAResource();
    one.start(ONE, XAResource.TMNOFLAGS);
    two.start(TWO, XAResource.TMNOFLAGS);
    assertEquals(XAException.XAER_PROTO, code(() -> one.end(TWO, XAResource.TMSUCCESS)));
    session.createProducer(ORDERS).send(session.createTextMessage("a"));
    assertEquals(List.of(), rest());
    one.end(ONE, XAResource.TMSUCCESS);
    one.commit(ONE, true);
    assertEquals(List.of("a"), rest());
  }

  @Test
  void connectionOfADomainHasConnectionConsumersAlsoInItsXaForm() throws Exception {
    ServerSessions pool = new ServerSessions();
    pool.with(connect().createSession(), message -> {});
    SluiceXaQueueConnection queues =
        closedAtTheEnd(
            new SluiceXaQueueConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    assertSame(pool, queues.createConnectionConsumer(ORDERS, null, pool, 1).getServerSessionPool());
    SluiceXaTopicConnection topics =
        closedAtTheEnd(
            new SluiceXaTopicConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    assertSame(pool, topics.createConnectionConsumer(NEWS, null, pool, 1).getServerSessionPool());
  }

  @Test
  void contextOverASessionWorksInItsBranch() throws Exception {
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession();
    session.getXAResource().start(ONE, XAResource.TMNOFLAGS);
    connection.contextOver(session).createProducer().send(ORDERS, "a");
    session.getXAResource().end(ONE, XAResource.TMSUCCESS);
    assertEquals(List.of(), rest());
    session.getXAResource().commit(ONE, true);
    assertEquals(List.of("a"), rest());
  }

  @Test
  void timeoutIsThatOfTheBrokerUntilOneIsSet() throws Exception {
    XAResource resource = xaStarted().createXASession().getXAResource();
    assertEquals(3600, resource.getTransactionTimeout());
    assertTrue(resource.setTransactionTimeout(30));
    assertEquals(30, resource.getTransactionTimeout());
    assertTrue(resource.setTransactionTimeout(0));
    assertEquals(3600, resource.getTransactionTimeout());
    assertEquals(XAException.XAER_INVAL, code(() -> resource.setTransactionTimeout(-1)));
  }

  @Test
  void domainsHaveTheirXaForms() throws Exception {
    SluiceXaQueueConnection queues =
        closedAtTheEnd(
            new SluiceXaQueueConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    XAQueueSession queueSession = queues.createXAQueueSession();
    assertSame(queueSession, queueSession.getQueueSession());
    assertSame(queueSession, queueSession.getSession());
    assertThrows(TransactionInProgressException.class, queueSession::commit);
    assertThrows(IllegalStateException.class, () -> queueSession.createTopic("t"));
    assertFalse(queues.createQueueSession(false, 1).getTransacted());
    SluiceXaTopicConnection topics =
        closedAtTheEnd(
            new SluiceXaTopicConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    XATopicSession topicSession = topics.createXATopicSession();
    assertSame(topicSession, topicSession.getTopicSession());
    assertSame(topicSession, topicSession.getSession());
    assertThrows(TransactionInProgressException.class, topicSession::rollback);
    assertTrue(topicSession.getXAResource().isSameRM(queueSession.getXAResource()));
    assertTrue(topics.createTopicSession(true, 1).getTransacted());
  }

  @Test
  void contextHasAnXaForm() throws Exception {
    try (XAJMSContext context = new SluiceXaContext(xaStarted())) {
      assertTrue(context.getTransacted());
      assertSame(context, context.getContext());
      assertThrows(TransactionInProgressRuntimeException.class, context::commit);
      context.getXAResource().start(ONE, XAResource.TMNOFLAGS);
      JMSContext inside = context.getContext();
      inside.createProducer().send(ORDERS, "a");
      context.getXAResource().end(ONE, XAResource.TMSUCCESS);
      assertEquals(List.of(), rest());
      context.getXAResource().commit(ONE, true);
      assertEquals(List.of("a"), rest());
    }
  }

  @Test
  void contextThatIsBoundWorksInBranchesOnly() throws Exception {
    send("waiting");
    try (SluiceXaContext context = new SluiceXaContext(xaStarted())) {
      context.bindToTransactions();
      XAResource resource = context.getXAResource();
      JMSConsumer consumer = context.createConsumer(ORDERS);
      JMSProducer producer = context.createProducer();
      resource.start(ONE, XAResource.TMNOFLAGS);
      producer.send(ORDERS, "never");
      resource.end(ONE, XAResource.TMFAIL);
      producer.send(ORDERS, "never either");
      resource.rollback(ONE);
      assertThrows(
          TransactionRolledBackRuntimeException.class, () -> producer.send(ORDERS, "refused"));
      assertThrows(
          TransactionRolledBackRuntimeException.class, () -> consumer.receiveBody(String.class));
      assertEquals(List.of("waiting"), rest());
      resource.start(TWO, XAResource.TMNOFLAGS);
      producer.send(ORDERS, "in another");
      resource.end(TWO, XAResource.TMSUCCESS);
      resource.commit(TWO, true);
      assertThrows(
          TransactionRolledBackRuntimeException.class, () -> producer.send(ORDERS, "refused"));
      assertEquals(List.of("in another"), rest());
    }
  }

  private InboundSession inbound() throws Exception {
    return started().openInbound(ORDERS, null);
  }

  private static void assertCount(int count, Message message) throws Exception {
    assertEquals(count, message.getIntProperty("JMSXDeliveryCount"));
  }

  @Test
  void inboundMessageJoinsTheBranchAndFollowsIt() throws Exception {
    send("a", "b");
    InboundSession session = inbound();
    XAResource resource = session.xaResource();
    assertEquals("a", text(session.receive(LONG)));
    resource.start(ONE, XAResource.TMNOFLAGS);
    assertTrue(session.join());
    session.failed(new IllegalArgumentException("as the test wants it"));
    resource.end(ONE, XAResource.TMFAIL);
    assertFalse(session.isRolledBack());
    resource.rollback(ONE);
    assertTrue(session.isRolledBack());
    Message again = session.receive(LONG);
    assertFalse(session.isRolledBack());
    assertEquals("a", text(again));
    assertCount(2, again);
    resource.start(TWO, XAResource.TMNOFLAGS);
    assertTrue(session.join());
    assertFalse(session.join());
    resource.end(TWO, XAResource.TMSUCCESS);
    resource.commit(TWO, true);
    assertFalse(session.isRolledBack());
    assertEquals("b", text(session.receive(LONG)));
    session.close();
    assertEquals(List.of("b"), rest());
  }

  @Test
  void inboundMessageOutsideOfABranchIsAcknowledgedOrFailed() throws Exception {
    send("a", "b");
    InboundSession session = inbound();
    Message a = session.receive(LONG);
    a.acknowledge();
    assertFalse(session.join());
    session.failed(new IllegalArgumentException("as the test wants it"));
    Message again = session.receive(0);
    assertEquals("a", text(again));
    assertCount(2, again);
    assertThrows(IllegalStateException.class, () -> session.receive(0));
    session.acknowledge();
    session.acknowledge();
    assertEquals("b", text(session.receive(LONG)));
    session.acknowledge();
    assertNull(session.receive(0));
    assertNull(session.receive(1));
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, () -> session.receive(0));
    assertEquals(List.of(), rest());
  }

  @Test
  void inboundSessionsShareASubscription() throws Exception {
    InboundSession first = started().openSharedInbound(NEWS, "n = 1", "s", true);
    InboundSession second = started().openSharedInbound(NEWS, "n = 1", "s", true);
    try (JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE)) {
      context.createProducer().send(NEWS, "not selected").setProperty("n", 1).send(NEWS, "a");
    }
    Message message = first.receive(LONG);
    assertEquals("a", text(message));
    assertNull(second.receive(0));
    first.acknowledge();
  }

  @Test
  void closeEndsAnInboundReceive() throws Exception {
    InboundSession session = started().openInbound(ORDERS, "n = 1");
    send("not selected");
    Running receiver = inBackground(() -> assertNull(session.receive(-1)));
    receiver.awaitBlocked();
    session.close();
    receiver.awaitSuccess();
  }

  @Test
  void inboundSessionsAreRefusedLikeConsumers() throws Exception {
    SluiceConnection connection = started();
    List<Work> calls =
        Arrays.asList(
            () -> connection.openInbound((jakarta.jms.Destination) null, null),
            () -> connection.openInbound(ORDERS, "1 = "));
    for (Work call : calls) {
      assertThrows(jakarta.jms.JMSException.class, call::run);
    }
  }
}

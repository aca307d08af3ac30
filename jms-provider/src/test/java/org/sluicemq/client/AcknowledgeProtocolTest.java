// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Session;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XASession;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.BrokerException.Reason;

/** Section 6.2.10: what each mode makes of a message, in the calls to the broker. */
class AcknowledgeProtocolTest extends ProtocolTest {

  private static final Xid BRANCH = new TestXid(1);

  private static void fail(String id) {
    throw new IllegalArgumentException("as the test wants it with " + id);
  }

  /** A session that listens and fails on its first message. */
  private void failsOnA(Session session) throws JMSException {
    AtomicInteger number = new AtomicInteger();
    fake.put("orders", "a", "b");
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            listener(
                id -> {
                  if (number.getAndIncrement() == 0) {
                    fail(id);
                  }
                }));
  }

  @Test
  void failureOfAListenerIsNotedWhereTheApplicationAcknowledges() throws Exception {
    failsOnA(session(Session.CLIENT_ACKNOWLEDGE));
    fake.awaitCall("failure on a");
    Session session = session(Session.CLIENT_ACKNOWLEDGE);
    fake.put("orders", "c");
    session.createConsumer(ORDERS).setMessageListener(listener(id -> {}));
    session.close();
    assertFalse(fake.calls().stream().anyMatch(call -> call.matches("failure on [bc]")));
  }

  @Test
  void dupsOkAcknowledgesWhatItHasPutOffBeforeItRecoversAndWhenItIsClosed() throws Exception {
    fake.put("orders", "a", "b");
    Session session = session(Session.DUPS_OK_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    assertId("a", consumer.receive());
    session.recover();
    assertId("b", consumer.receive());
    session.close();
    assertEquals(
        List.of(
            "credit 1 on orders",
            "acknowledge a lazily",
            "credit 1 on orders",
            "close orders",
            "acknowledge b lazily"),
        fake.calls());
  }

  @Test
  void dupsOkGivesBackTheBatchThatCannotBeAcknowledged() throws Exception {
    fake.put("orders", "a");
    Session session = session(Session.DUPS_OK_ACKNOWLEDGE);
    assertId("a", session.createConsumer(ORDERS).receive());
    fake.refuse("acknowledge", Reason.STORE);
    session.recover();
    assertEquals(
        List.of("credit 1 on orders", "acknowledge a lazily", "release a seen"), fake.calls());
  }

  @Test
  void messageThatCannotJoinATransactionGoesBackUnseen() throws Exception {
    fake.put("orders", "a");
    MessageConsumer consumer = session(Session.SESSION_TRANSACTED).createConsumer(ORDERS);
    fake.refuse("acknowledge", Reason.LIMIT);
    assertThrows(JMSException.class, consumer::receive);
    assertEquals(
        List.of("credit 1 on orders", "begin", "acknowledge a in unit", "release a unseen"),
        fake.calls());
  }

  @Test
  void acknowledgementThatFailsAfterAListenerGivesBackWhatNobodyHasSeen() throws Exception {
    TwoListeners listeners = new TwoListeners(automatic(), () -> {});
    fake.refuse("acknowledge", Reason.STORE);
    listeners.goOn();
    fake.awaitCall("release b unseen");
    assertEquals(
        List.of("acknowledge a lazily", "release a seen", "release b unseen"),
        fake.calls().subList(0, 3));
  }

  @Test
  void consumerOfASessionThatIsClosedMeanwhileIsClosedAtTheBroker() throws Exception {
    Session session = automatic();
    fake.beforeConsuming(() -> Unchecked.run(session::close));
    assertThrows(jakarta.jms.IllegalStateException.class, () -> session.createConsumer(ORDERS));
    assertEquals(List.of("close orders"), fake.calls());
  }

  // ---- sessions for transaction managers

  @Test
  void xaSessionAcknowledgesByItselfOutsideOfABranch() throws Exception {
    fake.put("orders", "a");
    XASession session = xaStarted().createXASession();
    assertId("a", session.createConsumer(ORDERS).receive());
    assertEquals(List.of("credit 1 on orders", "acknowledge a lazily"), fake.calls());
  }

  @Test
  void xaListenerAcknowledgesByItselfOutsideOfABranch() throws Exception {
    failsOnA(xaStarted().createXASession());
    fake.awaitCall("acknowledge b lazily");
    assertTrue(fake.calls().contains("release a seen, failed"));
  }

  @Test
  void xaListenerOutsideOfABranchMayRecover() throws Exception {
    fake.put("orders", "a");
    XASession session = xaStarted().createXASession();
    session.createConsumer(ORDERS).setMessageListener(listener(id -> session.recover()));
    fake.awaitCall("release a seen");
    session.close();
    assertFalse(fake.calls().contains("acknowledge a lazily"));
  }

  @Test
  void failureOfAListenerInABranchIsNotedForItsStory() throws Exception {
    XASession session = xaStarted().createXASession();
    session.getXAResource().start(BRANCH, XAResource.TMNOFLAGS);
    failsOnA(session);
    fake.awaitCall("acknowledge b in unit");
    session.close();
    assertEquals(
        List.of("failure on a"),
        fake.calls().stream().filter(call -> call.startsWith("failure")).toList());
  }

  @Test
  void bodyThatCannotBeReadGoesBackOutsideOfABranchAndCountsInsideOfOne() throws Exception {
    fake.put("orders", "a", "b");
    XAJMSContext context = new SluiceXaContext(xaStarted());
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(String.class));
    assertEquals(List.of("credit 1 on orders", "release a unseen"), fake.calls());
    context.getXAResource().start(BRANCH, XAResource.TMNOFLAGS);
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(String.class));
    assertEquals(List.of("credit 1 on orders", "acknowledge b in unit"), fake.calls());
  }

  // ---- sessions for resource adapters

  @Test
  void inboundMessageIsAcknowledgedOutsideOfABranchOnce() throws Exception {
    fake.put("orders", "a");
    InboundSession session = started().openInbound(ORDERS, null);
    session.failed(new IllegalArgumentException("before anything came"));
    assertId("a", session.receive(LONG));
    session.acknowledge();
    session.acknowledge();
    assertEquals(List.of("credit 1 on orders", "acknowledge a lazily"), fake.calls());
  }

  @Test
  void failureOfAnEndpointInABranchIsNotedForTheStoryOfItsMessage() throws Exception {
    fake.put("orders", "a");
    InboundSession session = started().openInbound(ORDERS, null);
    assertId("a", session.receive(LONG));
    session.xaResource().start(BRANCH, XAResource.TMNOFLAGS);
    assertTrue(session.join());
    session.failed(new IllegalArgumentException("as the test wants it"));
    assertEquals(
        List.of("credit 1 on orders", "acknowledge a in unit", "failure on a"), fake.calls());
  }

  @Test
  void inboundMessageThatNobodyDecidedAboutGoesBackAndCounts() throws Exception {
    fake.put("orders", "a");
    InboundSession session = started().openInbound(ORDERS, null);
    assertId("a", session.receive(LONG));
    session.close();
    assertEquals(List.of("credit 1 on orders", "close orders", "release a seen"), fake.calls());
  }
}

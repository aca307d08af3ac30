// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;

/** What the client asks of a broker, and in which order. */
class BrokerProtocolTest extends ProtocolTest {

  /** Notes what the listener of a message is told. */
  private static CompletionListener noting(List<String> told, String name) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        told.add(name);
      }

      @Override
      public void onException(Message message, Exception exception) {
        told.add(name + " " + exception.getMessage());
      }
    };
  }

  @Test
  void asynchronousSendsReturnAtOnceAndAreCompletedInTheirOrder() throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Message first = session.createMessage();
    producer.send(first, noting(told, "a"));
    producer.send(session.createMessage(), noting(told, "b"));
    producer.send(session.createMessage(), noting(told, "c"));
    assertEquals(
        List.of("send later to orders", "send later to orders", "send later to orders"),
        fake.calls());
    assertNull(first.getJMSMessageID());
    List<Broker.SendListener> sends = fake.sendsUnderWay();
    sends.get(2).sent(null);
    sends.get(1).sent(new BrokerException(BrokerException.Reason.STORE, "the disk is gone"));
    assertEquals(List.of(), told);
    sends.get(0).sent(null);
    session.close();
    assertEquals(List.of("a", "b the disk is gone", "c"), told);
    assertNotNull(first.getJMSMessageID());
  }

  @Test
  void asynchronousSendThatIsRefusedAtOnceIsNotCompleted() throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    producer.send(session.createMessage(), noting(told, "a"));
    fake.refuse("send", BrokerException.Reason.LIMIT);
    assertThrows(
        ResourceAllocationException.class,
        () -> producer.send(session.createMessage(), noting(told, "b")));
    producer.send(session.createMessage(), noting(told, "c"));
    fake.sendsUnderWay().forEach(send -> send.sent(null));
    session.close();
    assertEquals(List.of("a", "c"), told);
  }

  @Test
  void asynchronousSendInATransactionJoinsItAndIsCompletedBeforeItsCommit() throws Exception {
    Session session = session(Session.SESSION_TRANSACTED);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    session.createProducer(ORDERS).send(session.createMessage(), noting(told, "a"));
    session.commit();
    assertEquals(List.of("a"), told);
    assertEquals(List.of("begin", "send to orders in unit", "commit"), fake.calls());
  }

  @Test
  void producerThatOutrunsTheDiskIsHeldBackUntilHalfIsDone() throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    byte[] mebibyte = new byte[1 << 20];
    Running sender =
        inBackground(
            () -> {
              for (int i = 0; i < 6; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(mebibyte);
                producer.send(message, noting(told, "" + i));
              }
            });
    List<Broker.SendListener> sends = fake.awaitSends(4);
    sender.awaitBlocked();
    sends.get(0).sent(null);
    sender.awaitBlocked();
    assertEquals(List.of(), fake.sendsUnderWay());
    sends.get(1).sent(null);
    sends.get(2).sent(null);
    sends.get(3).sent(null);
    fake.awaitSends(2).forEach(send -> send.sent(null));
    sender.awaitSuccess();
    session.close();
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), told);
  }

  @Test
  void consumerThatDoesNotReceiveAsksForNothing() throws Exception {
    fake.put("orders", "a");
    automatic().createConsumer(ORDERS);
    assertEquals(List.of(), fake.calls());
  }

  @Test
  void receiveAsksForOneAndAcknowledgesWithoutWaitingForTheDisk() throws Exception {
    fake.put("orders", "a", "b");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    assertId("a", consumer.receive());
    assertId("b", consumer.receiveNoWait());
    assertEquals(
        List.of(
            "credit 1 on orders",
            "acknowledge a lazily",
            "credit 1 on orders",
            "acknowledge b lazily"),
        fake.calls());
  }

  @Test
  void receiveThatTimesOutTakesItsCreditBack() throws Exception {
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    assertNull(consumer.receive(1));
    assertNull(consumer.receiveNoWait());
    fake.put("orders", "a");
    assertEquals(
        List.of(
            "credit 1 on orders", "withdraw 1 on orders",
            "credit 1 on orders", "withdraw 1 on orders"),
        fake.calls());
    assertId("a", consumer.receiveNoWait());
  }

  @Test
  void messageThatSlipsInAtTheLastMomentIsReturned() throws Exception {
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    fake.beforeWithdrawal(() -> fake.put("orders", "late"));
    assertId("late", consumer.receive(1));
    assertEquals(
        List.of("credit 1 on orders", "withdraw 0 on orders", "acknowledge late lazily"),
        fake.calls());
  }

  @Test
  void stopTakesCreditBackAndStartAsksAgain() throws Exception {
    SluiceConnection connection = started();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    Running receiver = inBackground(() -> assertId("a", consumer.receive()));
    fake.awaitCall("credit 1 on orders");
    connection.stop();
    fake.put("orders", "a");
    assertEquals(List.of("credit 1 on orders", "withdraw 1 on orders"), fake.calls());
    assertFalse(receiver.isDone());
    connection.start();
    receiver.awaitSuccess();
    assertEquals(List.of("credit 1 on orders", "acknowledge a lazily"), fake.calls());
  }

  @Test
  void listenerAsksForMoreWhenTheLastIsAcknowledged() throws Exception {
    fake.put("orders", "a", "b");
    SluiceConnection connection = connect(ClientSettings.DEFAULTS.withTicks(() -> 0));
    connection.start();
    connection.createSession().createConsumer(ORDERS).setMessageListener(m -> {});
    fake.awaitCall("acknowledge b lazily");
    fake.put("orders", "c");
    fake.awaitCall("acknowledge c lazily");
    assertEquals(
        List.of(
            "credit 1 on orders",
            "acknowledge a lazily",
            "fetch 2 on orders",
            "acknowledge b lazily",
            "withdraw 0 on orders",
            "fetch 4 on orders",
            "acknowledge c lazily"),
        fake.calls().subList(0, 7));
  }

  @Test
  void failingListenerGivesTheMessageBackWithItsCause() throws Exception {
    fake.put("orders", "a");
    automatic()
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              throw new IllegalArgumentException("as the test wants it");
            });
    fake.awaitCall("release a seen, failed");
  }

  @Test
  void failureInsideATransactionIsNotedForItsStory() throws Exception {
    fake.put("orders", "a");
    Session session = session(Session.SESSION_TRANSACTED);
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              throw new IllegalArgumentException("as the test wants it");
            });
    fake.awaitCall("failure on a");
    assertEquals(
        List.of("credit 1 on orders", "begin", "acknowledge a in unit", "failure on a"),
        fake.calls().subList(0, 4));
  }

  @Test
  void stopGivesBackWhatNobodyHasSeen() throws Exception {
    SluiceConnection connection = started();
    TwoListeners listeners = new TwoListeners(connection.createSession(), () -> {});
    Running stopper = inBackground(connection::stop);
    stopper.awaitBlocked();
    listeners.goOn();
    stopper.awaitSuccess();
    assertEquals(List.of("acknowledge a lazily", "release b unseen"), fake.calls());
  }

  @Test
  void closeGivesBackWhatNobodyHasSeen() throws Exception {
    Session session = automatic();
    TwoListeners listeners = new TwoListeners(session, () -> {});
    Running closer = inBackground(session::close);
    closer.awaitBlocked();
    listeners.goOn();
    closer.awaitSuccess();
    assertEquals(
        List.of("acknowledge a lazily", "close orders", "close other", "release b unseen"),
        fake.calls());
  }

  @Test
  void rollbackGivesBackTheUnseenBeforeTheSeen() throws Exception {
    Session session = session(Session.SESSION_TRANSACTED);
    CountDownLatch done = new CountDownLatch(1);
    TwoListeners listeners =
        new TwoListeners(
            session,
            () -> {
              session.rollback();
              done.countDown();
            });
    listeners.goOn();
    await(done);
    assertEquals(List.of("release b unseen", "rollback"), fake.calls().subList(0, 2));
  }

  @Test
  void transactionBeginsWithItsFirstWorkAndEndsWithCommit() throws Exception {
    fake.put("orders", "a");
    Session session = session(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    session.commit();
    assertEquals(List.of(), fake.calls());
    assertId("a", consumer.receive());
    session.createProducer(NEWS).send(session.createMessage());
    session.commit();
    session.rollback();
    session.createProducer(NEWS).send(session.createMessage());
    session.close();
    assertEquals(
        List.of(
            "credit 1 on orders",
            "begin",
            "acknowledge a in unit",
            "send to news in unit",
            "commit",
            "begin",
            "send to news in unit",
            "close orders",
            "rollback"),
        fake.calls());
  }

  @Test
  void commitThatFailsWasARollbackAndTheNextTransactionIsNew() throws Exception {
    for (BrokerException.Reason reason :
        List.of(BrokerException.Reason.STORE, BrokerException.Reason.ROLLED_BACK)) {
      Session session = session(Session.SESSION_TRANSACTED);
      session.createProducer(NEWS).send(session.createMessage());
      fake.refuse("commit", reason);
      JMSException said = assertThrows(TransactionRolledBackException.class, session::commit);
      assertEquals(reason.name(), said.getErrorCode());
      assertEquals(BrokerException.class, said.getLinkedException().getClass());
      fake.calls();
      session.commit();
      session.createProducer(NEWS).send(session.createMessage());
      assertEquals(List.of("begin", "send to news in unit"), fake.calls());
    }
  }

  @Test
  void commitWithAnUnknownOutcomeIsNotCalledARollback() throws Exception {
    Session session = session(Session.SESSION_TRANSACTED);
    session.createProducer(NEWS).send(session.createMessage());
    fake.refuse("commit", BrokerException.Reason.UNKNOWN);
    JMSException said = assertThrows(JMSException.class, session::commit);
    assertEquals(JMSException.class, said.getClass());
    assertEquals("UNKNOWN", said.getErrorCode());
    fake.calls();
    session.commit();
    assertEquals(List.of(), fake.calls());
  }

  @Test
  void clientAcknowledgesAllAtOnceAndDurably() throws Exception {
    fake.put("orders", "a", "b", "c", "d");
    Session session = session(Session.CLIENT_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    consumer.receive();
    consumer.receive().acknowledge();
    consumer.receive();
    session.recover();
    consumer.receive();
    session.close();
    List<String> calls = new ArrayList<>(fake.calls());
    calls.removeIf(call -> call.startsWith("credit"));
    assertEquals(
        List.of("acknowledge a b durably", "release c seen", "close orders", "release d seen"),
        calls);
  }

  @Test
  void dupsOkAcknowledgesInBatchesAndBeforeItWaits() throws Exception {
    String[] many = new String[33];
    for (int i = 0; i < many.length; i++) {
      many[i] = "m" + i;
    }
    fake.put("orders", many);
    MessageConsumer consumer = session(Session.DUPS_OK_ACKNOWLEDGE).createConsumer(ORDERS);
    for (String text : many) {
      assertId(text, consumer.receive());
    }
    List<String> full = new ArrayList<>(fake.calls());
    full.removeIf(call -> call.startsWith("credit"));
    assertEquals(
        List.of("acknowledge " + String.join(" ", List.of(many).subList(0, 32)) + " lazily"), full);
    Running receiver = inBackground(() -> assertId("last", consumer.receive()));
    fake.awaitCall("acknowledge m32 lazily");
    fake.put("orders", "last");
    receiver.awaitSuccess();
    assertEquals(List.of("credit 1 on orders", "acknowledge m32 lazily"), fake.calls());
  }

  @Test
  void acknowledgementThatFailsGivesTheMessageBack() throws Exception {
    fake.put("orders", "a");
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    fake.refuse("acknowledge", BrokerException.Reason.STORE);
    assertThrows(JMSException.class, consumer::receive);
    assertEquals(
        List.of("credit 1 on orders", "acknowledge a lazily", "release a seen"), fake.calls());
  }

  @Test
  void acknowledgementThatFailsAfterAListenerIsReported() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch told = new CountDownLatch(1);
    connection.setExceptionListener(problem -> told.countDown());
    fake.put("orders", "a");
    fake.refuse("acknowledge", BrokerException.Reason.STORE);
    connection.createSession().createConsumer(ORDERS).setMessageListener(m -> {});
    await(told);
  }

  @Test
  void refusalsGetTheirExceptions() throws Exception {
    Session session = automatic();
    Message message = session.createMessage();
    fake.refuse("send", BrokerException.Reason.LIMIT);
    assertThrows(
        ResourceAllocationException.class, () -> session.createProducer(NEWS).send(message));
    assertNull(message.getJMSMessageID());
    fake.refuse("send", BrokerException.Reason.INVALID_DESTINATION);
    assertThrows(
        InvalidDestinationException.class, () -> session.createProducer(NEWS).send(message));
    fake.refuse("declare", BrokerException.Reason.INVALID_DESTINATION);
    assertThrows(InvalidDestinationException.class, () -> session.createProducer(NEWS));
    fake.refuse("consume", BrokerException.Reason.CLOSED);
    assertThrows(JMSException.class, () -> session.createConsumer(NEWS));
    fake.refuse("createTemporary", BrokerException.Reason.CLOSED);
    assertThrows(JMSException.class, session::createTemporaryQueue);
    assertThrows(JMSException.class, () -> session.createBrowser(ORDERS).getEnumeration());
  }

  @Test
  void threadsOfASessionEndWithIt() throws Exception {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch called = new CountDownLatch(2);
    Session session = automatic();
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              threads.add(Thread.currentThread());
              called.countDown();
            });
    session
        .createProducer(NEWS)
        .send(
            session.createMessage(),
            new jakarta.jms.CompletionListener() {
              @Override
              public void onCompletion(Message message) {
                threads.add(Thread.currentThread());
                called.countDown();
              }

              @Override
              public void onException(Message message, Exception exception) {}
            });
    fake.put("orders", "a");
    await(called);
    session.close();
    for (Thread thread : threads) {
      thread.join(LONG);
      assertFalse(thread.isAlive());
    }
  }

  @Test
  void connectionEndsOnceAndAfterItsSessions() throws Exception {
    SluiceConnection connection = started();
    connection.createSession().createConsumer(ORDERS);
    connection.close();
    connection.close();
    assertEquals(List.of("close orders", "end"), fake.calls());
  }
}

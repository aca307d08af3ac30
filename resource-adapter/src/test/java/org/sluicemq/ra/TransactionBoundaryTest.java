// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.transaction.Status;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;
import org.sluicemq.ra.container.AdapterFixture;
import org.sluicemq.ra.container.PoolOfOne;
import org.sluicemq.ra.container.ScriptedTransactions;
import org.sluicemq.ra.container.ScriptedTransactions.Scripted;
import org.sluicemq.ra.container.ScriptedWorkManager;
import org.sluicemq.ra.container.TestXid;
import org.sluicemq.ra.outbound.QueueManagedConnectionFactory;
import org.sluicemq.ra.outbound.SluiceManagedConnectionFactory;
import org.sluicemq.ra.outbound.TopicManagedConnectionFactory;

/**
 * Nobody sends or receives outside of the transaction that he is in without being told: not by the
 * classic API, which {@link #session} and its parts stand for, and not by the simplified one of
 * {@link #context}.
 */
class TransactionBoundaryTest {

  private static final Queue ORDERS = new SluiceQueue("orders");
  private static final Topic NEWS = new SluiceTopic("news");

  private final PoolOfOne pool = new PoolOfOne();
  private final ScriptedTransactions transactions = new ScriptedTransactions();
  private final SluiceManagedConnectionFactory managed = new SluiceManagedConnectionFactory();
  private AdapterFixture fixture;
  private Session session;
  private MessageProducer producer;
  private MessageConsumer consumer;
  private JMSContext context;
  private JMSConsumer contextConsumer;

  @BeforeEach
  void start() throws Exception {
    fixture = new AdapterFixture(new ScriptedWorkManager().lending(transactions));
    managed.setResourceAdapter(fixture.adapter());
  }

  /** Two handles on one managed connection, both of which are open before any transaction. */
  private void open() throws Exception {
    ConnectionFactory factory = (ConnectionFactory) managed.createConnectionFactory(pool);
    Connection connection = factory.createConnection();
    connection.start();
    session = connection.createSession();
    producer = session.createProducer(ORDERS);
    context = factory.createContext();
    transactions.questions();
  }

  private void openConsumers() throws Exception {
    consumer = session.createConsumer(ORDERS);
    contextConsumer = context.createConsumer(ORDERS);
  }

  @AfterEach
  void stop() throws ResourceException {
    transactions.leave();
    if (pool.connection() != null) {
      pool.connection().destroy();
    }
    fixture.close();
  }

  private XAResource resource() throws ResourceException {
    return pool.connection().getXAResource();
  }

  private TestXid enlist() throws Exception {
    TestXid xid = TestXid.next();
    resource().start(xid, XAResource.TMNOFLAGS);
    return xid;
  }

  private void commit(TestXid xid) throws Exception {
    resource().end(xid, XAResource.TMSUCCESS);
    resource().commit(xid, true);
  }

  private void sendByBoth() throws JMSException {
    producer.send(session.createTextMessage("classic"));
    context.createProducer().send(ORDERS, "simplified");
  }

  private void assertBothArrived() throws JMSException {
    assertEquals("classic", fixture.take("orders").getBody(String.class));
    assertEquals("simplified", fixture.take("orders").getBody(String.class));
    assertNull(fixture.poll("orders"));
  }

  private String assertSendsRefused() throws JMSException {
    Message message = session.createMessage();
    String told =
        assertThrows(IllegalStateException.class, () -> producer.send(message)).getMessage();
    assertEquals(
        told,
        assertThrows(
                IllegalStateRuntimeException.class,
                () -> context.createProducer().send(ORDERS, "simplified"))
            .getMessage());
    return told;
  }

  @Test
  void connectionFromBeforeTheTransactionSendsNothingInIt() throws Exception {
    open();
    transactions.begin();

    String told = assertSendsRefused();

    assertTrue(told.contains("outsideTransactions"), told);
    assertTrue(told.contains("Get the connection from the factory within the transaction"), told);
    assertNull(fixture.poll("orders"));
  }

  @Test
  void connectionFromBeforeTheTransactionReceivesNothingInIt() throws Exception {
    open();
    openConsumers();
    fixture.send("orders", "waiting");
    transactions.begin();

    assertThrows(IllegalStateException.class, consumer::receive);
    assertThrows(IllegalStateException.class, () -> consumer.receive(10));
    assertThrows(IllegalStateException.class, consumer::receiveNoWait);
    assertThrows(IllegalStateRuntimeException.class, contextConsumer::receive);
    assertThrows(IllegalStateRuntimeException.class, contextConsumer::receiveNoWait);
    assertThrows(
        IllegalStateRuntimeException.class, () -> contextConsumer.receiveBody(String.class, 10));

    Message waiting = fixture.poll("orders");
    assertEquals(1, waiting.getIntProperty("JMSXDeliveryCount"));
  }

  @Test
  void domainSpecificConnectionsAreRefusedToo() throws Exception {
    QueueManagedConnectionFactory queues = new QueueManagedConnectionFactory();
    TopicManagedConnectionFactory topics = new TopicManagedConnectionFactory();
    queues.setResourceAdapter(fixture.adapter());
    topics.setResourceAdapter(fixture.adapter());
    QueueSession queueSession =
        ((QueueConnectionFactory) queues.createConnectionFactory(pool))
            .createQueueConnection()
            .createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    QueueSender sender = queueSession.createSender(ORDERS);
    PoolOfOne second = new PoolOfOne();
    TopicSession topicSession =
        ((TopicConnectionFactory) topics.createConnectionFactory(second))
            .createTopicConnection()
            .createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicPublisher publisher = topicSession.createPublisher(NEWS);
    transactions.begin();

    assertThrows(IllegalStateException.class, () -> sender.send(queueSession.createMessage()));
    assertThrows(
        IllegalStateException.class, () -> publisher.publish(topicSession.createMessage()));
    second.connection().destroy();
  }

  @Test
  void whatIsNoPartOfATransactionIsNotRefused() throws Exception {
    open();
    fixture.send("orders", "waiting");
    transactions.begin();

    openConsumers();
    assertNotNull(session.createTextMessage("text"));
    assertNotNull(session.createTemporaryQueue());
    assertTrue(session.createBrowser(ORDERS).getEnumeration().hasMoreElements());
    assertTrue(context.createBrowser(ORDERS).getEnumeration().hasMoreElements());
  }

  @Test
  void enlistedConnectionWorksInItsTransaction() throws Exception {
    open();
    transactions.begin();
    TestXid xid = enlist();
    sendByBoth();
    assertNull(fixture.poll("orders"));
    commit(xid);

    assertBothArrived();
  }

  @Test
  void outsideOfAnyTransactionThereIsNothingToRefuse() throws Exception {
    open();
    openConsumers();

    sendByBoth();

    assertEquals("classic", consumer.receive(10_000).getBody(String.class));
    assertEquals("simplified", contextConsumer.receiveBody(String.class, 10_000));
  }

  @Test
  void connectionThatWasInOneTransactionIsNotByItselfInTheNext() throws Exception {
    open();
    transactions.begin();
    TestXid first = enlist();
    context.createProducer().send(ORDERS, "in the first");
    commit(first);
    transactions.leave();
    context.createProducer().send(ORDERS, "between");
    transactions.begin();
    assertSendsRefused();

    TestXid second = enlist();
    context.createProducer().send(ORDERS, "in the second");
    commit(second);

    assertEquals("in the first", fixture.take("orders").getBody(String.class));
    assertEquals("between", fixture.take("orders").getBody(String.class));
    assertEquals("in the second", fixture.take("orders").getBody(String.class));
    assertNull(fixture.poll("orders"));
  }

  @Test
  void connectionOfOneTransactionIsRefusedInAnother() throws Exception {
    open();
    Scripted own = transactions.begin();
    TestXid xid = enlist();
    sendByBoth();
    transactions.begin();

    String told = assertSendsRefused();
    assertTrue(told.contains("not the one of this thread"), told);

    transactions.resume(own);
    commit(xid);
    assertBothArrived();
  }

  @Test
  void connectionOfATransactionIsRefusedWhileThatIsSuspendedForWorkOutside() throws Exception {
    open();
    openConsumers();
    Scripted own = transactions.begin();
    TestXid xid = enlist();
    transactions.leave();

    assertSendsRefused();
    assertThrows(IllegalStateException.class, consumer::receiveNoWait);
    assertThrows(IllegalStateRuntimeException.class, contextConsumer::receiveNoWait);

    transactions.resume(own);
    sendByBoth();
    commit(xid);
    assertBothArrived();
  }

  @Test
  void anotherThreadHasNoPartInTheTransaction() throws Exception {
    open();
    transactions.begin();
    TestXid xid = enlist();
    FutureTask<String> elsewhere = new FutureTask<>(this::assertSendsRefused);
    Thread thread = new Thread(elsewhere);
    thread.start();

    String told = elsewhere.get();
    assertTrue(told.contains("not the one of this thread"), told);
    commit(xid);
    assertNull(fixture.poll("orders"));
  }

  @Test
  void suspendedBranchTakesNothingUntilItIsResumed() throws Exception {
    open();
    transactions.begin();
    TestXid xid = enlist();
    resource().end(xid, XAResource.TMSUSPEND);

    assertSendsRefused();

    resource().start(xid, XAResource.TMRESUME);
    sendByBoth();
    commit(xid);
    assertBothArrived();
  }

  @Test
  void transactionThatWasRolledBackUnderItsThreadTakesNothingMore() throws Exception {
    open();
    openConsumers();
    fixture.send("orders", "waiting");
    Scripted timed = transactions.begin();
    TestXid xid = enlist();
    timed.become(Status.STATUS_ROLLEDBACK);
    resource().end(xid, XAResource.TMFAIL);
    resource().rollback(xid);

    String told = assertSendsRefused();
    assertTrue(told.contains("took too long"), told);
    assertThrows(IllegalStateException.class, consumer::receiveNoWait);
    assertThrows(IllegalStateRuntimeException.class, contextConsumer::receiveNoWait);

    transactions.leave();
    assertEquals("waiting", consumer.receive(10_000).getBody(String.class));
    assertNull(fixture.poll("orders"));
  }

  @Test
  void messageThatComesAfterTheRollbackOfAWaitingReceiverGoesBack() throws Exception {
    open();
    openConsumers();
    TestXid xid = TestXid.next();
    FutureTask<Scripted> begin =
        new FutureTask<>(
            () -> {
              Scripted begun = transactions.begin();
              resource().start(xid, XAResource.TMNOFLAGS);
              return begun;
            });
    FutureTask<Message> receive = new FutureTask<>(consumer::receive);
    Thread thread =
        new Thread(
            () -> {
              begin.run();
              receive.run();
            });
    thread.start();
    Scripted timed = begin.get();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    timed.become(Status.STATUS_ROLLEDBACK);
    resource().end(xid, XAResource.TMFAIL);
    resource().rollback(xid);

    fixture.send("orders", "late");

    ExecutionException refused = assertThrows(ExecutionException.class, receive::get);
    assertInstanceOf(IllegalStateException.class, refused.getCause());
    consumer.close();
    contextConsumer.close();
    Message late = fixture.take("orders");
    assertEquals("late", late.getBody(String.class));
    assertEquals(1, late.getIntProperty("JMSXDeliveryCount"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Status.STATUS_ACTIVE,
        Status.STATUS_MARKED_ROLLBACK,
        Status.STATUS_PREPARING,
        Status.STATUS_PREPARED,
        Status.STATUS_COMMITTING,
        Status.STATUS_ROLLING_BACK,
        Status.STATUS_ROLLEDBACK,
        Status.STATUS_UNKNOWN
      })
  void inEachStateOfATransactionThatIsNotCommittedItIsRefused(int status) throws Exception {
    open();
    transactions.begin().become(status);

    assertSendsRefused();
    assertNull(fixture.poll("orders"));
  }

  @Test
  void afterTheCommitOfItsTransactionAThreadMaySend() throws Exception {
    open();
    Scripted own = transactions.begin();
    TestXid xid = enlist();
    commit(xid);
    own.become(Status.STATUS_COMMITTED);

    sendByBoth();

    assertBothArrived();
  }

  @Test
  void localTransactionOfTheServerIsAPart() throws Exception {
    open();
    transactions.begin();
    LocalTransaction local = pool.connection().getLocalTransaction();
    local.begin();
    sendByBoth();
    assertNull(fixture.poll("orders"));
    local.commit();

    assertSendsRefused();
    assertBothArrived();
  }

  @Test
  void branchOfWhichTheServerTellsNoKeyIsTrusted() throws Exception {
    open();
    transactions.withoutKeys();
    transactions.begin();
    TestXid xid = enlist();
    sendByBoth();
    commit(xid);

    assertBothArrived();
    assertSendsRefused();
  }

  @Test
  void factoryThatIsMeantToBeOutsideSendsAndReceivesAtOnce() throws Exception {
    managed.setOutsideTransactions("allow");
    open();
    transactions.begin();

    sendByBoth();

    assertBothArrived();
    openConsumers();
    fixture.send("orders", "one");
    assertEquals("one", consumer.receive(10_000).getBody(String.class));
  }

  @Test
  void factoryThatIsMeantToBeOutsideStaysOutOfOtherTransactions() throws Exception {
    managed.setOutsideTransactions("allow");
    open();
    transactions.begin();
    TestXid xid = enlist();
    transactions.begin();

    assertSendsRefused();
    commit(xid);
  }

  @Test
  void wrongChoiceIsToldWhereAConnectionIsMade() {
    managed.setOutsideTransactions("perhaps");

    ResourceException wrong =
        assertThrows(ResourceException.class, () -> managed.createManagedConnection(null, null));
    assertTrue(wrong.getMessage().contains("outsideTransactions"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("'perhaps'"), wrong.getMessage());
  }

  @Test
  void serverIsAskedOnceForEachSend() throws Exception {
    open();
    Message message = session.createTextMessage("classic");
    producer.send(message);
    assertEquals(1, transactions.questions());

    transactions.begin();
    TestXid xid = enlist();
    assertEquals(1, transactions.questions());
    for (int i = 0; i < 10; i++) {
      producer.send(message);
    }
    assertEquals(10, transactions.questions());
    commit(xid);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.security.Authenticator;
import org.sluicemq.security.Identity;
import org.sluicemq.security.SecurityFiles;

/** What an application sees of users, passwords and rights. */
class SecuredConnectionTest {

  private static final Queue ORDERS = new SluiceQueue("orders.eu");
  private static final Topic NEWS = new SluiceTopic("news");

  @TempDir private Path directory;
  private Path file;
  private SluiceConnectionFactory factory;

  @BeforeEach
  void writeFile() throws IOException {
    file =
        SecurityFiles.write(
            directory.resolve("security"),
            1,
            SecurityFiles.user("shop", "sold"),
            "roles.shop = seller",
            SecurityFiles.user("stock", "shelf"),
            "roles.stock = packer",
            SecurityFiles.user("root", "carrot"),
            "roles.root = admin",
            "queue.# = send: admin; receive: admin; browse: admin; create: admin",
            "queue.orders.# = send: seller; receive: packer, admin; browse: seller; create: seller",
            "queue.temp.* = create: seller",
            "topic.news = send: *; receive: packer");
    factory = factory("");
  }

  private SluiceConnectionFactory factory(String more) {
    return new SluiceConnectionFactory(
        "sluice:mem:" + UUID.randomUUID() + "?securityFile=" + file + more);
  }

  private static String assertRefused(Executable call) {
    return assertThrows(JMSSecurityException.class, call).getMessage();
  }

  @Test
  void everyKindOfConnectionIsRefusedWhereItIsCreated() {
    assertRefused(() -> factory.createConnection("invalid", "invalid"));
    assertRefused(() -> factory.createConnection("shop", "shelf"));
    assertRefused(() -> factory.createQueueConnection("shop", null));
    assertRefused(() -> factory.createTopicConnection("shop", ""));
    assertRefused(() -> factory.createXAConnection("shop", "Sold"));
    assertRefused(() -> factory.createXAQueueConnection("Shop", "sold"));
    assertRefused(() -> factory.createXATopicConnection("shop ", "sold"));
    assertThrows(
        JMSSecurityRuntimeException.class, () -> factory.createContext("invalid", "invalid"));
    assertThrows(
        JMSSecurityRuntimeException.class,
        () -> factory.createContext("invalid", "invalid", JMSContext.CLIENT_ACKNOWLEDGE));
    assertThrows(
        JMSSecurityRuntimeException.class, () -> factory.createXAContext("invalid", "invalid"));
  }

  /** Fails with what nobody expects of it. */
  public static final class Failing implements Authenticator {
    @Override
    public Identity authenticate(String user, String password) {
      throw new AssertionError("out of order");
    }
  }

  @Test
  void errorOfAnAuthenticatorLeavesNoBrokerRunning() throws Exception {
    String url = "sluice:mem:" + UUID.randomUUID();
    SluiceConnectionFactory failing =
        new SluiceConnectionFactory(url + "?authenticator=" + Failing.class.getName());
    assertThrows(AssertionError.class, () -> failing.createConnection("shop", "sold"));
    // One that still ran would ask the authenticator again.
    new SluiceConnectionFactory(url).createConnection("shop", "sold").close();
  }

  @Test
  void refusedConnectionLeavesNoBrokerRunning() throws Exception {
    Path store = directory.resolve("store");
    String url = "sluice:file:" + store + "?securityFile=" + file;
    assertRefused(() -> new SluiceConnectionFactory(url).createConnection("shop", "wrong"));
    Files.move(store, directory.resolve("moved"));
    new SluiceConnectionFactory(url).createConnection("shop", "sold").close();
    assertTrue(Files.exists(store));
  }

  @Test
  void anonymousAccessIsOnUntilItIsTurnedOff() throws Exception {
    factory.createConnection().close();
    SluiceConnectionFactory closed = factory("&anonymousAccess=false");
    String told = assertRefused(closed::createConnection);
    assertTrue(told.contains("anonymousAccess"), told);
    assertThrows(JMSSecurityRuntimeException.class, closed::createContext);
    closed.createConnection("shop", "sold").close();
  }

  @Test
  void securityOfTheBrokerHoldsForWhoeverJoinsIt() throws Exception {
    String url = "sluice:mem:" + UUID.randomUUID();
    try (Connection first =
        new SluiceConnectionFactory(url + "?securityFile=" + file).createConnection()) {
      assertNotNull(first.getMetaData());
      assertRefused(() -> new SluiceConnectionFactory(url).createConnection("shop", "wrong"));
    }
    new SluiceConnectionFactory(url).createConnection("shop", "wrong").close();
  }

  @Test
  void brokerThatRunsWithLessIsNotJoinedByWhoAsksForMore() throws Exception {
    String url = "sluice:mem:" + UUID.randomUUID();
    try (Connection open = new SluiceConnectionFactory(url).createConnection()) {
      assertNotNull(open.getMetaData());
      for (String more :
          List.of(
              "?securityFile=" + file,
              "?anonymousAccess=false",
              "?authenticator=org.example.Directory",
              "?authorizer=org.example.Directory")) {
        String told =
            assertRefused(() -> new SluiceConnectionFactory(url + more).createConnection());
        assertTrue(told.contains("runs already, with securityFile="), told);
        assertTrue(told.contains("cannot be used with") && told.contains(more.substring(1)), told);
      }
    }
    String closed = url + "?anonymousAccess=false&securityFile=" + file;
    try (Connection first = new SluiceConnectionFactory(closed).createConnection("shop", "sold");
        Connection same = new SluiceConnectionFactory(closed).createConnection("shop", "sold");
        Connection less = new SluiceConnectionFactory(url).createConnection("shop", "sold")) {
      assertNotNull(first.getMetaData());
      assertNotNull(same.getMetaData());
      assertNotNull(less.getMetaData());
    }
  }

  @Test
  void missingRightNamesUserRightDestinationRuleAndSetting() throws Exception {
    try (Connection connection = factory.createConnection("stock", "shelf");
        Connection seller = factory.createConnection("shop", "sold")) {
      seller.createSession().createProducer(ORDERS);
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(ORDERS);

      assertEquals(
          "User 'stock' may not send to queue 'orders.eu': queue.orders.# gives send to [seller],"
              + " and the user's roles are [packer]: see "
              + file
              + " (setting securityFile)",
          assertRefused(() -> producer.send(session.createMessage())));
    }
  }

  @Test
  void eachDoesWhatTheRulesGive() throws Exception {
    try (JMSContext shop = factory.createContext("shop", "sold");
        JMSContext stock = factory.createContext("stock", "shelf")) {
      shop.createProducer().send(ORDERS, "one");
      assertThrows(JMSSecurityRuntimeException.class, () -> shop.createConsumer(ORDERS));
      assertRefused(() -> browse(stock));
      assertEquals(1, browse(shop));
      assertEquals("one", stock.createConsumer(ORDERS).receiveBody(String.class, 10_000));
    }
  }

  /** A pool of one server session, whose messages are added to a queue. */
  private static ServerSessionPool noting(Connection connection, BlockingQueue<String> texts)
      throws JMSException {
    Session session = connection.createSession();
    session.setMessageListener(
        message -> {
          try {
            texts.add(message.getBody(String.class));
          } catch (JMSException e) {
            texts.add(e.toString());
          }
        });
    ServerSession server =
        new ServerSession() {
          @Override
          public Session getSession() {
            return session;
          }

          @Override
          public void start() {
            session.run();
          }
        };
    return () -> server;
  }

  @Test
  void connectionConsumerTakesTheRightToReceive() throws Exception {
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    try (JMSContext shop = factory.createContext("shop", "sold");
        Connection stock = factory.createConnection("stock", "shelf")) {
      shop.createProducer().send(ORDERS, "order");
      ServerSessionPool pool = noting(stock, texts);
      stock.createConnectionConsumer(ORDERS, null, pool, 1);
      stock.createSharedDurableConnectionConsumer(NEWS, "reader", null, pool, 1);
      stock.start();
      assertEquals("order", texts.poll(10, TimeUnit.SECONDS));
      shop.createProducer().send(NEWS, "story");
      assertEquals("story", texts.poll(10, TimeUnit.SECONDS));
    }
  }

  private static Set<Thread> ofConnectionConsumers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sluice-connection-consumer"))
        .collect(Collectors.toSet());
  }

  @Test
  void refusedConnectionConsumerLeavesNothingBehind() throws Exception {
    try (Connection shop = factory.createConnection("shop", "sold");
        JMSContext stock = factory.createContext("stock", "shelf")) {
      shop.setClientID("till");
      BlockingQueue<String> texts = new LinkedBlockingQueue<>();
      ServerSessionPool pool = noting(shop, texts);
      shop.start();
      Set<Thread> before = ofConnectionConsumers();
      List<Executable> calls =
          List.of(
              () -> shop.createConnectionConsumer(ORDERS, null, pool, 1),
              () -> shop.createConnectionConsumer(NEWS, null, pool, 1),
              () -> shop.createDurableConnectionConsumer(NEWS, "reader", null, pool, 1),
              () -> shop.createSharedConnectionConsumer(NEWS, "reader", null, pool, 1),
              () -> shop.createSharedDurableConnectionConsumer(NEWS, "readers", null, pool, 1));
      for (Executable call : calls) {
        String told = assertRefused(call);
        assertTrue(told.startsWith("User 'shop' may not receive from "), told);
      }
      assertEquals(before, ofConnectionConsumers());

      shop.createSession().createProducer(ORDERS).send(shop.createSession().createTextMessage("a"));
      assertEquals("a", stock.createConsumer(ORDERS).receiveBody(String.class, 10_000));
      assertThrows(
          InvalidDestinationException.class, () -> shop.createSession().unsubscribe("reader"));
      assertThrows(
          InvalidDestinationException.class, () -> shop.createSession().unsubscribe("readers"));
      assertTrue(texts.isEmpty());
    }
  }

  private static int browse(JMSContext context) throws JMSException {
    try (QueueBrowser browser = context.createBrowser(ORDERS)) {
      int messages = 0;
      for (var all = browser.getEnumeration(); all.hasMoreElements(); all.nextElement()) {
        messages++;
      }
      return messages;
    }
  }

  @Test
  void refusedSendIsNotSentInATransactionEitherAndTheTransactionGoesOn() throws Exception {
    try (JMSContext shop = factory.createContext("shop", "sold", JMSContext.SESSION_TRANSACTED);
        JMSContext admin = factory.createContext("root", "carrot")) {
      admin.createProducer().send(new SluiceQueue("returns"), "there");
      shop.createProducer().send(ORDERS, "sent");
      assertThrows(
          JMSSecurityRuntimeException.class,
          () -> shop.createProducer().send(new SluiceQueue("returns"), "not sent"));
      shop.commit();

      var returns = admin.createConsumer(new SluiceQueue("returns"));
      assertEquals("there", returns.receiveBody(String.class, 10_000));
      assertNull(returns.receiveNoWait());
      assertEquals("sent", admin.createConsumer(ORDERS).receiveBody(String.class, 10_000));
    }
  }

  @Test
  void requestAndReplyNeedNoRuleForTheReply() throws Exception {
    try (JMSContext shop = factory.createContext("shop", "sold");
        JMSContext stock = factory.createContext("stock", "shelf")) {
      Queue replies = shop.createTemporaryQueue();
      shop.createProducer().setJMSReplyTo(replies).send(ORDERS, "how many");
      Message request = stock.createConsumer(ORDERS).receive(10_000);
      stock.createProducer().send(request.getJMSReplyTo(), "seven");
      assertEquals("seven", shop.createConsumer(replies).receiveBody(String.class, 10_000));

      assertThrows(JMSSecurityRuntimeException.class, stock::createTemporaryQueue);
      assertThrows(JMSSecurityRuntimeException.class, shop::createTemporaryTopic);
    }
  }

  @Test
  void anonymousUserHasTheRightsOfEverybodyOnly() throws Exception {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession();
      session.createProducer(NEWS).send(session.createMessage());
      assertRefused(() -> session.createConsumer(NEWS));
      assertRefused(() -> session.createConsumer(ORDERS));
      assertRefused(() -> session.createProducer(new SluiceQueue("orders.new")));
    }
  }

  @Test
  void openConsumerAndConnectionGoOnAfterTheFileHasChanged() throws Exception {
    try (Connection stock = factory.createConnection("stock", "shelf");
        JMSContext root = factory.createContext("root", "carrot")) {
      try (JMSContext shop = factory.createContext("shop", "sold")) {
        shop.createProducer().send(ORDERS, "before");
      }
      stock.start();
      Session session = stock.createSession();
      MessageConsumer consumer = session.createConsumer(ORDERS);
      assertEquals("before", consumer.receive(10_000).getBody(String.class));

      SecurityFiles.write(
          file, 2, SecurityFiles.user("root", "carrot"), "queue.# = receive: nobody");

      assertRefused(() -> factory.createConnection("stock", "shelf"));
      root.createProducer().send(new SluiceQueue("elsewhere"), "still admin");
      session.createConsumer(ORDERS).close();
    }
  }

  @Test
  void transactionsInDoubtAreForWhoMayManageThem() throws Exception {
    SecurityFiles.write(
        file,
        2,
        SecurityFiles.user("shop", "sold"),
        "roles.shop = seller",
        SecurityFiles.user("root", "carrot"),
        "roles.root = admin",
        "queue.# = send: seller; create: seller",
        "queue.sluice.branches = manage: admin");
    Xid xid = TestXid.of(1, 1);
    try (XAConnection shop = factory.createXAConnection("shop", "sold");
        XAConnection stranger = factory.createXAConnection();
        XAConnection root = factory.createXAConnection("root", "carrot")) {
      XASession session = shop.createXASession();
      session.getXAResource().start(xid, XAResource.TMNOFLAGS);
      session.createProducer(ORDERS).send(session.createMessage());
      session.getXAResource().end(xid, XAResource.TMSUCCESS);
      assertEquals(XAResource.XA_OK, session.getXAResource().prepare(xid));

      XAResource strangers = stranger.createXASession().getXAResource();
      XAException listing =
          assertThrows(XAException.class, () -> strangers.recover(XAResource.TMSTARTRSCAN));
      assertEquals(XAException.XAER_RMERR, listing.errorCode);
      for (String part :
          List.of(
              "'anonymous'", "manage", "queue.sluice.branches gives", "[admin]", "securityFile")) {
        assertTrue(listing.getMessage().contains(part), listing.getMessage());
      }
      XAException decision = assertThrows(XAException.class, () -> strangers.commit(xid, false));
      assertEquals(XAException.XAER_RMFAIL, decision.errorCode);

      XAResource recovery = root.createXASession().getXAResource();
      assertEquals(1, recovery.recover(XAResource.TMSTARTRSCAN).length);
      recovery.rollback(xid);
      assertEquals(0, recovery.recover(XAResource.TMSTARTRSCAN).length);
    }
  }
}

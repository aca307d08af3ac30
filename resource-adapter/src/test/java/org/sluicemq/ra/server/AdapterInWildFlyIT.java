// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.jboss.arquillian.container.test.api.ContainerController;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.sluicemq.ra.server.app.Places;

/**
 * The archive as it is, on a stock WildFly, with an application of standard code. The order of the
 * tests is that of a server's life: it starts, works, is killed again and again, and stops.
 */
@ArquillianTest
@RunAsClient
@TestMethodOrder(OrderAnnotation.class)
class AdapterInWildFlyIT {

  @ArquillianResource private ContainerController controller;
  @ArquillianResource private Deployer deployer;

  @Deployment(name = Server.ADAPTER, managed = false, testable = false)
  @TargetsContainer(Server.QUALIFIER)
  static ResourceAdapterArchive adapter() {
    return Server.adapter();
  }

  @Deployment(name = Server.APPLICATION, managed = false, testable = false)
  @TargetsContainer(Server.QUALIFIER)
  static WebArchive application() {
    return Server.application();
  }

  @Deployment(name = Server.MISCONFIGURED, managed = false, testable = false)
  @TargetsContainer(Server.QUALIFIER)
  static ResourceAdapterArchive misconfigured() {
    return Server.misconfigured();
  }

  @BeforeAll
  static void startFromNothing() throws IOException {
    Server.prepareDirectory();
  }

  @Test
  @Order(1)
  void archiveAndApplicationDeployOnAStockServer() throws IOException {
    controller.start(Server.QUALIFIER);
    deployer.deploy(Server.ADAPTER);
    deployer.deploy(Server.APPLICATION);

    assertEquals(List.of(), Server.lines("browse", "at", "DLQ"));
  }

  @Test
  @Order(2)
  void committedRowAndMessageReachTheBean() throws Exception {
    Server.ask("place", "at", Places.ORDERS, "text", "first", "end", "commit");

    assertTrue(Server.lines("rows", "at", "placed").contains("first"));
    Server.await(rows -> rows.contains("first|1"), "rows", "at", "handled");
  }

  @Test
  @Order(3)
  void rolledBackRowAndMessageAreBothGone() throws Exception {
    Server.ask("place", "at", Places.PARKED, "text", "undone", "end", "rollback");

    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
    assertTrue(
        Server.lines("rows", "at", "placed").stream().noneMatch(row -> row.startsWith("undone")));
  }

  @Test
  @Order(4)
  void failedDeliveryComesAgainWithItsCountRaisedAndItsRowUndone() throws Exception {
    Server.ask("send", "at", Places.ORDERS, "text", "flaky order");

    List<String> rows = Server.await(all -> all.contains("flaky order|2"), "rows", "at", "handled");
    assertTrue(rows.stream().noneMatch("flaky order|1"::equals));
  }

  @Test
  @Order(5)
  void poisonArrivesInTheDeadLetterQueueWithItsCause() throws Exception {
    Server.ask("send", "at", Places.ORDERS, "text", "poison order");

    List<String> dead = Server.await(all -> all.size() == 1, "browse", "at", "DLQ");
    assertTrue(dead.get(0).startsWith("poison order|"), dead.get(0));
    assertTrue(dead.get(0).contains("The order 'poison order' cannot be handled"), dead.get(0));
    assertTrue(
        Server.lines("rows", "at", "handled").stream().noneMatch(row -> row.startsWith("poison")));
    assertTrue(Server.ask("receive", "at", "DLQ", "timeout", "5000").startsWith("poison order|"));
  }

  @Test
  @Order(6)
  void beanWithoutTransactionsAcknowledgesAfterItsReturn() throws Exception {
    Server.ask("send", "at", Places.NOTES, "text", "note");
    Server.ask("send", "at", Places.NOTES, "text", "flaky note");

    Server.await(
        all -> all.contains("note|1") && all.contains("flaky note|2"), "rows", "at", "handled");
    Server.await(List::isEmpty, "browse", "at", Places.NOTES);
  }

  @Test
  @Order(7)
  void topicReachesItsBean() throws Exception {
    Server.ask("send", "at", Places.NEWS, "text", "news");

    Server.await(all -> all.contains("news|1"), "rows", "at", "handled");
  }

  @Test
  @Order(8)
  void receivedMessageOfARolledBackTransactionComesAgain() throws Exception {
    Server.ask("send", "at", Places.PARKED, "text", "taken");

    String first = Server.ask("take", "at", Places.PARKED, "end", "rollback");
    String second = Server.ask("take", "at", Places.PARKED, "end", "commit");

    assertTrue(first.contains("taken|JMSXDeliveryCount=1"), first);
    assertTrue(second.contains("taken|JMSXDeliveryCount=2"), second);
    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  @Test
  @Order(9)
  void factoriesThatAnApplicationDefinesOrInjectsReachTheSameBroker() throws Exception {
    Server.ask("define", "at", Places.ORDERS, "text", "by definition");
    Server.ask("inject", "at", Places.ORDERS, "text", "by injection");

    Server.await(
        all -> all.contains("by definition|1") && all.contains("by injection|1"),
        "rows",
        "at",
        "handled");
  }

  @Test
  @Order(10)
  void connectionFromBeforeTheTransactionTakesPartWhereTheServerEnlistsIt() throws Exception {
    assertEquals("sent", Server.ask("early", "at", Places.PARKED, "text", "early"));
    // This server closes a connection at the end of its first transaction.
    assertRefused(Server.ask("second", "at", Places.PARKED, "text", "second"), "Runtime");

    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  @Test
  @Order(11)
  void connectionThatTheServerDoesNotEnlistIsRefusedInTheTransaction() throws Exception {
    Server.ask("keep");
    assertRefused(Server.ask("kept context", "at", Places.PARKED, "text", "kept"), "Runtime");
    assertRefused(Server.ask("kept connection", "at", Places.PARKED, "text", "kept"), "");
    Server.ask("let go");
    assertRefused(Server.ask("slow", "at", Places.PARKED, "text", "slow"), "Runtime");

    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  private static void assertRefused(String answer, String kind) {
    assertTrue(answer.startsWith("jakarta.jms.IllegalState" + kind + "Exception: The "), answer);
  }

  @Test
  @Order(12)
  void factoryOutsideOfTransactionsSendsAtOnceWhenItIsToldToAllowThat() throws Exception {
    assertRefused(Server.ask("untold", "at", Places.PARKED, "text", "untold"), "Runtime");
    assertEquals("sent", Server.ask("outside", "at", Places.PARKED, "text", "audit"));

    assertTrue(Server.ask("receive", "at", Places.PARKED, "timeout", "5000").startsWith("audit|"));
    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  @Test
  @Order(13)
  void beanSendsOutsideOfTheTransactionOfItsCallerWhereItSaysSo() throws Exception {
    List<String> told = Server.lines("audit", "at", Places.PARKED, "text", "audit");

    assertRefused(told.get(0), "Runtime");
    assertEquals("sent", told.get(1));
    for (String expected : List.of("audit outside|", "audit apart|", "audit kept outside|")) {
      String next = Server.ask("receive", "at", Places.PARKED, "timeout", "5000");
      assertTrue(next.startsWith(expected), next);
    }
    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  @Test
  @Order(14)
  void orderIsHandledAndForwardedInOneTransaction() throws Exception {
    Server.ask("send", "at", Places.ORDERS, "text", "flaky, forwarded");

    Server.await(all -> all.contains("flaky, forwarded|2"), "rows", "at", "handled");
    Server.await(all -> all.size() == 1, "browse", "at", Places.PARKED);
    String forwarded = Server.ask("receive", "at", Places.PARKED, "timeout", "5000");
    assertTrue(forwarded.startsWith("flaky, forwarded|"), forwarded);
    assertEquals(List.of(), Server.lines("browse", "at", Places.PARKED));
  }

  @Test
  @Order(15)
  void wrongSettingIsRefusedByItsNameAndTheServerGoesOn() throws Exception {
    Exception refused = assertThrows(Exception.class, () -> deployer.deploy(Server.MISCONFIGURED));

    assertTrue(refused.toString().contains("maxDeliveries"), refused.toString());
    assertTrue(Server.lines("rows", "at", "placed").contains("first"));
  }

  @Test
  @Order(16)
  void waitingMessagesOutliveTheDeathOfTheServer() throws Exception {
    long server = Long.parseLong(Server.ask("process"));
    Server.ask("send", "at", Places.PARKED, "text", "patient");
    killAndStart(server);

    Server.await(all -> true, "rows", "at", "placed");
    assertTrue(
        Server.ask("receive", "at", Places.PARKED, "timeout", "5000").startsWith("patient|"));
  }

  @Test
  @Order(17)
  void branchesLeftInDoubtByTheDeathOfTheServerAreCommittedByRecovery() throws Exception {
    long server = Long.parseLong(Server.ask("process"));
    assertThrows(
        IOException.class,
        () -> Server.ask("place", "at", Places.ORDERS, "text", "in doubt", "end", "halt"));
    killAndStart(server);

    Server.await(
        all -> all.stream().filter(row -> row.startsWith("in doubt|")).count() == 1,
        "rows",
        "at",
        "handled");
    assertTrue(Server.lines("rows", "at", "placed").contains("in doubt"));
    Server.awaitEmptyTransactionLog();
  }

  @Test
  @Order(18)
  void branchThatWasCommittedBeforeTheDeathOfTheServerStaysInNoLog() throws Exception {
    long server = Long.parseLong(Server.ask("process"));
    Server.ask("send", "at", Places.ORDERS, "text", "halting order");
    ProcessHandle.of(server).ifPresent(process -> process.onExit().join());
    assertEquals(1, Server.transactionLog().size());
    killAndStart(server);

    Server.await(all -> all.contains("halting order|1"), "rows", "at", "handled");
    Server.awaitEmptyTransactionLog();
    assertEquals(List.of(), Server.lines("browse", "at", Places.ORDERS));
  }

  @Test
  @Order(19)
  void everythingStopsCleanly() throws Exception {
    deployer.undeploy(Server.APPLICATION);
    deployer.undeploy(Server.ADAPTER);
    controller.stop(Server.QUALIFIER);

    assertThrows(IOException.class, () -> Server.ask("rows", "at", "placed"));
  }

  private void killAndStart(long server) {
    ProcessHandle.of(server).ifPresent(AdapterInWildFlyIT::kill);
    controller.kill(Server.QUALIFIER);
    controller.start(Server.QUALIFIER);
  }

  private static void kill(ProcessHandle server) {
    server.destroyForcibly();
    server.onExit().join();
  }
}

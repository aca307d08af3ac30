// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;

/** Sends that are not waited for: when they are offered, in which order, and who is told what. */
class SendLaterTest {

  private final KeptStore store = new KeptStore();
  private final Mailbox mailbox = new Mailbox();
  private final List<String> told = new ArrayList<>();
  private BrokerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new BrokerFixture(store, 64 << 20);
    fixture.broker.declare(ORDERS);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void sendLater(Envelope envelope) throws BrokerException {
    String text = Messages.text(envelope);
    fixture.broker.sendLater(
        envelope,
        BrokerFixture.CONNECTION,
        failure -> told.add(text + (failure == null ? "" : " " + failure.reason())));
  }

  @Test
  void messageIsOfferedAndItsListenerToldOnlyWhenItIsDurable() throws Exception {
    fixture.consume(mailbox).credit(10);
    store.hold();
    sendLater(Messages.order("a"));
    sendLater(Messages.order("b"));
    assertEquals(List.of(), mailbox.texts());
    assertEquals(List.of(), told);
    assertEquals(0, fixture.figures(ORDERS).depth());
    store.letGo();
    assertEquals(List.of("a", "b"), mailbox.texts());
    assertEquals(List.of("a", "b"), told);
  }

  @Test
  void messagesKeepTheOrderOfTheirSendsWhicheverWayTheyWereSent() throws Exception {
    sendLater(Messages.order("1"));
    fixture.sendAll("2");
    sendLater(Messages.order("3"));
    fixture.sendAll("4");
    // The store tells of what was sent later on a thread of its own.
    fixture.consume(mailbox).credit(10);
    assertEquals(List.of("1", "2", "3", "4"), mailbox.texts());
  }

  @Test
  void failureOfTheStoreIsToldAndNothingIsOffered() throws Exception {
    fixture.consume(mailbox).credit(10);
    store.hold();
    sendLater(Messages.order("a"));
    store.fail();
    store.letGo();
    assertEquals(List.of("a STORE"), told);
    assertEquals(List.of(), mailbox.texts());
    store.mend();
  }

  @Test
  void messageThatNeedsNoDiskIsOfferedBeforeTheCallReturns() throws Exception {
    fixture.consume(mailbox).credit(10);
    store.hold();
    sendLater(Messages.to(ORDERS, "quick").persistent(false).build());
    assertEquals(List.of("quick"), mailbox.texts());
    assertEquals(List.of("quick"), told);
  }

  @Test
  void messageThatIsRefusedIsThrownBackAndNobodyIsTold() {
    Envelope large = Messages.to(ORDERS, "large").body(new byte[9 << 20]).build();
    BrokerException refusal = assertThrows(BrokerException.class, () -> sendLater(large));
    assertEquals(BrokerException.Reason.LIMIT, refusal.reason());
    Envelope nowhere = Messages.to(Address.queue("temp.gone"), "nowhere").build();
    assertThrows(BrokerException.class, () -> sendLater(nowhere));
    assertTrue(told.isEmpty());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.DeliverySink;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MemoryMessageStore;

/** Which call asks for which right, and how often. */
class GuardedBrokerTest {

  private static final Address ORDERS = Address.queue("orders");
  private static final Address NEWS = Address.topic("news");
  private static final Address SPORT = Address.topic("sport");
  private static final DeliverySink SINK = new Unread();

  private static final class Unread implements DeliverySink {
    @Override
    public void deliver(Delivery delivery) {}
  }

  /** What is permitted, as in {@code send orders}, and all that was asked. */
  private final Set<String> permitted = new HashSet<>();

  private final List<String> asked = new ArrayList<>();

  private LocalBroker local;
  private Broker broker;

  private final class Permitted implements Authorizer {
    @Override
    public boolean permits(Identity who, Permission permission, Address destination) {
      assertEquals("ada", who.name());
      String question = permission.word() + " " + destination.name();
      asked.add(question);
      return permitted.contains(question);
    }
  }

  @BeforeEach
  void start() throws Exception {
    local =
        LocalBroker.start(
            new BrokerSettings("guarded", 1 << 20, 1 << 20, RedeliveryPolicy.DEFAULT),
            new MemoryMessageStore("guarded"),
            Scheduler.onThread("guarded", InstantSource.system()));
    broker = new GuardedBroker(local, new Identity("ada", Set.of()), new Permitted());
  }

  @AfterEach
  void stop() throws Exception {
    local.close();
  }

  private void permit(String... questions) {
    permitted.addAll(List.of(questions));
  }

  private static void assertRefused(String part, Executable call) {
    BrokerException refusal = assertThrows(BrokerException.class, call);
    assertEquals(BrokerException.Reason.SECURITY, refusal.reason());
    assertTrue(refusal.getMessage().contains("User 'ada' may not " + part), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("authorizer"), refusal.getMessage());
  }

  private static Envelope to(Address address) {
    return Envelope.builder(MessageType.BYTES, address).messageId("ID:1").timestamp(1).build();
  }

  private void send(Address address) throws BrokerException {
    broker.send(to(address), "c1", null);
  }

  private void consume(Address address, SubscriptionName subscription) throws BrokerException {
    broker
        .consume(new ConsumerRequest(address, Selector.ALL, "c1", false, subscription), SINK)
        .close();
  }

  @Test
  void sendTakesTheRightToSendWhetherItWaitsOrNot() throws Exception {
    local.declare(ORDERS);
    assertRefused("send to queue 'orders'", () -> send(ORDERS));
    assertRefused("send to queue 'orders'", () -> broker.sendLater(to(ORDERS), "c1", e -> {}));
    assertRefused("send to topic 'news'", () -> send(NEWS));
    assertEquals(0, local.figures(ORDERS).depth());

    permit("send orders", "send news");
    send(ORDERS);
    broker.sendLater(to(ORDERS), "c1", e -> {});
    send(NEWS);
    assertEquals(2, local.figures(ORDERS).depth());
  }

  @Test
  void rightThatWasFoundIsNotAskedForAgain() throws Exception {
    permit("send orders", "create orders", "send news", "receive news", "browse orders");
    for (int i = 0; i < 10; i++) {
      send(ORDERS);
      send(Address.queue("orders"));
      broker.declare(ORDERS);
      send(NEWS);
      consume(NEWS, null);
      broker.browse(ORDERS, Selector.ALL).close();
    }
    assertEquals(
        List.of("send orders", "create orders", "send news", "receive news", "browse orders"),
        asked);
  }

  @Test
  void refusalIsAskedForEachTime() throws Exception {
    assertRefused("send to queue 'orders'", () -> send(ORDERS));
    permit("send orders", "create orders");
    send(ORDERS);
    assertEquals(1, local.figures(ORDERS).depth());
  }

  @Test
  void everNewNamesDoNotFillTheMemory() throws Exception {
    GrantedAddresses granted = new GrantedAddresses();
    for (int i = 0; i < 10_000; i++) {
      granted.add(Address.queue("q" + i));
    }
    long kept =
        java.util.stream.IntStream.range(0, 10_000)
            .filter(i -> granted.covers(Address.queue("q" + i)))
            .count();
    assertTrue(kept >= 1 && kept <= 1_000, () -> "kept " + kept);
  }

  @Test
  void queueThatIsNotThereTakesTheRightToCreate() throws Exception {
    permit("send orders", "receive orders", "browse orders");
    assertRefused("create queue 'orders'", () -> send(ORDERS));
    assertRefused("create queue 'orders'", () -> broker.declare(ORDERS));
    assertRefused("create queue 'orders'", () -> consume(ORDERS, null));
    assertRefused("create queue 'orders'", () -> broker.browse(ORDERS, Selector.ALL));
    assertNull(local.figures(ORDERS));

    local.declare(ORDERS);
    send(ORDERS);
    broker.declare(ORDERS);
    consume(ORDERS, null);
    broker.browse(ORDERS, Selector.ALL).close();
  }

  @Test
  void topicNeedsNoCreating() throws Exception {
    permit("send news", "receive news");
    broker.declare(NEWS);
    send(NEWS);
    consume(NEWS, null);
    assertEquals(List.of("send news", "receive news"), asked);
  }

  @Test
  void topicIsNotMadeBySomebodyWithoutARight() throws Exception {
    broker.declare(NEWS);
    assertRefused("send to topic 'news'", () -> send(NEWS));
    assertRefused("receive from topic 'news'", () -> consume(NEWS, null));
    assertNull(local.figures(NEWS));

    permit("send news");
    send(NEWS);
    assertNotNull(local.figures(NEWS));
  }

  @Test
  void consumerTakesTheRightToReceive() throws Exception {
    local.declare(ORDERS);
    permit("send orders", "browse orders", "create orders", "manage orders");
    assertRefused("receive from queue 'orders'", () -> consume(ORDERS, null));
    assertRefused("receive from topic 'news'", () -> consume(NEWS, null));
    permit("receive orders");
    consume(ORDERS, null);
  }

  @Test
  void browserTakesTheRightToBrowse() throws Exception {
    local.declare(ORDERS);
    permit("receive orders");
    assertRefused("browse queue 'orders'", () -> broker.browse(ORDERS, Selector.ALL));
    permit("browse orders");
    broker.browse(ORDERS, Selector.ALL).close();
  }

  @Test
  void temporaryDestinationTakesTheRightToCreateAndNothingElse() throws Exception {
    assertRefused(
        "create temporary queues (checked as 'temp.new')",
        () -> broker.createTemporary(Address.Kind.QUEUE, "c1"));
    permit("create temp.new");
    Address replies = broker.createTemporary(Address.Kind.QUEUE, "c1");
    send(replies);
    consume(replies, null);
    broker.browse(replies, Selector.ALL).close();
    broker.deleteTemporary(replies);
    assertEquals(List.of("create temp.new", "create temp.new"), asked);
  }

  @Test
  void subscriptionOfOthersIsNeitherDeletedNorReplacedWithoutTheRightToReceive() throws Exception {
    SubscriptionName reader = new SubscriptionName("desk", "reader", true, false);
    local.consume(new ConsumerRequest(NEWS, Selector.ALL, "c0", false, reader), SINK).close();
    permit("receive sport");

    assertRefused("receive from topic 'news'", () -> broker.unsubscribe("desk", "reader"));
    assertRefused("receive from topic 'news'", () -> consume(SPORT, reader));
    assertNotNull(local.figures(reader));

    permit("receive news");
    broker.unsubscribe("desk", "reader");
    assertNull(local.figures(reader));
  }

  @Test
  void authorizerThatCannotBeLinkedRefuses() {
    Authorizer failing =
        (who, permission, destination) -> {
          throw new NoClassDefFoundError("org/example/Ldap");
        };
    Broker guarded = new GuardedBroker(local, new Identity("ada", Set.of()), failing);
    assertRefused("send to queue 'orders'", () -> guarded.send(to(ORDERS), "c1", null));
  }

  @Test
  void authorizerThatFailsRefuses() throws Exception {
    Authorizer failing =
        (who, permission, destination) -> {
          throw new IllegalStateException("the directory is down");
        };
    Broker guarded = new GuardedBroker(local, new Identity("ada", Set.of()), failing);
    BrokerException refusal =
        assertThrows(BrokerException.class, () -> guarded.send(to(ORDERS), "c1", null));
    assertEquals(BrokerException.Reason.SECURITY, refusal.reason());
    assertEquals("the directory is down", refusal.getCause().getMessage());
    assertNull(local.figures(ORDERS));
  }
}

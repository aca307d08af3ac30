// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.DLQ;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.text;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;

/** Durable and shared subscriptions, on a store that outlives the broker. */
class DurableSubscriptionTest {

  private static final Address NEWS = Address.topic("news");
  private static final long MEMORY = 1 << 20;

  private final KeptStore store = new KeptStore();
  private final Mailbox one = new Mailbox();
  private final Mailbox other = new Mailbox();

  private BrokerFixture start() throws Exception {
    return new BrokerFixture(store, MEMORY);
  }

  private static SubscriptionName durable(String name) {
    return new SubscriptionName("client", name, true, false);
  }

  private static SubscriptionName shared(String name, boolean durable) {
    return new SubscriptionName(null, name, durable, true);
  }

  private static ConsumerRequest request(SubscriptionName name, String selector) throws Exception {
    return new ConsumerRequest(NEWS, Selector.parse(selector), "c2", false, name);
  }

  private static BrokerConsumer consume(BrokerFixture fixture, SubscriptionName name, Mailbox box)
      throws Exception {
    return fixture.broker.consume(request(name, null), box);
  }

  private static void publish(BrokerFixture fixture, String... texts) throws Exception {
    for (String text : texts) {
      fixture.send(Messages.to(NEWS, text).build());
    }
  }

  private static void expect(BrokerFixture fixture, Mailbox box, String... texts) throws Exception {
    for (String text : texts) {
      Delivery delivery = box.take();
      assertEquals(text, text(delivery));
      fixture.acknowledge(delivery);
    }
    assertNull(box.poll());
  }

  private static long depth(BrokerFixture fixture, SubscriptionName name) {
    return fixture.broker.figures(name).figures().depth();
  }

  @Test
  void subscriptionGetsInOrderWhatCameWhileNobodyConsumedIt() throws Exception {
    try (BrokerFixture fixture = start()) {
      publish(fixture, "before");
      consume(fixture, durable("s"), one).close();
      publish(fixture, "a", "b");
      assertEquals(2, depth(fixture, durable("s")));
      consume(fixture, durable("s"), one).credit(9);
      publish(fixture, "c");
      expect(fixture, one, "a", "b", "c");
      assertEquals(0, depth(fixture, durable("s")));
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void subscriptionOutlivesACrashAndAStop() throws Exception {
    BrokerFixture crashed = start();
    consume(crashed, durable("s"), one).credit(1);
    consume(crashed, durable("t"), other).close();
    publish(crashed, "a", "b");
    expect(crashed, one, "a");
    try (BrokerFixture restarted = start()) {
      publish(restarted, "c");
      assertEquals(2, depth(restarted, durable("s")));
      assertEquals(3, depth(restarted, durable("t")));
      consume(restarted, durable("t"), other).credit(9);
      expect(restarted, other, "a", "b", "c");
    }
    try (BrokerFixture restarted = start()) {
      publish(restarted, "d");
      consume(restarted, durable("s"), one).credit(9);
      expect(restarted, one, "b", "c", "d");
      assertEquals(1, depth(restarted, durable("t")));
    }
  }

  @Test
  void messageDeliveredBeforeACrashComesBackAsRedeliveredToThatSubscriptionAlone()
      throws Exception {
    BrokerFixture crashed = start();
    consume(crashed, durable("s"), one).credit(1);
    consume(crashed, durable("t"), other);
    publish(crashed, "a");
    assertFalse(one.take().redelivered());
    try (BrokerFixture restarted = start()) {
      consume(restarted, durable("s"), one).credit(1);
      consume(restarted, shared("fresh", true), other).close();
      assertTrue(one.take().redelivered());
    }
  }

  @Test
  void cleanStopKeepsExactCountsForEachSubscription() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).credit(1);
      consume(fixture, durable("t"), other);
      publish(fixture, "a", "b");
      assertEquals(1, one.take().deliveryCount());
    }
    try (BrokerFixture restarted = start()) {
      consume(restarted, durable("s"), one).credit(2);
      consume(restarted, durable("t"), other).credit(2);
      assertEquals(2, one.take().deliveryCount());
      assertEquals(1, one.take().deliveryCount());
      assertEquals(1, other.take().deliveryCount());
    }
  }

  @Test
  void selectorAndNoLocalKeepMessagesOutForGood() throws Exception {
    try (BrokerFixture fixture = start()) {
      fixture.broker.claimClientId("client", "mine");
      fixture.broker.consume(request(durable("s"), "n > 1"), one).close();
      ConsumerRequest foreign =
          new ConsumerRequest(NEWS, Selector.ALL, "mine", true, durable("foreign"));
      fixture.broker.consume(foreign, other).close();
      for (int n = 0; n < 4; n++) {
        Envelope message = Messages.to(NEWS, "m" + n).properties(Map.of("n", n)).build();
        fixture.broker.send(message, n % 2 == 0 ? "mine" : "another", null);
      }
    }
    try (BrokerFixture restarted = start()) {
      restarted.broker.consume(request(durable("s"), "n > 1"), one).credit(9);
      expect(restarted, one, "m2", "m3");
      ConsumerRequest foreign =
          new ConsumerRequest(NEWS, Selector.ALL, "mine", true, durable("foreign"));
      restarted.broker.consume(foreign, other).credit(9);
      expect(restarted, other, "m1", "m3");
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void anotherTopicSelectorOrNoLocalReplacesAnIdleSubscription() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).close();
      publish(fixture, "old");
      BrokerConsumer replaced = fixture.broker.consume(request(durable("s"), "n = 1"), one);
      replaced.credit(9);
      assertEquals(0, depth(fixture, durable("s")));
      fixture.send(Messages.to(NEWS, "new").properties(Map.of("n", 1)).build());
      expect(fixture, one, "new");
      BrokerException inUse =
          assertThrows(BrokerException.class, () -> consume(fixture, durable("s"), other));
      assertEquals(BrokerException.Reason.IN_USE, inUse.reason());
      assertEquals(1, fixture.broker.subscriptions().size());
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void unsharedSubscriptionHasOneConsumerAndSharedOnesShareTheMessages() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one);
      assertThrows(BrokerException.class, () -> consume(fixture, durable("s"), other));
      for (boolean durable : new boolean[] {true, false}) {
        consume(fixture, shared("many", durable), one).credit(1);
        consume(fixture, shared("many", durable), other).credit(1);
      }
      publish(fixture, "a", "b");
      List<String> seen = new ArrayList<>(one.texts());
      assertEquals(2, seen.size());
      seen.addAll(other.texts());
      assertEquals(List.of("a", "a", "b", "b"), seen.stream().sorted().toList());
      assertThrows(
          BrokerException.class,
          () -> fixture.broker.consume(request(shared("many", true), "n = 1"), one));
    }
  }

  @Test
  void sharedAndUnsharedDurableNamesClashAndOthersDoNot() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).close();
      SubscriptionName sameButShared = new SubscriptionName("client", "s", true, true);
      assertThrows(BrokerException.class, () -> consume(fixture, sameButShared, one));
      consume(fixture, new SubscriptionName("client", "s", false, true), one);
      consume(fixture, new SubscriptionName("someone else", "s", true, false), one);
      consume(fixture, shared("s", true), one);
      assertEquals(4, fixture.broker.subscriptions().size());
    }
  }

  @Test
  void sharedSubscriptionThatIsNotDurableEndsWithItsLastConsumer() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer first = consume(fixture, shared("s", false), one);
      BrokerConsumer second = consume(fixture, shared("s", false), other);
      first.close();
      publish(fixture, "a");
      assertEquals(1, depth(fixture, shared("s", false)));
      second.close();
      assertNull(fixture.broker.figures(shared("s", false)));
      assertEquals(0, fixture.broker.memoryUsed());
      consume(fixture, shared("s", false), other).credit(1);
      assertNull(other.poll());
    }
  }

  @Test
  void unsubscribedNameIsGoneWithItsMessagesButNotWhileItIsUsed() throws Exception {
    try (BrokerFixture fixture = start()) {
      BrokerConsumer consumer = consume(fixture, durable("s"), one);
      consumer.credit(1);
      publish(fixture, "a", "b");
      assertThrows(BrokerException.class, () -> fixture.broker.unsubscribe("client", "s"));
      consumer.close();
      BrokerException held =
          assertThrows(BrokerException.class, () -> fixture.broker.unsubscribe("client", "s"));
      assertEquals(BrokerException.Reason.IN_USE, held.reason());
      fixture.acknowledge(one.take());
      fixture.broker.unsubscribe("client", "s");
      assertEquals(0, fixture.broker.memoryUsed());
      BrokerException gone =
          assertThrows(BrokerException.class, () -> fixture.broker.unsubscribe("client", "s"));
      assertEquals(BrokerException.Reason.INVALID_DESTINATION, gone.reason());
    }
    try (BrokerFixture restarted = start()) {
      assertEquals(List.of(), restarted.broker.subscriptions());
      consume(restarted, durable("s"), one).credit(9);
      publish(restarted, "c");
      expect(restarted, one, "c");
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void deadLetterOfASubscriptionGoesToTheQueueOfDeadLettersAndOthersKeepTheMessage()
      throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).credit(3);
      consume(fixture, durable("t"), other).close();
      publish(fixture, "bad");
      for (int attempt = 1; attempt <= 3; attempt++) {
        Delivery delivery = one.take();
        assertEquals(attempt, delivery.deliveryCount());
        fixture.release(ReleaseReason.failed(new IllegalArgumentException("bad")), delivery);
      }
      fixture.store.flush();
      assertEquals(1, fixture.figures(DLQ).depth());
      assertEquals(0, depth(fixture, durable("s")));
      assertEquals(1, depth(fixture, durable("t")));
    }
    try (BrokerFixture restarted = start()) {
      assertEquals(1, restarted.figures(DLQ).depth());
      assertEquals(0, depth(restarted, durable("s")));
      assertEquals(1, depth(restarted, durable("t")));
    }
  }

  @Test
  void expiredAndDelayedMessagesAreSo() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).close();
      long now = fixture.scheduler.now();
      fixture.send(Messages.to(NEWS, "late").deliveryTime(now + 1000).build());
      fixture.send(Messages.to(NEWS, "dead").expiration(now + 10).build());
      fixture.send(Messages.to(NEWS, "now").build());
      fixture.scheduler.advance(20);
      consume(fixture, durable("s"), one).credit(9);
      expect(fixture, one, "now");
      fixture.scheduler.advance(1000);
      expect(fixture, one, "late");
      fixture.store.flush();
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void unitOfWorkMovesFromSubscriptionToQueueAndBackAsOne() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).credit(9);
      consume(fixture, durable("t"), other).close();
      publish(fixture, "a");
      Delivery delivery = one.take();
      UnitOfWork failed = fixture.broker.begin();
      fixture.acknowledge(delivery, failed);
      fixture.broker.send(Messages.order("copy"), "c", failed);
      fixture.broker.send(Messages.to(NEWS, "b").build(), "c", failed);
      fixture.broker.rollback(failed);
      Delivery again = one.take();
      assertEquals("a", text(again));
      UnitOfWork unit = fixture.broker.begin();
      fixture.acknowledge(again, unit);
      fixture.broker.send(Messages.order("copy"), "c", unit);
      fixture.broker.send(Messages.to(NEWS, "c").build(), "c", unit);
      fixture.broker.commit(unit);
      assertEquals("c", text(one.take()));
      assertEquals(1, fixture.figures(ORDERS).depth());
      assertEquals(2, depth(fixture, durable("t")));
    }
  }

  @Test
  void branchInDoubtKeepsWhatItReceivedAndPublishesAfterTheRestart() throws Exception {
    Xid xid = TestXid.of(1, 1);
    BrokerFixture crashed = start();
    consume(crashed, durable("s"), one).credit(1);
    consume(crashed, durable("t"), other).close();
    publish(crashed, "a", "b");
    UnitOfWork unit = crashed.broker.branches().start(xid, XAResource.TMNOFLAGS);
    crashed.acknowledge(one.take(), unit);
    crashed.broker.send(Messages.to(NEWS, "c").build(), "c", unit);
    crashed.broker.branches().end(xid, XAResource.TMSUCCESS);
    crashed.broker.branches().prepare(xid);
    try (BrokerFixture restarted = start()) {
      consume(restarted, durable("s"), one).credit(9);
      assertEquals(List.of("b"), one.texts());
      restarted.broker.branches().commit(xid, false);
      assertEquals(List.of("c"), one.texts());
      consume(restarted, durable("t"), other).credit(9);
      expect(restarted, other, "a", "b", "c");
    }
  }

  @Test
  void subscriptionIsNotReplacedWhileABranchInDoubtHoldsOneOfItsMessages() throws Exception {
    Xid xid = TestXid.of(1, 1);
    BrokerFixture crashed = start();
    BrokerConsumer consumer = consume(crashed, durable("s"), one);
    consumer.credit(1);
    publish(crashed, "a");
    UnitOfWork unit = crashed.broker.branches().start(xid, XAResource.TMNOFLAGS);
    crashed.acknowledge(one.take(), unit);
    crashed.broker.branches().end(xid, XAResource.TMSUCCESS);
    crashed.broker.branches().prepare(xid);
    consumer.close();
    ConsumerRequest another = request(durable("s"), "colour = 'red'");
    BrokerException refused =
        assertThrows(BrokerException.class, () -> crashed.broker.consume(another, other));
    assertEquals(BrokerException.Reason.IN_USE, refused.reason());
    try (BrokerFixture restarted = start()) {
      restarted.broker.branches().commit(xid, false);
      restarted.broker.consume(another, other).close();
      assertEquals(0, depth(restarted, durable("s")));
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void branchWhoseCommitWasRefusedPublishesWhenItIsCommittedAgain() throws Exception {
    Xid xid = TestXid.of(1, 1);
    AtomicBoolean refusing = new AtomicBoolean();
    try (BrokerFixture fixture = new BrokerFixture(refusingStore(refusing), MEMORY)) {
      consume(fixture, durable("s"), one).credit(9);
      UnitOfWork unit = fixture.broker.branches().start(xid, XAResource.TMNOFLAGS);
      fixture.broker.send(Messages.to(NEWS, "a").build(), "c", unit);
      fixture.broker.branches().end(xid, XAResource.TMSUCCESS);
      fixture.broker.branches().prepare(xid);
      refusing.set(true);
      assertThrows(XAException.class, () -> fixture.broker.branches().commit(xid, false));
      refusing.set(false);
      fixture.broker.branches().commit(xid, false);
      expect(fixture, one, "a");
    }
    assertEquals(List.of(), store.left());
  }

  private MessageStore refusingStore(AtomicBoolean refusing) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (refusing.get() && method.getName().equals("write")) {
            throw new RefusedBatchException("The batch is too large");
          }
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Class<?>[] type = {MessageStore.class};
    return (MessageStore) Proxy.newProxyInstance(getClass().getClassLoader(), type, handler);
  }

  @Test
  void subscriptionIsPagedFromTheLogWhenMemoryIsShort() throws Exception {
    int messages = 3000;
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).close();
      consume(fixture, durable("t"), other).close();
      byte[] body = new byte[1000];
      for (int i = 0; i < messages; i++) {
        fixture.send(Messages.to(NEWS, "").messageId("ID:" + i).body(body).build());
      }
      assertTrue(fixture.broker.memoryUsed() <= MEMORY);
      BrokerConsumer first = consume(fixture, durable("s"), one);
      BrokerConsumer second = consume(fixture, durable("t"), other);
      for (int i = 0; i < messages; i++) {
        drain(fixture, first, one, i);
        drain(fixture, second, other, i);
      }
    }
    assertEquals(List.of(), store.left());
  }

  private static void drain(BrokerFixture fixture, BrokerConsumer consumer, Mailbox box, int i)
      throws Exception {
    consumer.credit(1);
    fixture.scheduler.run();
    Delivery delivery = box.take();
    assertEquals("ID:" + i, delivery.envelope().messageId());
    fixture.broker.acknowledge(List.of(delivery), null, false);
  }

  @Test
  void messageThatIsNotPersistentReachesTheSubscriptionInItsOrder() throws Exception {
    try (BrokerFixture fixture = start()) {
      consume(fixture, durable("s"), one).close();
      publish(fixture, "a");
      fixture.send(Messages.to(NEWS, "b").persistent(false).build());
      publish(fixture, "c");
      consume(fixture, durable("s"), one).credit(9);
      expect(fixture, one, "a", "b", "c");
    }
    assertEquals(List.of(), store.left());
  }

  @Test
  void durableSubscriptionOfATemporaryTopicIsRefused() throws Exception {
    try (BrokerFixture fixture = start()) {
      Address temporary = fixture.broker.createTemporary(Address.Kind.TOPIC, "c2");
      ConsumerRequest request =
          new ConsumerRequest(temporary, Selector.ALL, "c2", false, durable("s"));
      BrokerException refused =
          assertThrows(BrokerException.class, () -> fixture.broker.consume(request, one));
      assertEquals(BrokerException.Reason.INVALID_DESTINATION, refused.reason());
    }
  }
}

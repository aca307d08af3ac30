// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MemoryMessageStore;

/** The life of the beans of a broker. */
class BrokerManagementTest {

  private static final String NAME = "management-test";

  private static LocalBroker start() throws Exception {
    return LocalBroker.start(
        new BrokerSettings(NAME, 1 << 20, 1 << 20, RedeliveryPolicy.DEFAULT),
        new MemoryMessageStore(NAME),
        Scheduler.onThread(NAME, InstantSource.system()));
  }

  private static BrokerManagement register(LocalBroker broker) {
    return BrokerManagement.register(broker, target -> {});
  }

  private static boolean isThere(String bean) throws Exception {
    return ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName(bean));
  }

  @Test
  void beansComeWithTheBrokerAndItsDestinationsAndGoTogether() throws Exception {
    try (LocalBroker broker = start()) {
      BrokerManagement management = register(broker);
      Address later = Address.queue("later on");
      broker.declare(later);
      assertTrue(isThere(BrokerManagement.brokerName(NAME)));
      assertTrue(isThere(BrokerManagement.destinationName(NAME, Address.queue("DLQ"))));
      assertTrue(isThere(BrokerManagement.destinationName(NAME, later)));
      management.close();
      assertFalse(isThere(BrokerManagement.brokerName(NAME)));
      assertFalse(isThere(BrokerManagement.destinationName(NAME, later)));
    }
  }

  @Test
  void brokerOfTheSameNameLeavesTheBeansOfTheFirstAlone() throws Exception {
    try (LocalBroker first = start();
        LocalBroker second = start()) {
      BrokerManagement ofFirst = register(first);
      register(second).close();
      assertTrue(isThere(BrokerManagement.brokerName(NAME)));
      ofFirst.close();
      assertFalse(isThere(BrokerManagement.brokerName(NAME)));
    }
  }

  @Test
  void beanOfASubscriptionComesAndGoesWithIt() throws Exception {
    try (LocalBroker broker = start()) {
      BrokerManagement management = register(broker);
      Address topic = Address.topic("news");
      SubscriptionName name = new SubscriptionName("client", "s", true, false);
      broker.consume(new ConsumerRequest(topic, Selector.ALL, "c", false, name), d -> {}).close();
      broker.send(Envelope.builder(MessageType.BYTES, topic).messageId("ID:1").build(), "c", null);
      String bean = BrokerManagement.subscriptionName(NAME, name);
      ObjectName object = new ObjectName(bean);
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      assertEquals(1L, server.getAttribute(object, "Depth"));
      assertEquals("news", server.getAttribute(object, "Topic"));
      assertEquals("client", server.getAttribute(object, "ClientId"));
      assertEquals(true, server.getAttribute(object, "Durable"));
      broker.unsubscribe("client", "s");
      assertFalse(isThere(bean));
      management.close();
    }
  }

  private static void backUp(String target) throws Exception {
    ObjectName bean = new ObjectName(BrokerManagement.brokerName(NAME));
    ManagementFactory.getPlatformMBeanServer()
        .invoke(bean, "backup", new Object[] {target}, new String[] {String.class.getName()});
  }

  @Test
  void backupIsAskedForByAnAbsolutePathAndTellsWhyThereIsNone(@TempDir Path directory)
      throws Exception {
    List<Path> asked = new ArrayList<>();
    StoreBackup backup =
        target -> {
          asked.add(target);
          if (asked.size() > 1) {
            throw new BrokerException(BrokerException.Reason.STORE, "it is there already");
          }
        };
    try (LocalBroker broker = start()) {
      BrokerManagement management = BrokerManagement.register(broker, backup);
      Path monday = directory.resolve("monday");
      backUp(monday.toString());
      assertEquals(List.of(monday), asked);
      MBeanException failed =
          assertThrows(MBeanException.class, () -> backUp(directory.resolve("b").toString()));
      assertTrue(failed.getCause().getMessage().contains("there already"), failed::toString);
      RuntimeMBeanException refused =
          assertThrows(RuntimeMBeanException.class, () -> backUp("monday"));
      assertTrue(refused.getCause().getMessage().contains("absolute path"), refused::toString);
      assertEquals(2, asked.size());
      management.close();
    }
  }

  @Test
  void operatorDecidesABranchThroughTheBean() throws Exception {
    Xid xid = TestXid.of(1, 1);
    Address orders = Address.queue("orders");
    try (LocalBroker broker = start();
        BrokerManagement management = register(broker)) {
      UnitOfWork unit = broker.branches().start(xid, XAResource.TMNOFLAGS);
      broker.send(
          Envelope.builder(MessageType.TEXT, orders).messageId("ID:a").persistent(true).build(),
          "c1",
          unit);
      broker.branches().end(xid, XAResource.TMSUCCESS);
      broker.branches().prepare(xid);

      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName bean = new ObjectName(BrokerManagement.brokerName(NAME));
      assertEquals(0, server.getAttribute(bean, "OrphanedBranches"));
      CompositeData[] found = (CompositeData[]) server.getAttribute(bean, "BranchesInDoubt");
      assertEquals(1, found.length);
      String identity = (String) found[0].get("identity");
      assertEquals(1, found[0].get("sent"));
      assertEquals(0, found[0].get("received"));
      assertArrayEquals(new String[] {"queue orders"}, (String[]) found[0].get("destinations"));
      String[] one = {String.class.getName()};
      assertArrayEquals(
          new String[] {"sent queue orders ID:a"},
          (String[]) server.invoke(bean, "messagesOfBranch", new Object[] {identity}, one));

      String[] three = {one[0], one[0], one[0]};
      assertThrows(
          RuntimeMBeanException.class,
          () -> server.invoke(bean, "commitBranch", new Object[] {identity, "ada", ""}, three));
      server.invoke(bean, "commitBranch", new Object[] {identity, "ada", "it is due"}, three);
      assertEquals(0, server.getAttribute(bean, "PreparedBranches"));
      assertEquals(1, broker.figures(orders).depth());
      found = (CompositeData[]) server.getAttribute(bean, "BranchesInDoubt");
      assertEquals("committed by ada: it is due", found[0].get("decision"));
      assertThrows(
          RuntimeMBeanException.class,
          () -> server.invoke(bean, "forgetBranch", new Object[] {identity, "ada", ""}, three));
      server.invoke(bean, "forgetBranch", new Object[] {identity, "ada", "long gone"}, three);
      assertEquals(0, ((CompositeData[]) server.getAttribute(bean, "BranchesInDoubt")).length);
    }
  }
}

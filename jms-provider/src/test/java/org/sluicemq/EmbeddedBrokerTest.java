// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.broker.transaction.TestXid;

/** The public face as a Java SE program uses it, on a store on disk. */
class EmbeddedBrokerTest {

  private static final Queue ORDERS = new SluiceQueue("orders");

  @TempDir private Path directory;

  private String url() {
    return "sluice:file:" + directory.resolve("store");
  }

  @Test
  void messageSentBeforeAStopIsReceivedAfterARestart() {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(url());
    try (JMSContext context = factory.createContext()) {
      context.createProducer().setProperty("n", 7).send(ORDERS, "first");
    }
    try (JMSContext context = factory.createContext()) {
      Message message = context.createConsumer(ORDERS).receiveNoWait();
      assertEquals("first", message.getBody(String.class));
      assertEquals(7, message.getIntProperty("n"));
      assertFalse(message.getJMSRedelivered());
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
    try (JMSContext context = factory.createContext()) {
      assertNull(context.createConsumer(ORDERS).receiveNoWait());
    }
  }

  @Test
  void backupOfARunningBrokerOpensAsAStore() throws Exception {
    Path copy = directory.resolve("copy");
    try (Sluice sluice = Sluice.open(SluiceConfiguration.parse(url()));
        JMSContext context = sluice.connectionFactory().createContext()) {
      context.createProducer().send(ORDERS, "before");
      sluice.backup(copy);
      context.createProducer().send(ORDERS, "after");
      JMSException refusal = assertThrows(JMSException.class, () -> sluice.backup(copy));
      assertTrue(refusal.getMessage().contains("is there already"), refusal.getMessage());
    }
    try (JMSContext context = new SluiceConnectionFactory("sluice:file:" + copy).createContext()) {
      assertEquals("before", context.createConsumer(ORDERS).receiveBody(String.class, 10_000));
      assertNull(context.createConsumer(ORDERS).receiveNoWait());
    }
  }

  @Test
  void connectionsWithTheSameStoreShareOneBroker() {
    try (JMSContext sender = new SluiceConnectionFactory(url()).createContext();
        JMSContext receiver = new SluiceConnectionFactory(url()).createContext()) {
      sender.createProducer().send(ORDERS, "shared");
      assertEquals("shared", receiver.createConsumer(ORDERS).receiveBody(String.class, 10_000));
    }
  }

  @Test
  void factorySurvivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new SluiceConnectionFactory("sluice:mem:serialized?maxDeliveries=2"));
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        JMSContext context = ((SluiceConnectionFactory) in.readObject()).createContext()) {
      context.createProducer().send(ORDERS, "there");
      assertEquals("there", context.createConsumer(ORDERS).receiveBody(String.class, 10_000));
    }
  }

  @Test
  void figuresAreSeenByJmxWhileTheBrokerRuns() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern =
        new ObjectName("org.sluicemq:type=Destination,kind=queue,name=\"orders\",*");
    try (JMSContext context = new SluiceConnectionFactory(url()).createContext()) {
      context.createProducer().send(ORDERS, "counted");
      ObjectName name = server.queryNames(pattern, null).iterator().next();
      assertEquals(1L, server.getAttribute(name, "Depth"));
      context.createConsumer(ORDERS).receiveNoWait();
      assertEquals(0L, server.getAttribute(name, "Depth"));
    }
    assertTrue(server.queryNames(pattern, null).isEmpty());
  }

  @Test
  void directoryThatCannotBeMadeIsRefusedByName() throws Exception {
    Path file = Files.writeString(directory.resolve("a-file"), "not a directory");
    JMSRuntimeException refusal =
        assertThrows(
            JMSRuntimeException.class,
            () -> new SluiceConnectionFactory("sluice:file:" + file).createContext());
    assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    assertEquals("not a directory", Files.readString(file));
  }

  @Test
  void storeInUseByAnotherClassLoaderIsRefusedAndUntouched() throws Exception {
    try (JMSContext context = new SluiceConnectionFactory(url()).createContext()) {
      context.createProducer().send(ORDERS, "mine");
      Map<String, Long> before = sizes();
      JMSException refusal = assertThrows(JMSException.class, this::openInAnotherClassLoader);
      assertTrue(refusal.getMessage().contains("in use"), refusal.getMessage());
      assertTrue(
          refusal.getMessage().contains(Long.toString(ProcessHandle.current().pid())),
          refusal.getMessage());
      assertEquals(before, sizes());
      assertEquals("mine", context.createConsumer(ORDERS).receiveBody(String.class, 10_000));
    }
  }

  private void openInAnotherClassLoader() throws Exception {
    try (IsolatedClasses isolated = new IsolatedClasses()) {
      isolated.open(url());
    }
  }

  private Map<String, Long> sizes() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("store"))) {
      return files.collect(Collectors.toMap(Path::toString, f -> f.toFile().length()));
    }
  }

  @Test
  void everySettingIsDocumented() throws Exception {
    String reference = Files.readString(Path.of("..", "docs", "settings.md"));
    Arrays.stream(Setting.values())
        .forEach(s -> assertTrue(reference.contains("`" + s.key() + "`"), s.key()));
  }

  @Test
  void programDecidesABranchInDoubtAndItsManagerIsToldAfterARestart() throws Exception {
    SluiceConfiguration configuration = SluiceConfiguration.parse(url());
    Xid xid = TestXid.of(1, 1);
    try (Sluice sluice = Sluice.open(configuration);
        XAJMSContext context = sluice.connectionFactory().createXAContext()) {
      context.getXAResource().start(xid, XAResource.TMNOFLAGS);
      context.createProducer().send(ORDERS, "decided");
      context.getXAResource().end(xid, XAResource.TMSUCCESS);
      context.getXAResource().prepare(xid);

      BranchInDoubt branch = sluice.branchesInDoubt().get(0);
      assertEquals("queue orders", branch.sent().get(0).destination());
      assertTrue(branch.sent().get(0).messageId().startsWith("ID:"));
      assertNull(branch.decision());
      assertThrows(
          IllegalArgumentException.class, () -> sluice.commitBranch(branch.identity(), "ada", ""));
      sluice.commitBranch(branch.identity(), "ada", "the bank has booked it");
      assertThrows(
          IllegalArgumentException.class,
          () -> sluice.rollbackBranch(branch.identity(), "ada", "or not"));
    }
    try (Sluice sluice = Sluice.open(configuration);
        JMSContext context = sluice.connectionFactory().createContext()) {
      assertEquals("decided", context.createConsumer(ORDERS).receiveBodyNoWait(String.class));
      BranchInDoubt.Decision decision = sluice.branchesInDoubt().get(0).decision();
      assertTrue(decision.committed());
      assertEquals("ada: the bank has booked it", decision.by() + ": " + decision.reason());
      XAResource recovery = sluice.recoveryResource();
      XAException told = assertThrows(XAException.class, () -> recovery.commit(xid, false));
      assertEquals(XAException.XA_HEURCOM, told.errorCode);
      recovery.forget(recovery.recover(XAResource.TMSTARTRSCAN)[0]);
    }
    try (Sluice sluice = Sluice.open(configuration)) {
      assertEquals(0, sluice.branchesInDoubt().size());
    }
  }
}

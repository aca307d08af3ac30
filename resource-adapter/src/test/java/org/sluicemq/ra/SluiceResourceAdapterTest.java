// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.ra.container.ScriptedEndpoints;
import org.sluicemq.ra.container.ScriptedWorkManager;
import org.sluicemq.ra.container.TestXid;
import org.sluicemq.ra.inbound.SluiceActivationSpec;
import org.sluicemq.ra.outbound.SluiceManagedConnectionFactory;

/** The adapter's own life: settings, start, recovery, stop. */
class SluiceResourceAdapterTest {

  @TempDir private Path directory;

  private SluiceResourceAdapter adapter() {
    SluiceResourceAdapter adapter = new SluiceResourceAdapter();
    adapter.setStoreDirectory(directory.resolve("store").toString());
    return adapter;
  }

  private static SluiceResourceAdapter started(SluiceResourceAdapter adapter)
      throws ResourceException {
    adapter.start(new ScriptedWorkManager());
    return adapter;
  }

  @Test
  void messagesOutliveTheAdapter() throws Exception {
    SluiceResourceAdapter first = started(adapter());
    try (JMSContext context = first.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue("orders"), "patient");
    }
    first.stop();

    SluiceResourceAdapter second = started(adapter());
    try (JMSContext context = second.connectionFactory().createContext()) {
      assertEquals(
          "patient",
          context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000));
    }
    second.stop();
  }

  @Test
  void adaptersOnOneDirectoryShareABroker() throws Exception {
    SluiceResourceAdapter first = started(adapter());
    SluiceResourceAdapter second = started(adapter());
    try (JMSContext context = first.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue("orders"), "shared");
    }
    first.stop();

    try (JMSContext context = second.connectionFactory().createContext()) {
      assertEquals(
          "shared",
          context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000));
    }
    second.stop();
  }

  @Test
  void adaptersAreEqualWhenTheyAreConfiguredAlike() {
    SluiceResourceAdapter one = adapter();
    SluiceResourceAdapter other = adapter();
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());

    other.setMaxDeliveries("5");
    assertNotEquals(one, other);
    other.setMaxDeliveries(" ");
    assertEquals(one, other);
  }

  @Test
  void wrongSettingIsRefusedByItsName() {
    SluiceResourceAdapter adapter = adapter();
    adapter.setMaxDeliveries("often");

    ResourceAdapterInternalException refused =
        assertThrows(ResourceAdapterInternalException.class, () -> started(adapter));

    assertTrue(refused.getMessage().contains("maxDeliveries"), refused.getMessage());
    assertFalse(Files.exists(directory.resolve("store")));
    assertThrows(ResourceException.class, adapter::connectionFactory);
  }

  @Test
  void storeThatCannotBeOpenedIsRefusedByItsName() throws IOException {
    Files.writeString(directory.resolve("store"), "in the way");

    ResourceAdapterInternalException refused =
        assertThrows(ResourceAdapterInternalException.class, () -> started(adapter()));

    assertTrue(
        refused.getMessage().contains(directory.resolve("store").toString()), refused.getMessage());
    assertEquals("in the way", Files.readString(directory.resolve("store")));
  }

  @Test
  void lastAdapterTakesTheDriverOfItsClassLoaderAlong() throws Exception {
    SluiceResourceAdapter first = started(adapter());
    SluiceResourceAdapter second = started(adapter());
    first.stop();
    assertTrue(driverIsRegistered());

    second.stop();

    assertFalse(driverIsRegistered());
  }

  private static boolean driverIsRegistered() {
    return DriverManager.drivers().anyMatch(org.h2.Driver.class::isInstance);
  }

  @Test
  void recoveryFindsABranchWhoeverPreparedIt() throws Exception {
    SluiceResourceAdapter adapter = started(adapter());
    SluiceManagedConnectionFactory factory = new SluiceManagedConnectionFactory();
    factory.setResourceAdapter(adapter);
    ManagedConnection connection = factory.createManagedConnection(null, null);
    XAResource resource = connection.getXAResource();
    TestXid xid = TestXid.next();
    resource.start(xid, XAResource.TMNOFLAGS);
    try (Connection handle = (Connection) connection.getConnection(null, null);
        Session session = handle.createSession()) {
      session
          .createProducer(session.createQueue("orders"))
          .send(session.createTextMessage("in doubt"));
    }
    resource.end(xid, XAResource.TMSUCCESS);
    resource.prepare(xid);
    connection.destroy();
    adapter.stop();

    SluiceResourceAdapter restarted = started(adapter());
    XAResource recovery = restarted.getXAResources(new ActivationSpec[] {orders()})[0];
    Xid[] found = recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    assertEquals(1, found.length);
    assertEquals(
        List.of(true, true),
        List.of(
            Arrays.equals(xid.getGlobalTransactionId(), found[0].getGlobalTransactionId()),
            Arrays.equals(xid.getBranchQualifier(), found[0].getBranchQualifier())));
    recovery.commit(found[0], false);
    XAException again = assertThrows(XAException.class, () -> recovery.commit(found[0], false));

    assertEquals(XAException.XAER_NOTA, again.errorCode);
    try (JMSContext context = restarted.connectionFactory().createContext()) {
      assertEquals(
          "in doubt",
          context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000));
    }
    restarted.stop();
  }

  @Test
  void withoutActivationsThereIsNothingToRecover() throws Exception {
    SluiceResourceAdapter adapter = started(adapter());

    assertEquals(0, adapter.getXAResources(new ActivationSpec[0]).length);
    adapter.stop();
  }

  private static SluiceActivationSpec orders() {
    SluiceActivationSpec spec = new SluiceActivationSpec();
    spec.setDestination("orders");
    return spec;
  }

  @Test
  void activationOfAStoppedAdapterIsRefused() {
    ScriptedEndpoints endpoints = new ScriptedEndpoints(true, (message, delivery) -> {});

    ResourceException refused =
        assertThrows(
            ResourceException.class, () -> adapter().endpointActivation(endpoints, orders()));

    assertTrue(refused.getMessage().contains("not started"), refused.getMessage());
  }

  @Test
  void specificationOfAnotherAdapterIsRefused() throws Exception {
    SluiceResourceAdapter adapter = started(adapter());
    ScriptedEndpoints endpoints = new ScriptedEndpoints(true, (message, delivery) -> {});

    assertThrows(
        NotSupportedException.class,
        () -> adapter.endpointActivation(endpoints, new ForeignSpec()));
    adapter.stop();
  }

  private static final class ForeignSpec implements ActivationSpec {
    @Override
    public void validate() {}

    @Override
    public ResourceAdapter getResourceAdapter() {
      return null;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {}
  }

  @Test
  void specificationIsCheckedAgainWhenTheServerDidNot() throws Exception {
    SluiceResourceAdapter adapter = started(adapter());
    ScriptedEndpoints endpoints = new ScriptedEndpoints(true, (message, delivery) -> {});
    SluiceActivationSpec spec = orders();
    spec.setSubscriptionDurability("Durable");

    ResourceException refused =
        assertThrows(ResourceException.class, () -> adapter.endpointActivation(endpoints, spec));

    assertTrue(refused.getMessage().contains("subscriptionDurability"), refused.getMessage());
    adapter.stop();
  }

  @Test
  void stopMayBeRepeated() throws Exception {
    SluiceResourceAdapter adapter = started(adapter());

    adapter.stop();
    adapter.stop();

    assertThrows(ResourceException.class, adapter::connectionFactory);
  }
}

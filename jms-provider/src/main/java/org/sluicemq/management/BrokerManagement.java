// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.sluicemq.broker.DestinationListener;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Address;

/**
 * Keeps the beans of one broker registered from its start to its stop. Thread-safe. A bean that
 * cannot be registered is logged and missing; the broker runs all the same.
 */
public final class BrokerManagement implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BrokerManagement.class.getName());
  private static final String DOMAIN = "org.sluicemq";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Set<ObjectName> registered = new HashSet<>();
  private final LocalBroker broker;

  private BrokerManagement(LocalBroker broker) {
    this.broker = broker;
  }

  /**
   * Registers the beans of a broker and of its destinations, those to come included.
   *
   * @param broker a running broker
   * @param store copies its store
   * @return what ends the registration
   */
  public static BrokerManagement register(LocalBroker broker, StoreBackup store) {
    BrokerManagement management = new BrokerManagement(broker);
    management.add(new BrokerBean(broker, store), brokerName(broker.name()));
    broker.observe(management.new Destinations());
    return management;
  }

  /** Beans come and go with what they show. */
  private final class Destinations implements DestinationListener {

    @Override
    public void created(Address address) {
      add(new DestinationBean(broker, address), destinationName(broker.name(), address));
    }

    @Override
    public void subscribed(SubscriptionName name, Address topic) {
      add(new SubscriptionBean(broker, name, topic), subscriptionName(broker.name(), name));
    }

    @Override
    public void unsubscribed(SubscriptionName name, Address topic) {
      remove(subscriptionName(broker.name(), name));
    }
  }

  /**
   * The name of a broker's bean.
   *
   * @param broker the broker's name
   * @return the text of an object name
   */
  public static String brokerName(String broker) {
    return DOMAIN + ":type=Broker,broker=" + ObjectName.quote(broker);
  }

  /**
   * The name of a destination's bean.
   *
   * @param broker the broker's name
   * @param address the destination
   * @return the text of an object name
   */
  public static String destinationName(String broker, Address address) {
    return DOMAIN
        + ":type=Destination,broker="
        + ObjectName.quote(broker)
        + ",kind="
        + address.kind().name().toLowerCase(Locale.ROOT)
        + ",name="
        + ObjectName.quote(address.name());
  }

  /**
   * The name of a subscription's bean.
   *
   * @param broker the broker's name
   * @param name how the subscription is found
   * @return the text of an object name
   */
  public static String subscriptionName(String broker, SubscriptionName name) {
    return DOMAIN
        + ":type=Subscription,broker="
        + ObjectName.quote(broker)
        + ",durable="
        + name.durable()
        + (name.clientId() == null ? "" : ",client=" + ObjectName.quote(name.clientId()))
        + ",name="
        + ObjectName.quote(name.name());
  }

  private synchronized void remove(String text) {
    try {
      ObjectName name = new ObjectName(text);
      if (registered.remove(name)) {
        unregister(name);
      }
    } catch (MalformedObjectNameException e) {
      LOG.log(Level.DEBUG, () -> "There is no bean " + text, e);
    }
  }

  private synchronized void add(Object bean, String text) {
    try {
      ObjectName name = new ObjectName(text);
      if (!registered.contains(name)) {
        server.registerMBean(bean, name);
        // Only now: a bean of the same name that was there before is not ours to take away.
        registered.add(name);
      }
    } catch (JMException e) {
      LOG.log(Level.WARNING, () -> "The management bean " + text + " is missing", e);
    }
  }

  @Override
  public synchronized void close() {
    for (ObjectName name : registered) {
      unregister(name);
    }
    registered.clear();
  }

  private void unregister(ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.log(Level.DEBUG, () -> "The management bean " + name + " was gone already", e);
    } catch (JMException e) {
      LOG.log(Level.WARNING, () -> "The management bean " + name + " stays registered", e);
    }
  }
}

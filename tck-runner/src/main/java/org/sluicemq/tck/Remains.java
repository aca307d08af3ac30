// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the brokers of this JVM still hold, by their management beans. Stateless. */
final class Remains {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private Remains() {}

  /** Returns whether a broker runs. */
  static boolean anyBroker() throws JMException {
    return !names("Broker").isEmpty();
  }

  /** Names durable subscriptions and destinations with messages; empty when there are none. */
  static String inAnyBroker() throws JMException {
    List<String> left = new ArrayList<>();
    for (ObjectName name : names("Subscription")) {
      if ("true".equals(name.getKeyProperty("durable"))) {
        left.add("subscription " + name.getKeyProperty("name"));
      }
    }
    for (ObjectName name : names("Destination")) {
      long depth = depth(name);
      if (depth > 0) {
        left.add(depth + " messages in " + name.getKeyProperty("name"));
      }
    }
    return String.join(", ", left);
  }

  private static long depth(ObjectName destination) throws JMException {
    try {
      return ((Number) BEANS.getAttribute(destination, "Depth")).longValue();
    } catch (InstanceNotFoundException e) {
      // A temporary destination may go at any time, with what is in it.
      return 0;
    }
  }

  private static Set<ObjectName> names(String type) throws JMException {
    return BEANS.queryNames(new ObjectName("org.sluicemq:type=" + type + ",*"), null);
  }
}

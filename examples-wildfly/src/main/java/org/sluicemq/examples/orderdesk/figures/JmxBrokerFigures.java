// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads the broker's management beans in this JVM, by name and attribute, without its classes. */
final class JmxBrokerFigures implements BrokerFigures {

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  /** Says whether a broker shows its destinations here. */
  boolean present() {
    return !names("*").isEmpty();
  }

  @Override
  public QueueFigures of(String queue) {
    long depth = 0;
    long inFlight = 0;
    for (ObjectName name : names(ObjectName.quote(queue))) {
      depth += attribute(name, "Depth");
      inFlight += attribute(name, "InFlight");
    }
    return new QueueFigures(depth, inFlight);
  }

  private Set<ObjectName> names(String queue) {
    try {
      return beans.queryNames(
          new ObjectName("org.sluicemq:type=Destination,broker=*,kind=queue,name=" + queue), null);
    } catch (JMException malformed) {
      throw new IllegalArgumentException("no management bean can be named " + queue, malformed);
    }
  }

  private long attribute(ObjectName name, String attribute) {
    try {
      return ((Number) beans.getAttribute(name, attribute)).longValue();
    } catch (InstanceNotFoundException gone) {
      // The broker took the queue away between the two questions.
      return 0;
    } catch (JMException refused) {
      throw new IllegalStateException(attribute + " of " + name + " cannot be read", refused);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.sluicemq.benchmarks.workload.Workload;

/** The one destination that every workload uses. */
public final class Place {

  /** Its name. */
  public static final String NAME = "bench";

  private Place() {}

  static Destination of(Workload workload, Session session) throws JMSException {
    return workload.topic() ? session.createTopic(NAME) : session.createQueue(NAME);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import javax.transaction.xa.XAResource;
import org.sluicemq.broker.Broker;

/** A broker's resource apart from any session, for a transaction manager's recovery. */
public final class BrokerXaResource {

  private BrokerXaResource() {}

  /**
   * A resource that lists and decides all branches of a broker, whoever prepared them.
   *
   * @param broker a running broker
   * @return a resource that no session works for; it is the same resource manager as those of the
   *     broker's sessions
   */
  public static XAResource of(Broker broker) {
    return new SessionXaResource(broker, new BranchAssociation());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import org.sluicemq.broker.Broker;

/** A broker that the conformance suite is run against; each test gets a fresh one. */
interface BrokerUnderTest extends AutoCloseable {

  Broker broker();

  /** Stops the broker under the feet of its connections. */
  @Override
  void close() throws Exception;
}

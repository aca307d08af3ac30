// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.resource.ResourceException;
import org.sluicemq.SluiceConnectionFactory;

/**
 * What connections and activations need of the adapter that they belong to. Safe for any thread.
 */
public interface BrokerAccess {

  /**
   * The provider's factory for connections to the adapter's broker.
   *
   * @return the factory
   * @throws ResourceException if the adapter is not started
   */
  SluiceConnectionFactory connectionFactory() throws ResourceException;
}

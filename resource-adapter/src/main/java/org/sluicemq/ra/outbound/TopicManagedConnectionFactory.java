// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** Makes connections for what applications look up as a {@link TopicConnectionFactory}. */
public class TopicManagedConnectionFactory extends SluiceManagedConnectionFactory {

  private static final long serialVersionUID = 1L;

  /** Makes a factory for {@link TopicConnectionFactory}. */
  public TopicManagedConnectionFactory() {}

  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new TopicConnectionFactoryHandle(this, manager);
  }
}

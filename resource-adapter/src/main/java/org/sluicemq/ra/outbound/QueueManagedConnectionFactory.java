// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.QueueConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** Makes connections for what applications look up as a {@link QueueConnectionFactory}. */
public class QueueManagedConnectionFactory extends SluiceManagedConnectionFactory {

  private static final long serialVersionUID = 1L;

  /** Makes a factory for {@link QueueConnectionFactory}. */
  public QueueManagedConnectionFactory() {}

  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new QueueConnectionFactoryHandle(this, manager);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionMetaData;

/** What a server may want to know of a connection. */
record ConnectionFacts(XAConnection physical, Credentials credentials)
    implements ManagedConnectionMetaData {

  @Override
  public String getEISProductName() throws ResourceException {
    try {
      return physical.getMetaData().getJMSProviderName();
    } catch (JMSException e) {
      throw new ResourceException(e.getMessage(), e);
    }
  }

  @Override
  public String getEISProductVersion() throws ResourceException {
    try {
      return physical.getMetaData().getProviderVersion();
    } catch (JMSException e) {
      throw new ResourceException(e.getMessage(), e);
    }
  }

  /** No limit. */
  @Override
  public int getMaxConnections() {
    return 0;
  }

  @Override
  public String getUserName() {
    return credentials.user();
  }
}

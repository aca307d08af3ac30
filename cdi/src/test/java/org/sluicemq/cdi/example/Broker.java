// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import org.sluicemq.SluiceConnectionFactory;

/** What a server would have under {@code jms/orders}. */
public class Broker {

  @Produces
  @Named("jms/orders")
  @ApplicationScoped
  ConnectionFactory orders() {
    return new SluiceConnectionFactory("sluice:file:./shop-messages");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Takes orders: a row and a message, both or neither. */
@ApplicationScoped
public class OrderService {

  @Inject
  @JMSConnectionFactory("jms/orders")
  JMSContext messages;

  @Inject Database database;

  @Transactional(rollbackOn = Exception.class)
  public void place(String item) throws SQLException {
    messages.createProducer().send(messages.createQueue("orders"), item);
    try (Connection rows = database.connection();
        PreparedStatement insert = rows.prepareStatement("insert into orders values (?)")) {
      insert.setString(1, item);
      insert.executeUpdate();
    }
  }

  @Transactional
  public String next() {
    return messages.createConsumer(messages.createQueue("orders")).receiveBody(String.class, 1000);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.BrokerException;

/** Sections 10.2 and 10.3: a broker's refusals as a context tells them. */
class ContextProtocolTest extends ProtocolTest {

  @Test
  void refusedSendIsToldByTheUncheckedTwinOfItsException() throws Exception {
    JMSProducer producer = context(JMSContext.AUTO_ACKNOWLEDGE).createProducer();
    fake.refuse("send", BrokerException.Reason.LIMIT);
    ResourceAllocationRuntimeException full =
        assertThrows(ResourceAllocationRuntimeException.class, () -> producer.send(ORDERS, "a"));
    assertEquals("LIMIT", full.getErrorCode());
    fake.refuse("send", BrokerException.Reason.SECURITY);
    assertThrows(JMSSecurityRuntimeException.class, () -> producer.send(ORDERS, "a"));
  }

  @Test
  void commitThatFailsIsToldByTheUncheckedTwinOfItsException() throws Exception {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    context.createProducer().send(ORDERS, "a");
    fake.refuse("commit", BrokerException.Reason.STORE);
    TransactionRolledBackRuntimeException rolledBack =
        assertThrows(TransactionRolledBackRuntimeException.class, context::commit);
    assertEquals("STORE", rolledBack.getErrorCode());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerException.Reason;

/** Chapter 10: which exception an application sees. */
class FailuresTest {

  private static final String CODE = "CODE";

  @Test
  void everyExceptionOfTheClassicApiHasItsUncheckedTwin() {
    Map<JMSException, Class<? extends JMSRuntimeException>> twins = new HashMap<>();
    twins.put(new JMSException("what", CODE), JMSRuntimeException.class);
    twins.put(new IllegalStateException("what", CODE), IllegalStateRuntimeException.class);
    twins.put(new InvalidClientIDException("what", CODE), InvalidClientIDRuntimeException.class);
    twins.put(
        new InvalidDestinationException("what", CODE), InvalidDestinationRuntimeException.class);
    twins.put(new InvalidSelectorException("what", CODE), InvalidSelectorRuntimeException.class);
    twins.put(new JMSSecurityException("what", CODE), JMSSecurityRuntimeException.class);
    twins.put(new MessageFormatException("what", CODE), MessageFormatRuntimeException.class);
    twins.put(
        new MessageNotWriteableException("what", CODE), MessageNotWriteableRuntimeException.class);
    twins.put(
        new ResourceAllocationException("what", CODE), ResourceAllocationRuntimeException.class);
    twins.put(
        new TransactionInProgressException("what", CODE),
        TransactionInProgressRuntimeException.class);
    twins.put(
        new TransactionRolledBackException("what", CODE),
        TransactionRolledBackRuntimeException.class);
    twins.forEach(
        (checked, type) -> {
          JMSRuntimeException twin = Failures.unchecked(checked);
          assertSame(type, twin.getClass());
          assertEquals("what", twin.getMessage());
          assertEquals(CODE, twin.getErrorCode());
          assertSame(checked, twin.getCause());
        });
  }

  @Test
  void refusalOfTheBrokerBecomesTheExceptionOfItsReason() {
    Map<Reason, Class<? extends JMSException>> types = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      types.put(reason, JMSException.class);
    }
    types.put(Reason.INVALID_DESTINATION, InvalidDestinationException.class);
    types.put(Reason.SECURITY, JMSSecurityException.class);
    types.put(Reason.LIMIT, ResourceAllocationException.class);
    types.put(Reason.ROLLED_BACK, TransactionRolledBackException.class);
    types.forEach(
        (reason, type) -> {
          BrokerException refusal = new BrokerException(reason, "what");
          JMSException seen = Failures.of(refusal);
          assertSame(type, seen.getClass());
          assertEquals("what", seen.getMessage());
          assertEquals(reason.name(), seen.getErrorCode());
          assertSame(refusal, seen.getCause());
          assertSame(refusal, seen.getLinkedException());
        });
  }

  @Test
  void onlyAClientIdentifierInUseIsAnInvalidOne() {
    JMSException inUse = Failures.ofClientId(new BrokerException(Reason.IN_USE, "taken"));
    assertSame(InvalidClientIDException.class, inUse.getClass());
    assertEquals("IN_USE", inUse.getErrorCode());
    JMSException closed = Failures.ofClientId(new BrokerException(Reason.CLOSED, "gone"));
    assertSame(JMSException.class, closed.getClass());
  }
}

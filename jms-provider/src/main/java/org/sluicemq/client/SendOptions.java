// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * How a producer sends (section 7.4). Each change makes a new value.
 *
 * @param deliveryMode one of {@link DeliveryMode}
 * @param priority 0 to 9
 * @param timeToLive milliseconds; 0 for ever
 * @param deliveryDelay milliseconds
 * @param disableMessageId whether the sender does without message ids
 * @param disableTimestamp whether the sender does without timestamps
 */
record SendOptions(
    int deliveryMode,
    int priority,
    long timeToLive,
    long deliveryDelay,
    boolean disableMessageId,
    boolean disableTimestamp) {

  static final SendOptions DEFAULTS =
      new SendOptions(
          Message.DEFAULT_DELIVERY_MODE,
          Message.DEFAULT_PRIORITY,
          Message.DEFAULT_TIME_TO_LIVE,
          Message.DEFAULT_DELIVERY_DELAY,
          false,
          false);

  boolean persistent() {
    return deliveryMode == DeliveryMode.PERSISTENT;
  }

  SendOptions withDeliveryMode(int value) throws JMSException {
    if (value != DeliveryMode.PERSISTENT && value != DeliveryMode.NON_PERSISTENT) {
      throw new JMSException(
          "A delivery mode is NON_PERSISTENT (1) or PERSISTENT (2), not " + value);
    }
    return value == deliveryMode ? this : with(value, priority, timeToLive, deliveryDelay);
  }

  SendOptions withPriority(int value) throws JMSException {
    if (value < 0 || value > 9) {
      throw new JMSException("A priority is 0 to 9, not " + value);
    }
    return value == priority ? this : with(deliveryMode, value, timeToLive, deliveryDelay);
  }

  SendOptions withTimeToLive(long value) throws JMSException {
    requireNotNegative("time to live", value);
    return value == timeToLive ? this : with(deliveryMode, priority, value, deliveryDelay);
  }

  SendOptions withDeliveryDelay(long value) throws JMSException {
    requireNotNegative("delivery delay", value);
    return with(deliveryMode, priority, timeToLive, value);
  }

  SendOptions withDisableMessageId(boolean value) {
    return new SendOptions(
        deliveryMode, priority, timeToLive, deliveryDelay, value, disableTimestamp);
  }

  SendOptions withDisableTimestamp(boolean value) {
    return new SendOptions(
        deliveryMode, priority, timeToLive, deliveryDelay, disableMessageId, value);
  }

  private SendOptions with(int mode, int newPriority, long newTimeToLive, long newDelay) {
    return new SendOptions(
        mode, newPriority, newTimeToLive, newDelay, disableMessageId, disableTimestamp);
  }

  private static void requireNotNegative(String what, long value) throws JMSException {
    if (value < 0) {
      throw new JMSException("A " + what + " cannot be negative: " + value + " ms");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.policy;

import java.time.Duration;
import org.sluicemq.message.Address;

/**
 * How often a message is delivered, how long it rests between two attempts, and where it goes after
 * the last.
 *
 * @param maxDeliveries after so many failed deliveries a message is a dead letter; 0 for never
 * @param delay how long a message rests before it is delivered again
 * @param deadLetterQueue where dead letters go; null when they are discarded
 */
public record RedeliveryPolicy(int maxDeliveries, Duration delay, Address deadLetterQueue) {

  /** Ten attempts without a pause, then the queue {@code DLQ}. */
  public static final RedeliveryPolicy DEFAULT =
      new RedeliveryPolicy(10, Duration.ZERO, Address.queue("DLQ"));

  /**
   * Checks the values.
   *
   * @param maxDeliveries see above
   * @param delay see above
   * @param deadLetterQueue see above
   */
  public RedeliveryPolicy {
    if (maxDeliveries < 0) {
      throw new IllegalArgumentException(
          "maxDeliveries is " + maxDeliveries + "; give 1 or more, or 0 for no limit");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException(
          "redeliveryDelay is " + delay + "; give 0 or more milliseconds");
    }
  }

  /**
   * Whether a message has had its last attempt. A message in the dead-letter queue itself never
   * has: there is nowhere to go from there.
   *
   * @param address where the message waits
   * @param failedDeliveries how many attempts have failed
   * @return true if the message is a dead letter now
   */
  public boolean isExhausted(Address address, int failedDeliveries) {
    return maxDeliveries > 0
        && failedDeliveries >= maxDeliveries
        && !address.equals(deadLetterQueue);
  }
}

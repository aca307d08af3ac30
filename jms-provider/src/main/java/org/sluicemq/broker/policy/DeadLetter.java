// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;

/** How a message tells its story in the dead-letter queue: the properties it gets. */
public final class DeadLetter {

  /** The last failure: the exception's class and message. */
  public static final String CAUSE = "JMS_Sluice_DeadLetterCause";

  /** The name of the destination the message was sent to. */
  public static final String ORIGINAL_DESTINATION = "JMS_Sluice_OriginalDestination";

  /** The identifier the message had before; the dead letter keeps it as its own too. */
  public static final String ORIGINAL_MESSAGE_ID = "JMS_Sluice_OriginalMessageID";

  /** How many deliveries failed. */
  public static final String DELIVERIES = "JMS_Sluice_Deliveries";

  /** When it became a dead letter, in milliseconds since the epoch. */
  public static final String TIME = "JMS_Sluice_DeadLetterTime";

  private static final int MAX_CAUSE_LENGTH = 2000;

  private DeadLetter() {}

  /**
   * Makes the dead letter of a message: without expiry, so that it waits until somebody reads it.
   *
   * @param message the message that could not be delivered
   * @param queue the dead-letter queue
   * @param deliveries how many deliveries failed
   * @param failure the last failure as text, or null when nobody told
   * @param now milliseconds since the epoch
   * @return the message to put into the queue
   */
  public static Envelope of(
      Envelope message, Address queue, int deliveries, String failure, long now) {
    Map<String, Object> story = new LinkedHashMap<>(message.properties());
    story.put(CAUSE, failure == null ? "Rolled back; the application gave no cause" : failure);
    story.put(ORIGINAL_DESTINATION, message.destination().name());
    if (message.messageId() != null) {
      story.put(ORIGINAL_MESSAGE_ID, message.messageId());
    }
    story.put(DELIVERIES, deliveries);
    story.put(TIME, now);
    return message.toBuilder()
        .destination(queue)
        .expiration(0)
        .deliveryTime(0)
        .properties(story)
        .build();
  }

  /**
   * Describes a failure in one line: its class and message, and those of its root cause when it has
   * one, since containers wrap what an application threw. The class alone when the application's
   * exception cannot tell its message.
   *
   * @param failure what was thrown
   * @return a bounded text
   */
  public static String describe(Throwable failure) {
    String text;
    try {
      text = tell(failure);
    } catch (RuntimeException e) {
      text = failure.getClass().getName();
    }
    return text.length() <= MAX_CAUSE_LENGTH ? text : text.substring(0, MAX_CAUSE_LENGTH);
  }

  private static String tell(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && root.getCause() != root && depth < 50; depth++) {
      root = root.getCause();
    }
    String text = String.valueOf(root);
    String wrapping = String.valueOf(failure);
    // Containers mostly repeat what they wrap; only what one adds is worth telling.
    boolean adds = root.getMessage() == null || !wrapping.contains(root.getMessage());
    return root != failure && adds ? text + " (in " + wrapping + ")" : text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Address;

/** What a branch has sent and received, in order. Filled and read by one thread. */
public final class BranchContents {

  /**
   * A message in a branch.
   *
   * @param destination where it was sent to or received from
   * @param messageId its identifier
   */
  public record Item(Address destination, String messageId) {}

  private final List<Item> sent = new ArrayList<>();
  private final List<Item> received = new ArrayList<>();

  /**
   * Adds a message that was sent.
   *
   * @param destination where to
   * @param messageId its identifier
   */
  public void sent(Address destination, String messageId) {
    sent.add(new Item(destination, messageId));
  }

  /**
   * Adds a message that was received.
   *
   * @param destination where from
   * @param messageId its identifier
   */
  public void received(Address destination, String messageId) {
    received.add(new Item(destination, messageId));
  }

  List<Item> sent() {
    return List.copyOf(sent);
  }

  List<Item> received() {
    return List.copyOf(received);
  }
}

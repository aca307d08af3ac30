// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/**
 * A message on its way to the subscriptions of a topic. Subscriptions live in memory, so nothing of
 * it outlives a restart and nothing is written.
 */
record PublishOperation(Topic topic, Envelope envelope, String connectionId) implements Operation {

  @Override
  public void prepare(List<Envelope> sends, List<Long> acknowledged) {
    // A subscription that is not durable does not outlive the restart after which it would matter.
  }

  @Override
  public void commit(WriteBatch batch) {
    // See prepare.
  }

  @Override
  public void committed() {
    topic.publish(envelope, connectionId);
  }

  @Override
  public void rolledBack() {
    // Nothing was published.
  }

  @Override
  public void settled() {
    topic.dispatch();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/**
 * A message on its way to the subscriptions of a topic: into the log for durable ones, if it is
 * persistent, and into memory or the overflow for the others. Confined to the unit of work or the
 * call it belongs to.
 */
final class PublishOperation implements Operation {

  private final Topic topic;
  private final Envelope envelope;
  private final String publisher;
  private final List<Topic.Place> places = new ArrayList<>();

  /**
   * Makes an operation.
   *
   * @param publisher the connection that sends; null when that is not known any more
   */
  PublishOperation(Topic topic, Envelope envelope, String publisher) {
    this.topic = topic;
    this.envelope = envelope;
    this.publisher = publisher;
  }

  @Override
  public void prepare(List<Envelope> sends, List<Long> acknowledged) {
    if (topic.stores(envelope)) {
      sends.add(envelope);
    }
  }

  @Override
  public void tell(BranchContents contents) {
    contents.sent(topic.address(), envelope.messageId());
  }

  @Override
  public void commit(WriteBatch batch) {
    topic.reserve(envelope, publisher, batch, places);
  }

  @Override
  public void notCommitted() {
    rolledBack();
    settled();
  }

  @Override
  public void committed() {
    topic.published();
    for (Topic.Place place : places) {
      place.backlog().arrive(place.reservation(), envelope);
    }
  }

  @Override
  public void rolledBack() {
    for (Topic.Place place : places) {
      place.backlog().abandon(place.reservation());
    }
  }

  /** Also after a place was given up: what came behind it may have waited for its mark. */
  @Override
  public void settled() {
    for (Topic.Place place : places) {
      place.backlog().dispatch();
    }
    places.clear();
  }
}

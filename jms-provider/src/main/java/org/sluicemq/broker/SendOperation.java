// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.broker.transaction.BranchContents;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/** A message on its way into a backlog. Confined to the unit of work or the call it belongs to. */
final class SendOperation implements Operation {

  private final Backlog backlog;
  private final Envelope envelope;
  private Reservation reservation;

  SendOperation(Backlog backlog, Envelope envelope) {
    this.backlog = backlog;
    this.envelope = envelope;
  }

  @Override
  public void prepare(List<Envelope> sends, List<Long> acknowledged) {
    if (backlog.stores(envelope)) {
      sends.add(envelope);
    }
  }

  /** Sends alone what needs no row; false if it must be written, so that it is to be committed. */
  boolean sendAtOnce() {
    if (backlog.stores(envelope) || !backlog.arriveIfRoom(envelope)) {
      return false;
    }
    backlog.dispatch();
    return true;
  }

  @Override
  public void tell(BranchContents contents) {
    contents.sent(backlog.address(), envelope.messageId());
  }

  @Override
  public void commit(WriteBatch batch) {
    reservation = backlog.reserve(envelope, batch);
  }

  @Override
  public void notCommitted() {
    rolledBack();
    settled();
  }

  @Override
  public void committed() {
    backlog.arrive(reservation, envelope);
  }

  @Override
  public void rolledBack() {
    if (reservation != null) {
      backlog.abandon(reservation);
      reservation = null;
    }
  }

  @Override
  public void settled() {
    backlog.dispatch();
  }
}

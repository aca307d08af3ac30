// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/** An operation that changes nothing and notes what became of it. */
final class Noted implements Operation {

  final List<String> story = new ArrayList<>();

  @Override
  public void prepare(List<Envelope> sends, List<Long> acknowledged) {
    story.add("prepare");
  }

  @Override
  public void commit(WriteBatch batch) {
    story.add("commit");
  }

  @Override
  public void committed() {
    story.add("committed");
  }

  @Override
  public void rolledBack() {
    story.add("rolled back");
  }

  @Override
  public void settled() {}
}

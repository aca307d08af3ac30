// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;

/**
 * DUPS_OK_ACKNOWLEDGE: acknowledged in batches: when one is full, when the session would wait for
 * messages, and at the end.
 */
final class DupsOkAcknowledge extends AcknowledgeMode {

  private static final System.Logger LOG = System.getLogger(DupsOkAcknowledge.class.getName());
  private static final int BATCH = 32;

  private final List<Delivery> pending = new ArrayList<>(BATCH);

  /** What the listener has in hand; null when it took recover into its own hands. */
  private Delivery current;

  DupsOkAcknowledge(Broker broker) {
    super(broker);
  }

  @Override
  int code() {
    return Session.DUPS_OK_ACKNOWLEDGE;
  }

  @Override
  boolean readsAhead() {
    return true;
  }

  @Override
  synchronized void received(Delivery delivery) throws BrokerException {
    pending.add(delivery);
    if (pending.size() >= BATCH) {
      flush();
    }
  }

  @Override
  void unreadable(Delivery delivery) {
    release(delivery, ReleaseReason.NOT_SEEN);
  }

  @Override
  synchronized void handling(Delivery delivery) {
    current = delivery;
  }

  @Override
  synchronized void handled(Delivery delivery, Throwable failure) throws BrokerException {
    if (current == null) {
      return;
    }
    current = null;
    if (failure == null) {
      received(delivery);
    } else {
      release(delivery, ReleaseReason.failed(failure));
    }
  }

  @Override
  synchronized void recover() {
    idle();
    if (current != null) {
      release(current, ReleaseReason.NOT_ACKNOWLEDGED);
      current = null;
    }
  }

  @Override
  synchronized void idle() {
    try {
      flush();
    } catch (BrokerException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Messages of a DUPS_OK_ACKNOWLEDGE session could not be acknowledged and may come again",
          e);
    }
  }

  @Override
  void close() {
    recover();
  }

  private void flush() throws BrokerException {
    if (pending.isEmpty()) {
      return;
    }
    List<Delivery> batch = List.copyOf(pending);
    pending.clear();
    try {
      broker.acknowledge(batch, null, false);
    } catch (BrokerException e) {
      broker.release(batch, ReleaseReason.NOT_ACKNOWLEDGED);
      throw e;
    }
  }
}

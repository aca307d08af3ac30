// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sink that keeps deliveries for a test to look at. */
final class Mailbox implements DeliverySink {

  private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

  @Override
  public void deliver(Delivery delivery) {
    deliveries.add(delivery);
  }

  /** The next delivery, waited for. */
  Delivery take() throws InterruptedException {
    Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("Nothing was delivered");
    }
    return delivery;
  }

  /** The next delivery that is there already, or null. */
  Delivery poll() {
    return deliveries.poll();
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  /** The texts of what is there already, taken out. */
  List<String> texts() {
    List<Delivery> all = new ArrayList<>();
    deliveries.drainTo(all);
    return all.stream().map(Messages::text).toList();
  }
}

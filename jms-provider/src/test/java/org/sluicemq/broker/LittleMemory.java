// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.sluicemq.broker.Messages.DLQ;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.store.StoreException;

/**
 * What tests share in which memory has room for a few messages and an overflow store for others.
 */
abstract class LittleMemory {

  static final int MANY = 2000;
  static final long LITTLE = 20_000;

  final KeptStore store = new KeptStore();
  final Mailbox mailbox = new Mailbox();

  /** The overflow stores that were opened, one after the other. */
  final List<KeptStore> opened = new ArrayList<>();

  /** That of the broker that was started last. */
  ManualScheduler scheduler;

  /** Whether no overflow store can be opened. */
  boolean noPlace;

  final BrokerFixture start() throws Exception {
    return start(new RedeliveryPolicy(3, Duration.ZERO, DLQ));
  }

  final BrokerFixture start(RedeliveryPolicy policy) throws Exception {
    scheduler = new ManualScheduler();
    return new BrokerFixture(store, LITTLE, policy, this::open, scheduler);
  }

  private KeptStore open() throws StoreException {
    if (noPlace) {
      throw new StoreException("No space left on device");
    }
    opened.add(new KeptStore());
    return opened.get(opened.size() - 1);
  }

  static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }

  /** The next message for a consumer, or null; what must be read for it is read. */
  final Delivery next(BrokerConsumer consumer) {
    consumer.credit(1);
    scheduler.run();
    return mailbox.poll();
  }
}

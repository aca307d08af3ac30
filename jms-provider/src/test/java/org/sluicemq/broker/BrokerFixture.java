// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.sluicemq.broker.Messages.ORDERS;

import java.time.Duration;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageStore;

/** A broker over a store in memory and a time that stands still, and short ways to use it. */
final class BrokerFixture implements AutoCloseable {

  static final String CONNECTION = "c1";

  final ManualScheduler scheduler;
  final MessageStore store;
  final LocalBroker broker;

  BrokerFixture() throws Exception {
    this(new MemoryMessageStore("test"), 64 << 20);
  }

  BrokerFixture(MessageStore store, long memoryLimit) throws Exception {
    this(store, memoryLimit, new RedeliveryPolicy(3, Duration.ZERO, Messages.DLQ));
  }

  BrokerFixture(MessageStore store, long memoryLimit, RedeliveryPolicy policy) throws Exception {
    this(store, memoryLimit, policy, null, new ManualScheduler());
  }

  BrokerFixture(
      MessageStore store,
      long memoryLimit,
      RedeliveryPolicy policy,
      OverflowOpener overflow,
      ManualScheduler scheduler)
      throws Exception {
    this.store = store;
    this.scheduler = scheduler;
    BrokerSettings settings = new BrokerSettings("test", 8 << 20, memoryLimit, policy);
    this.broker = LocalBroker.start(settings, store, overflow, scheduler);
  }

  void send(Envelope envelope) throws BrokerException {
    broker.send(envelope, CONNECTION, null);
  }

  void sendAll(String... texts) throws BrokerException {
    for (String text : texts) {
      send(Messages.order(text));
    }
  }

  BrokerConsumer consume(Address address, String selector, DeliverySink sink) throws Exception {
    return broker.consume(
        new ConsumerRequest(address, Selector.parse(selector), "c2", false), sink);
  }

  BrokerConsumer consume(DeliverySink sink) throws Exception {
    return consume(ORDERS, null, sink);
  }

  void acknowledge(Delivery delivery) throws BrokerException {
    broker.acknowledge(java.util.List.of(delivery), null, true);
  }

  void acknowledge(Delivery delivery, UnitOfWork unit) throws BrokerException {
    broker.acknowledge(java.util.List.of(delivery), unit, true);
  }

  void release(ReleaseReason reason, Delivery... deliveries) {
    broker.release(java.util.List.of(deliveries), reason);
  }

  DestinationFigures figures(Address address) {
    return broker.figures(address);
  }

  @Override
  public void close() throws BrokerException {
    broker.close();
  }
}

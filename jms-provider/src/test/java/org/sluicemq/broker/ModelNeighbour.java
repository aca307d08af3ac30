// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.Map;
import java.util.Random;
import org.sluicemq.message.Address;

/** A temporary queue beside the one that is modelled: it uses memory and may go at any moment. */
final class ModelNeighbour {

  private final Random random;
  private final Mailbox mailbox = new Mailbox();
  private BrokerFixture fixture;
  private Address address;
  private BrokerConsumer consumer;

  ModelNeighbour(Random random) {
    this.random = random;
  }

  /** The broker has begun: nothing is there. */
  void started(BrokerFixture on) {
    fixture = on;
    address = null;
    mailbox.texts();
  }

  /** Does something with the queue; never waits. */
  void act() throws Exception {
    if (address == null) {
      address = fixture.broker.createTemporary(Address.Kind.QUEUE, BrokerFixture.CONNECTION);
      consumer = fixture.consume(address, random.nextBoolean() ? "n = 1" : null, mailbox);
    }
    switch (random.nextInt(4)) {
      case 0 -> send();
      case 1, 2 -> receive();
      default -> delete();
    }
  }

  private void send() throws Exception {
    for (int i = random.nextInt(20); i >= 0; i--) {
      fixture.send(
          Messages.to(address, "beside").properties(Map.of("n", random.nextInt(5))).build());
    }
  }

  private void receive() throws Exception {
    consumer.credit(1 + random.nextInt(5), 0);
    acknowledge();
  }

  private void acknowledge() throws Exception {
    for (Delivery d = mailbox.poll(); d != null; d = mailbox.poll()) {
      fixture.acknowledge(d);
    }
  }

  /** Deletes the queue if it is there. */
  void delete() throws Exception {
    if (address != null) {
      consumer.close();
      fixture.broker.deleteTemporary(address);
      address = null;
      acknowledge();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests share that have one broker, fresh for each of them. */
abstract class OneBroker {

  final Mailbox mailbox = new Mailbox();
  BrokerFixture fixture;

  @BeforeEach
  final void start() throws Exception {
    fixture = new BrokerFixture();
  }

  @AfterEach
  final void stop() throws Exception {
    fixture.close();
  }
}

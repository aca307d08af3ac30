// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.concurrent.atomic.AtomicInteger;

/** A connection that several contexts use and the last of them closes. Safe for any thread. */
final class SharedConnection {

  private final SluiceConnection connection;
  private final AtomicInteger contexts = new AtomicInteger(1);

  SharedConnection(SluiceConnection connection) {
    this.connection = connection;
  }

  SluiceConnection connection() {
    return connection;
  }

  SharedConnection acquire() {
    contexts.incrementAndGet();
    return this;
  }

  void release() {
    if (contexts.decrementAndGet() == 0) {
      Unchecked.run(connection::close);
    }
  }
}

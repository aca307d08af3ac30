// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.stream.Stream;

/**
 * A Java SE program for a test: a CDI container with these beans and no others, since none of the
 * jars is a bean archive; extensions are found as in any program.
 */
final class Program implements AutoCloseable {

  private final SeContainer container;

  private Program(SeContainer container) {
    this.container = container;
  }

  static Program of(Class<?>... beans) {
    return new Program(SeContainerInitializer.newInstance().addBeanClasses(beans).initialize());
  }

  /** With the producers of {@link RecordedFactories} besides. */
  static Program recorded(Class<?>... beans) {
    return of(
        Stream.concat(Stream.of(RecordedFactories.class), Stream.of(beans))
            .toArray(Class<?>[]::new));
  }

  <T> T bean(Class<T> type) {
    return container.select(type).get();
  }

  RecordedFactories factories() {
    return bean(RecordedFactories.class);
  }

  /** Runs something as one request. */
  void request(Runnable work) {
    RequestContextController request = bean(RequestContextController.class);
    request.activate();
    try {
      work.run();
    } finally {
      request.deactivate();
    }
  }

  @Override
  public void close() {
    container.close();
  }
}

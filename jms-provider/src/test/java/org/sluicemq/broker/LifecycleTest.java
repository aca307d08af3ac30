// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is told that a broker stopped, and what its thread holds. */
class LifecycleTest {

  private final KeptStore store = new KeptStore();

  @Test
  void everybodyIsToldOnceOfAFailureAlsoWhenSomebodyFailsOnIt() throws Exception {
    List<Throwable> told = new ArrayList<>();
    BrokerFixture fixture = new BrokerFixture(store, 1 << 20);
    fixture.broker.onStop(
        cause -> {
          throw new IllegalStateException("not today");
        });
    fixture.broker.onStop(
        cause -> {
          told.add(cause);
          assertThrows(BrokerException.class, () -> fixture.sendAll("too late"));
        });
    fixture.broker.onStop(told::add);
    fixture.sendAll("a");
    store.fail();
    assertThrows(BrokerException.class, () -> fixture.sendAll("b"));
    fixture.scheduler.run();
    fixture.close();
    assertEquals(2, told.size());
    assertNotNull(told.get(0));
    assertSame(told.get(0), told.get(1));
  }

  @Test
  void listenerThatStopsTheBrokerDoesNotHaveOthersToldTwice() throws Exception {
    List<String> told = new ArrayList<>();
    BrokerFixture fixture = new BrokerFixture(store, 1 << 20);
    fixture.broker.onStop(
        cause -> {
          told.add("first");
          try {
            fixture.close();
          } catch (BrokerException e) {
            throw new IllegalStateException(e);
          }
        });
    fixture.broker.onStop(cause -> told.add("second"));
    fixture.sendAll("a");
    store.fail();
    assertThrows(BrokerException.class, () -> fixture.sendAll("b"));
    fixture.scheduler.run();
    assertEquals(List.of("first", "second"), told);
  }

  @Test
  void threadOfTheBrokerDoesNotHoldTheClassLoaderOfWhoStartedIt() throws Exception {
    CompletableFuture<ClassLoader> held = new CompletableFuture<>();
    Thread self = Thread.currentThread();
    ClassLoader before = self.getContextClassLoader();
    Scheduler scheduler = Scheduler.onThread("sluice-test", InstantSource.system());
    try {
      self.setContextClassLoader(new ClassLoader("application", before) {});
      scheduler.execute(() -> held.complete(Thread.currentThread().getContextClassLoader()));
    } finally {
      self.setContextClassLoader(before);
    }
    assertSame(Scheduler.class.getClassLoader(), held.get(20, TimeUnit.SECONDS));
    scheduler.close();
  }
}

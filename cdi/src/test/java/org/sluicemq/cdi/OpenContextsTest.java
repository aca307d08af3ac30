// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A scope can end on another thread at any moment; no context is left open. */
class OpenContextsTest {

  private final List<String> closed = new CopyOnWriteArrayList<>();

  private JMSContext context(String name) {
    return (JMSContext)
        Proxy.newProxyInstance(
            JMSContext.class.getClassLoader(),
            new Class<?>[] {JMSContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(name);
                if (name.equals("stubborn")) {
                  throw new JMSRuntimeException("It does not close");
                }
              }
              return null;
            });
  }

  private static ContextRequest request(String factory) {
    return new ContextRequest(factory, null, null, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Test
  void equalRequestsAreServedByTheSameContext() {
    OpenContexts contexts = new OpenContexts();
    JMSContext first = contexts.get(request("a"), () -> context("a"));
    assertSame(
        first,
        contexts.get(
            request("a"),
            () -> {
              throw new AssertionError("opened twice");
            }));
  }

  @Test
  void contextThatDoesNotCloseKeepsNoOtherOpen() {
    OpenContexts contexts = new OpenContexts();
    contexts.get(request("a"), () -> context("a"));
    contexts.get(request("b"), () -> context("stubborn"));
    contexts.get(request("c"), () -> context("c"));
    contexts.close();
    assertEquals(List.of("a", "c", "stubborn"), closed.stream().sorted().toList());
  }

  @Test
  void closedScopeOpensNothingThatStaysOpen() {
    OpenContexts contexts = new OpenContexts();
    contexts.close();
    assertThrows(
        IllegalStateRuntimeException.class,
        () -> contexts.get(request("late"), () -> context("late")));
    assertEquals(List.of("late"), closed);
  }

  @Test
  void scopeThatEndsWhileAContextIsOpenedDoesNotWaitForIt() throws Exception {
    OpenContexts contexts = new OpenContexts();
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    FutureTask<JMSContext> opener =
        new FutureTask<>(
            () ->
                contexts.get(
                    request("slow"),
                    () -> {
                      opening.countDown();
                      await(ended);
                      return context("slow");
                    }));
    new Thread(opener, "opener").start();
    await(opening);
    contexts.close();
    ended.countDown();
    ExecutionException e = assertThrows(ExecutionException.class, opener::get);
    assertTrue(e.getCause() instanceof IllegalStateRuntimeException, e.toString());
    assertEquals(List.of("slow"), closed);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import java.util.List;

/** The steps of a close: each is taken, whatever became of those before it. */
final class Closing {

  private Closing() {}

  /** What is done with each of several things. */
  @FunctionalInterface
  interface Step<T> {
    void take(T thing) throws JMSException;
  }

  /**
   * Takes all steps, in their order.
   *
   * @throws JMSException the first failure, of whatever type, with the others suppressed
   */
  static void all(Unchecked.Action... steps) throws JMSException {
    all(List.of(steps), Unchecked.Action::run);
  }

  /**
   * Takes a step for each thing, in their order.
   *
   * @throws JMSException the first failure, of whatever type, with the others suppressed
   */
  static <T> void all(Iterable<? extends T> things, Step<T> step) throws JMSException {
    Throwable failure = null;
    for (T thing : things) {
      try {
        step.take(thing);
      } catch (JMSException | RuntimeException | Error e) {
        failure = first(failure, e);
      }
    }
    rethrow(failure);
  }

  private static Throwable first(Throwable before, Throwable now) {
    if (before == null) {
      return now;
    }
    if (before != now) {
      before.addSuppressed(now);
    }
    return before;
  }

  private static void rethrow(Throwable failure) throws JMSException {
    if (failure instanceof JMSException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;

/** Calls the classic API for the simplified one, whose exceptions are unchecked. */
public final class Unchecked {

  private Unchecked() {}

  /** Something that gives a value. */
  @FunctionalInterface
  public interface Call<T> {
    T call() throws JMSException;
  }

  /** Something that is done. */
  @FunctionalInterface
  public interface Action {
    void run() throws JMSException;
  }

  public static <T> T get(Call<T> call) {
    try {
      return call.call();
    } catch (JMSException e) {
      throw Failures.unchecked(e);
    }
  }

  public static void run(Action action) {
    try {
      action.run();
    } catch (JMSException e) {
      throw Failures.unchecked(e);
    }
  }
}

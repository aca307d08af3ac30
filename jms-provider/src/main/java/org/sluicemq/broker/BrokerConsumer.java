// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** An open consumer. Safe for any thread. */
public interface BrokerConsumer extends AutoCloseable {

  /**
   * Allows more deliveries. What is available is delivered to the sink, on this thread, before the
   * call returns.
   *
   * @param deliveries how many more, at least 1
   */
  void credit(int deliveries);

  /**
   * Allows more deliveries, and looks for them on this thread for a time only: a selector may have
   * to go through a deep backlog. What takes longer goes on behind; deliveries reach the sink then.
   * What was looked through is not looked through again, also when the credit is taken back. An
   * interrupt ends the looking early.
   *
   * @param deliveries how many more, at least 1
   * @param nanos for how long to look, give or take the reading of one page
   */
  default void credit(int deliveries, long nanos) {
    credit(deliveries);
  }

  /**
   * Allows one more delivery, and further ones of what is there when that one is handed out: the
   * consumer's share of it, and not more than a small amount of memory. It is for a consumer that
   * has seen all that it was given before; what it has not seen of this it gives back, unseen, when
   * {@link DeliverySink#recall} asks for it.
   *
   * @param most how many at most, at least 1
   * @param nanos for how long to look, as in {@link #credit(int, long)}
   */
  default void fetch(int most, long nanos) {
    credit(1, nanos);
  }

  /**
   * Takes all unused credit back. When it returns, no further delivery reaches the sink until
   * credit is given again.
   *
   * @return how much was unused
   */
  int withdrawCredit();

  /**
   * Ends the consumer: no further delivery reaches the sink. Outstanding deliveries stay
   * outstanding; whoever holds them acknowledges or releases them.
   */
  @Override
  void close();
}

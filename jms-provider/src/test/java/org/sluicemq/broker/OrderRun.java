// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.sluicemq.broker.Messages.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.sluicemq.broker.policy.RedeliveryPolicy;

/**
 * A random life of consumers that share one queue: they fetch, handle, get stuck, fail, are called
 * back, stop, close and come again. Each checks that the messages of every producer come in order,
 * but for redelivered ones.
 */
final class OrderRun implements AutoCloseable {

  private static final int PRODUCERS = 3;
  private static final int CONSUMERS = 4;

  private final Random random;
  private final boolean believesFlags;
  private final BrokerFixture fixture;
  private final int[] sent = new int[PRODUCERS];
  private final List<Reader> readers = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();

  /**
   * Begins with nothing sent.
   *
   * @param believesFlags whether a delivery is a redelivery when it says so; else only when the
   *     message was seen before and not acknowledged
   */
  OrderRun(long seed, boolean believesFlags) throws Exception {
    this.random = new Random(seed);
    this.believesFlags = believesFlags;
    long memory = random.nextBoolean() ? 64 << 20 : 3000;
    fixture =
        new BrokerFixture(
            new KeptStore(), memory, new RedeliveryPolicy(1_000_000, Duration.ZERO, Messages.DLQ));
    for (int i = 0; i < CONSUMERS; i++) {
      readers.add(new Reader());
    }
  }

  /** A client with one consumer: what it holds is unseen but for the message in hand. */
  private final class Reader implements DeliverySink {
    private final List<Delivery> held = new ArrayList<>();
    private int[] latest = new int[PRODUCERS];
    private BrokerConsumer source;
    private Delivery inHand;

    void come() throws Exception {
      latest = new int[PRODUCERS];
      source = fixture.consume(this);
    }

    @Override
    public void deliver(Delivery delivery) {
      held.add(delivery);
    }

    @Override
    public void recall() {
      giveBack();
    }

    /** Gives back what is unseen. */
    void giveBack() {
      List<Delivery> unseen = List.copyOf(held);
      held.clear();
      fixture.broker.release(unseen, ReleaseReason.NOT_SEEN);
    }

    void goOn(int most) throws Exception {
      if (source == null) {
        come();
      } else if (inHand != null) {
        settle(true);
      } else if (!held.isEmpty()) {
        see(held.remove(0));
      } else if (most > 1) {
        source.withdrawCredit();
        source.fetch(most, Long.MAX_VALUE);
      } else {
        source.withdrawCredit();
        source.credit(1);
      }
    }

    private void see(Delivery delivery) {
      inHand = delivery;
      String text = Messages.text(delivery);
      int producer = text.charAt(0) - 'a';
      int number = Integer.parseInt(text.substring(1));
      boolean again = believesFlags ? delivery.redelivered() : failed.contains(text);
      if (!again && number <= latest[producer]) {
        throw new AssertionError(text + " came after " + latest[producer]);
      }
      if (believesFlags && failed.contains(text) && !again) {
        throw new AssertionError(text + " was seen before and comes as new");
      }
      latest[producer] = Math.max(latest[producer], number);
    }

    void settle(boolean success) throws Exception {
      String text = Messages.text(inHand);
      if (success && !acknowledged.add(text)) {
        throw new AssertionError(text + " was acknowledged twice");
      }
      if (success) {
        fixture.acknowledge(inHand);
      } else {
        failed.add(text);
        giveBack();
        fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, inHand);
      }
      inHand = null;
    }

    void fail() throws Exception {
      if (inHand != null) {
        settle(false);
      }
    }

    void close() throws Exception {
      if (source != null) {
        source.close();
        source = null;
        giveBack();
        fail();
      }
    }
  }

  void step() throws Exception {
    // One of them is slower than the others, so that it gets behind.
    Reader reader = readers.get(random.nextInt(8) == 0 ? 0 : random.nextInt(CONSUMERS));
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> send(1);
      case 3 -> send(random.nextInt(40));
      case 4 -> reader.fail();
      case 5 -> reader.giveBack();
      case 6 -> closeSome(reader);
      case 7 -> fixture.scheduler.advance(random.nextInt(random.nextInt(8) == 0 ? 3000 : 400));
      default -> {
        if (reader != readers.get(0) || random.nextInt(10) == 0) {
          reader.goOn(1 + random.nextInt(10));
        }
      }
    }
    fixture.scheduler.run();
  }

  private void closeSome(Reader reader) throws Exception {
    if (random.nextInt(3) == 0) {
      reader.close();
    }
  }

  private void send(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      int producer = random.nextInt(PRODUCERS);
      fixture.send(order((char) ('a' + producer) + "" + ++sent[producer]));
    }
  }

  /** Handles all that is left: every message was acknowledged, once. */
  void end() throws Exception {
    int all = Arrays.stream(sent).sum();
    for (int turns = 0; acknowledged.size() < all; turns++) {
      if (turns > 100 * all + 1000) {
        throw new AssertionError("only " + acknowledged.size() + " of " + all + " came");
      }
      readers.get(1 + random.nextInt(CONSUMERS - 1)).goOn(1 + random.nextInt(10));
      // The first stays where it is: what it has not seen comes to others, but for one.
      if (turns % 100 == 99) {
        fixture.scheduler.advance(Runs.MOST_PATIENCE);
        finishFirst();
      }
    }
  }

  private void finishFirst() throws Exception {
    if (readers.get(0).inHand != null) {
      readers.get(0).settle(true);
    } else if (!readers.get(0).held.isEmpty()) {
      readers.get(0).goOn(1);
    }
  }

  @Override
  public void close() throws Exception {
    fixture.close();
  }
}

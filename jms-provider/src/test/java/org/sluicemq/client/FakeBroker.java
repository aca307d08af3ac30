// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerConsumer;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.DeliverySink;
import org.sluicemq.broker.QueueView;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.Branches;
import org.sluicemq.broker.transaction.TimersThatStand;
import org.sluicemq.broker.transaction.TransactionPolicy;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MemoryMessageStore;

/**
 * A broker that follows a script and writes down what is asked of it, so that the order of calls is
 * what a test looks at. Messages are strings; one that is handed out does not come back by itself.
 */
final class FakeBroker implements Broker {

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<String>> waiting = new HashMap<>();
  private boolean holdingSends;
  private final List<SendListener> underWay = new ArrayList<>();
  private final List<FakeConsumer> consumers = new ArrayList<>();
  private final Map<String, BrokerException> refusals = new HashMap<>();
  private final Branches branches =
      new BranchTable(
          new MemoryMessageStore("fake"),
          TransactionPolicy.DEFAULT,
          new TimersThatStand(),
          () -> null,
          failure -> {});
  private Runnable beforeWithdrawal = () -> {};
  private volatile Runnable beforeAsking = () -> {};
  private volatile Runnable beforeClosing = () -> {};
  private volatile Runnable beforeSending = () -> {};
  private volatile Runnable beforeConsuming = () -> {};
  private volatile QueueView view;
  private volatile Runnable afterConsuming = () -> {};
  private volatile Runnable beforeRollback = () -> {};
  private final Map<String, Error> spoiled = new HashMap<>();
  private final List<StopListener> toBeTold = new ArrayList<>();
  private boolean runsComeSlowly;
  private boolean looksLong;
  private volatile long lookedFor;

  /** What was asked so far; the list starts anew. */
  synchronized List<String> calls() {
    List<String> soFar = List.copyOf(calls);
    calls.clear();
    return soFar;
  }

  /** Waits until this call was made. */
  synchronized void awaitCall(String call) throws InterruptedException {
    while (!calls.contains(call)) {
      wait();
    }
  }

  private synchronized void note(String call) {
    calls.add(call);
    notifyAll();
  }

  /** Lets the next call of a kind fail. */
  synchronized void refuse(String kind, BrokerException.Reason reason) {
    refusals.put(kind, new BrokerException(reason, "as the test wants it"));
  }

  private synchronized void failIfRefused(String kind) throws BrokerException {
    BrokerException refusal = refusals.remove(kind);
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Lets something happen just before credit is taken back. */
  synchronized void beforeWithdrawal(Runnable action) {
    beforeWithdrawal = action;
  }

  /** Lets something happen before credit is given, on the thread that gives it. */
  void beforeAsking(Runnable action) {
    beforeAsking = action;
  }

  /** Lets something happen before a consumer is closed, on the thread that closes it. */
  void beforeClosing(Runnable action) {
    beforeClosing = action;
  }

  /** Lets something happen before a unit of work is rolled back. */
  void beforeRollback(Runnable action) {
    beforeRollback = action;
  }

  /** Lets something happen when a consumer has been opened, on the thread that opens it. */
  void afterConsuming(Runnable action) {
    afterConsuming = action;
  }

  /** Lets asking fail once, before the broker has heard of it. */
  void failWhenAsked(Error failure) {
    beforeAsking(
        () -> {
          beforeAsking(() -> {});
          throw failure;
        });
  }

  /** Lets a message that is to be put into a queue be one that cannot be looked at. */
  synchronized void spoil(String text, Error failure) {
    spoiled.put(text, failure);
  }

  /** Stops, as far as its clients are told. */
  void stop() {
    stop(null);
  }

  /** Breaks down, as far as its clients are told, or just stops if there is no cause. */
  void stop(Throwable cause) {
    List<StopListener> told;
    synchronized (this) {
      told = List.copyOf(toBeTold);
    }
    told.forEach(listener -> listener.stopped(cause));
  }

  /** Lets something happen before a consumer is opened, on the thread that opens it. */
  void beforeConsuming(Runnable action) {
    beforeConsuming = action;
  }

  /** What browsers see from now on. */
  void show(QueueView shown) {
    view = shown;
  }

  /** How many are to be told when it stops. */
  synchronized int registrations() {
    return toBeTold.size();
  }

  /** Lets something happen before a message is sent, on the thread that sends it. */
  void beforeSending(Runnable action) {
    beforeSending = action;
  }

  /** Of a run only the first message comes at once, the others with the next call. */
  synchronized void letRunsComeSlowly() {
    runsComeSlowly = true;
  }

  /** What is still to come of runs comes now. */
  synchronized void endRuns() {
    consumers.forEach(FakeConsumer::endRun);
  }

  /** From now on one who gives credit looks for messages until its consumer is closed. */
  synchronized void lookLong() {
    looksLong = true;
  }

  /** For how many nanoseconds one was ready to look who gave credit last. */
  long lookedFor() {
    return lookedFor;
  }

  /** Puts messages into a queue; a consumer with credit gets them on this thread. */
  synchronized void put(String queue, String... texts) {
    waiting.computeIfAbsent(queue, q -> new ArrayDeque<>()).addAll(List.of(texts));
    consumers.forEach(FakeConsumer::serve);
  }

  /** Asks the consumers of a queue for what they hold unseen, on this thread. */
  void recall(String queue) {
    List<FakeConsumer> asked;
    synchronized (this) {
      asked = consumers.stream().filter(c -> c.address.name().equals(queue)).toList();
    }
    asked.forEach(consumer -> consumer.sink.recall());
  }

  private record FakeDelivery(String text, Envelope message, Error spoiled, Runnable failed)
      implements Delivery {

    @Override
    public Envelope envelope() {
      if (spoiled != null) {
        throw spoiled;
      }
      return message;
    }

    @Override
    public int deliveryCount() {
      return 1;
    }

    @Override
    public void noteFailure(Throwable failure) {
      failed.run();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final class FakeConsumer implements BrokerConsumer {
    private final Address address;
    private final DeliverySink sink;
    private final Deque<String> coming = new ArrayDeque<>();
    private int credit;
    private int more;
    private boolean closed;

    FakeConsumer(Address address, DeliverySink sink) {
      this.address = address;
      this.sink = sink;
    }

    void serve() {
      Deque<String> queue = waiting.getOrDefault(address.name(), new ArrayDeque<>());
      boolean waited = credit > 0;
      while ((credit > 0 || waited && more > 0) && !queue.isEmpty()) {
        boolean first = credit > 0;
        more -= first ? 0 : 1;
        credit -= first ? 1 : 0;
        if (first || !runsComeSlowly) {
          deliver(queue.poll());
        } else {
          coming.add(queue.poll());
        }
      }
      more = credit > 0 ? more : 0;
    }

    private void deliver(String text) {
      Envelope envelope =
          Envelope.builder(MessageType.MESSAGE, address).messageId("ID:" + text).build();
      sink.deliver(
          new FakeDelivery(text, envelope, spoiled.remove(text), () -> note("failure on " + text)));
    }

    private void endRun() {
      while (!coming.isEmpty()) {
        deliver(coming.poll());
      }
    }

    @Override
    public void fetch(int most, long nanos) {
      ask("fetch " + most, 1, most - 1, nanos);
    }

    @Override
    public void credit(int deliveries) {
      credit(deliveries, Long.MAX_VALUE);
    }

    @Override
    public void credit(int deliveries, long nanos) {
      ask("credit " + deliveries, deliveries, 0, nanos);
    }

    private void ask(String call, int deliveries, int run, long nanos) {
      beforeAsking.run();
      synchronized (FakeBroker.this) {
        endRun();
        note(call + " on " + address.name());
        lookedFor = nanos;
        credit += deliveries;
        more = run;
        while (looksLong && !closed) {
          waitForChange();
        }
        serve();
      }
    }

    private void waitForChange() {
      try {
        FakeBroker.this.wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int withdrawCredit() {
      synchronized (FakeBroker.this) {
        beforeWithdrawal.run();
        endRun();
        note("withdraw " + credit + " on " + address.name());
        int unused = credit;
        credit = 0;
        return unused;
      }
    }

    @Override
    public void close() {
      beforeClosing.run();
      synchronized (FakeBroker.this) {
        if (!closed) {
          endRun();
          closed = true;
          credit = 0;
          consumers.remove(this);
          note("close " + address.name());
        }
      }
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String resourceManagerId() {
    return "fake";
  }

  @Override
  public void declare(Address address) throws BrokerException {
    failIfRefused("declare");
  }

  @Override
  public Address createTemporary(Address.Kind kind, String connectionId) throws BrokerException {
    failIfRefused("createTemporary");
    return Address.of(kind, Address.TEMPORARY_PREFIX + "1");
  }

  @Override
  public void deleteTemporary(Address address) throws BrokerException {
    note("delete " + address.name());
    failIfRefused("deleteTemporary");
  }

  @Override
  public void send(Envelope envelope, String connectionId, UnitOfWork unit) throws BrokerException {
    failIfRefused("send");
    note("send to " + envelope.destination().name() + (unit == null ? "" : " in unit"));
  }

  @Override
  public void sendLater(Envelope envelope, String connectionId, SendListener listener)
      throws BrokerException {
    failIfRefused("send");
    beforeSending.run();
    note("send later to " + envelope.destination().name());
    synchronized (this) {
      if (holdingSends) {
        underWay.add(listener);
        notifyAll();
        return;
      }
    }
    listener.sent(null);
  }

  /** From now on sends that are not waited for stay under way. */
  synchronized void holdSends() {
    holdingSends = true;
  }

  /** Waits until so many sends are under way, and takes them. */
  synchronized List<SendListener> awaitSends(int number) throws InterruptedException {
    while (underWay.size() < number) {
      wait();
    }
    return sendsUnderWay();
  }

  /** The listeners of the sends that were not waited for, in order; the list starts anew. */
  synchronized List<SendListener> sendsUnderWay() {
    List<SendListener> taken = List.copyOf(underWay);
    underWay.clear();
    return taken;
  }

  @Override
  public BrokerConsumer consume(ConsumerRequest request, DeliverySink sink) throws BrokerException {
    beforeConsuming.run();
    failIfRefused("consume");
    FakeConsumer consumer = new FakeConsumer(request.address(), sink);
    synchronized (this) {
      consumers.add(consumer);
    }
    afterConsuming.run();
    return consumer;
  }

  @Override
  public void unsubscribe(String clientId, String name) throws BrokerException {
    failIfRefused("unsubscribe");
    note("unsubscribe " + name + " of " + clientId);
  }

  @Override
  public void acknowledge(List<Delivery> deliveries, UnitOfWork unit, boolean wait)
      throws BrokerException {
    note(
        "acknowledge "
            + texts(deliveries)
            + (unit != null ? " in unit" : wait ? " durably" : " lazily"));
    failIfRefused("acknowledge");
  }

  private static String texts(List<Delivery> deliveries) {
    return deliveries.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  @Override
  public void release(List<Delivery> deliveries, ReleaseReason reason) {
    note(
        "release "
            + texts(deliveries)
            + (reason.counts() ? " seen" : " unseen")
            + (reason.failure() == null ? "" : ", failed"));
  }

  @Override
  public UnitOfWork begin() {
    note("begin");
    return new UnitOfWork();
  }

  @Override
  public void commit(UnitOfWork unit) throws BrokerException {
    note("commit");
    failIfRefused("commit");
  }

  @Override
  public void rollback(UnitOfWork unit) {
    beforeRollback.run();
    note("rollback");
  }

  @Override
  public Branches branches() {
    return branches;
  }

  @Override
  public QueueView browse(Address queue, Selector selector) throws BrokerException {
    if (view == null) {
      throw new BrokerException(BrokerException.Reason.CLOSED, "the script has no browser");
    }
    return view;
  }

  @Override
  public void claimClientId(String clientId, String connectionId) throws BrokerException {
    failIfRefused("claimClientId");
  }

  @Override
  public void connectionClosed(String connectionId) {
    note("end");
  }

  @Override
  public synchronized Registration onStop(StopListener listener) {
    toBeTold.add(listener);
    return () -> endRegistration(listener);
  }

  private synchronized void endRegistration(StopListener listener) {
    toBeTold.remove(listener);
  }
}

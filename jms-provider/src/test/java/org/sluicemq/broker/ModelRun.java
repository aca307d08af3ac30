// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.sluicemq.broker.Messages.ORDERS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.EnvelopeBuilder;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageStore;

/** One sequence of random operations on a broker and on the model of it. */
final class ModelRun implements AutoCloseable {

  /** Opens what an earlier broker has left. */
  @FunctionalInterface
  interface Stores {
    MessageStore open(boolean clean) throws Exception;
  }

  private record Got(ModelConsumer consumer, Delivery delivery) {}

  /** A unit of work with what is in it. */
  private static final class Unit {
    UnitOfWork unit;
    Xid xid;
    boolean prepared;
    final List<ModelMessage> sent = new ArrayList<>();
    final List<ModelMessage> received = new ArrayList<>();
  }

  private final Random random;
  private final Stores stores;
  private final long memoryLimit;
  private final Model model;
  private final RedeliveryPolicy policy;
  private final List<ModelConsumer> departed = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();
  private final Queue<Got> got = new ConcurrentLinkedQueue<>();
  private final List<String> story = new ArrayList<>();
  private ManualScheduler scheduler = new ManualScheduler();
  private BrokerFixture fixture;
  private int names;
  private boolean overflows;
  private final ModelNeighbour neighbour;

  /** How much may happen while pages are read in this step. */
  private int meanwhile;

  ModelRun(long seed, Stores stores) throws Exception {
    this.random = new Random(seed);
    this.neighbour = new ModelNeighbour(random);
    this.stores = stores;
    this.memoryLimit = random.nextInt(3) == 0 ? 1 << 20 : 500 + random.nextInt(4000);
    this.overflows = true;
    long delay = random.nextInt(3) == 0 ? 300 : 0;
    this.model = new Model(4, delay);
    this.policy = new RedeliveryPolicy(4, Duration.ofMillis(delay), Messages.DLQ);
    model.now = scheduler.now();
    start(true);
  }

  List<String> story() {
    return story;
  }

  private void start(boolean clean) throws Exception {
    OverflowOpener overflow = overflows ? () -> new MemoryMessageStore("overflow") : null;
    BusyStore store = new BusyStore(stores.open(clean));
    fixture = new BrokerFixture(store, memoryLimit, policy, overflow, scheduler);
    fixture.broker.declare(ORDERS);
    neighbour.started(fixture);
    store.beforeReads(this::whileAPageIsRead);
    store.afterReads(this::whileAPageIsRead);
  }

  /** Does one thing and checks what comes of it. */
  void step() throws Exception {
    model.messages.values().forEach(m -> m.justDue = false);
    meanwhile = random.nextInt(8);
    switch (random.nextInt(21)) {
      case 0, 1, 2, 3 -> send();
      case 4, 5, 6, 7 -> credit();
      case 8, 9 -> acknowledge();
      case 10 -> release();
      case 11, 12 -> sendInUnit();
      case 13 -> acknowledgeInUnit();
      case 14, 15 -> endUnit();
      case 16 -> comeOrGo();
      case 17 -> advance(random.nextInt(4) == 0 ? 5000 : random.nextInt(400));
      case 18 -> browse();
      case 19 -> neighbour.act();
      default -> rarely();
    }
    check();
  }

  private void rarely() throws Exception {
    if (random.nextInt(3) == 0) {
      restart(random.nextBoolean());
    } else if (random.nextBoolean()) {
      burst();
    } else {
      withdraw();
    }
  }

  /** Does more while the broker is in the midst of something; it must not wait for the page. */
  private void whileAPageIsRead() throws Exception {
    if (meanwhile <= 0 || random.nextInt(4) == 0) {
      return;
    }
    meanwhile--;
    fixture.store.flush();
    verifyDeliveries();
    told("meanwhile:");
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> send();
      case 3 -> withdraw();
      case 4 -> acknowledge();
      case 5 -> release();
      case 6 -> pass(1 + random.nextInt(400));
      case 7, 8 -> neighbour.act();
      default -> endUnit();
    }
    fixture.store.flush();
    verifyDeliveries();
    told("that was meanwhile");
  }

  private void told(String what) {
    story.add(what);
  }

  private void check() throws Exception {
    settle();
    verifyDeliveries();
    model.checkNobodyStarves();
    model.checkFigures(fixture.figures(ORDERS), false);
    Model.require(fixture.broker.memoryUsed() >= 0, "memory used is negative");
    DestinationFigures dead = fixture.figures(Messages.DLQ);
    Model.require(
        dead.depth() == model.deadLetters,
        "dead letters are " + dead.depth() + ", not " + model.deadLetters);
  }

  private void settle() throws Exception {
    scheduler.advance(0);
    meanwhile = 0;
    scheduler.advance(0);
    for (int i = 0; i < 3; i++) {
      fixture.scheduler.run();
      fixture.store.flush();
    }
  }

  private void verifyDeliveries() {
    for (Got one = got.poll(); one != null; one = got.poll()) {
      told("  " + one.consumer.name + " gets " + Messages.text(one.delivery));
      model.delivered(one.consumer, one.delivery);
    }
  }

  // ---- sending

  private ModelMessage message() {
    String text = "m" + names++;
    int number = random.nextInt(10);
    boolean grouped = random.nextInt(3) == 0;
    String group = grouped ? List.of("red", "green", "blue").get(random.nextInt(3)) : null;
    boolean closing = grouped && random.nextInt(6) == 0;
    Map<String, Object> properties = new HashMap<>(Map.of("n", number));
    if (grouped) {
      properties.put("JMSXGroupID", group);
    }
    if (closing) {
      properties.put("JMSXGroupSeq", -1);
    }
    EnvelopeBuilder builder =
        Messages.to(ORDERS, text)
            .properties(properties)
            .priority(random.nextInt(4) == 0 ? random.nextInt(10) : 4)
            .persistent(random.nextInt(3) != 0);
    if (random.nextInt(8) == 0) {
      builder.expiration(model.now + 1 + random.nextInt(600));
    }
    if (random.nextInt(6) == 0) {
      builder.deliveryTime(model.now + 1 + random.nextInt(600));
    }
    Envelope envelope = builder.build();
    ModelMessage message = new ModelMessage(text, envelope, number, group, closing);
    told("send " + message);
    model.messages.put(text, message);
    return message;
  }

  private void send() throws Exception {
    ModelMessage message = message();
    fixture.send(message.envelope);
    model.arrive(message);
  }

  private void burst() throws Exception {
    for (int i = random.nextInt(30); i >= 0; i--) {
      send();
      verifyDeliveries();
    }
  }

  private void sendInUnit() throws Exception {
    Unit unit = unit();
    if (unit != null) {
      ModelMessage message = message();
      told("  in unit " + units.indexOf(unit));
      fixture.broker.send(message.envelope, "c1", unit.unit);
      unit.sent.add(message);
    }
  }

  // ---- consuming

  private ModelConsumer consumer() {
    return model.consumers.isEmpty()
        ? null
        : model.consumers.get(random.nextInt(model.consumers.size()));
  }

  private void comeOrGo() throws Exception {
    ModelConsumer leaving = model.consumers.size() < 3 ? null : consumer();
    if (leaving != null || model.consumers.size() > 0 && random.nextInt(3) == 0) {
      leaving = leaving == null ? consumer() : leaving;
      told("close " + leaving);
      model.closed(leaving);
      departed.add(leaving);
      leaving.source.close();
      return;
    }
    ModelConsumer.Choice[] choices = ModelConsumer.Choice.values();
    ModelConsumer coming =
        new ModelConsumer("c" + names++, choices[random.nextInt(choices.length)]);
    told("open " + coming);
    model.opened(coming);
    coming.source =
        fixture.consume(
            ORDERS, coming.choice.selector, delivery -> got.add(new Got(coming, delivery)));
  }

  private void credit() throws Exception {
    ModelConsumer consumer = consumer();
    if (consumer == null) {
      comeOrGo();
      return;
    }
    if (random.nextInt(3) == 0) {
      fetch(consumer, 1 + random.nextInt(6));
      return;
    }
    int credit = 1 + random.nextInt(3);
    told("credit " + credit + " for " + consumer);
    consumer.credit += credit;
    consumer.source.credit(credit);
  }

  private void fetch(ModelConsumer consumer, int most) {
    told("fetch " + most + " for " + consumer);
    consumer.credit++;
    consumer.more = most - 1;
    consumer.source.fetch(most, Long.MAX_VALUE);
  }

  private void withdraw() {
    ModelConsumer consumer = consumer();
    if (consumer != null) {
      told("withdraw from " + consumer);
      int unused = consumer.source.withdrawCredit();
      verifyDeliveries();
      Model.require(unused == consumer.credit, "unused were " + unused + " of " + consumer);
      consumer.credit = 0;
      consumer.more = 0;
    }
  }

  private ModelConsumer holder() {
    List<ModelConsumer> holders = new ArrayList<>(model.consumers);
    holders.addAll(departed);
    holders.removeIf(consumer -> consumer.held.isEmpty());
    return holders.isEmpty() ? null : holders.get(random.nextInt(holders.size()));
  }

  private ModelMessage messageOf(Delivery delivery) {
    return model.messages.get(Messages.text(delivery));
  }

  private void acknowledge() throws Exception {
    ModelConsumer holder = holder();
    if (holder != null) {
      Delivery delivery = holder.held.remove(0);
      told("acknowledge " + Messages.text(delivery));
      model.acknowledged(messageOf(delivery));
      fixture.broker.acknowledge(List.of(delivery), null, random.nextBoolean());
    }
  }

  private void acknowledgeInUnit() throws Exception {
    ModelConsumer holder = holder();
    Unit unit = holder == null ? null : unit();
    if (unit != null) {
      Delivery delivery = holder.held.remove(0);
      told("acknowledge " + Messages.text(delivery) + " in unit " + units.indexOf(unit));
      fixture.acknowledge(delivery, unit.unit);
      unit.received.add(messageOf(delivery));
    }
  }

  private void release() {
    ModelConsumer holder = holder();
    if (holder != null) {
      boolean seen = random.nextBoolean();
      List<Delivery> all = List.copyOf(holder.held);
      holder.held.clear();
      told("release " + all.stream().map(Messages::text).toList() + (seen ? " seen" : ""));
      all.forEach(delivery -> back(messageOf(delivery), seen));
      fixture.broker.release(all, seen ? ReleaseReason.NOT_ACKNOWLEDGED : ReleaseReason.NOT_SEEN);
    }
  }

  private void back(ModelMessage message, boolean seen) {
    if (seen) {
      model.failed(message);
    } else {
      model.unseen(message);
    }
  }

  // ---- units of work

  private Unit unit() throws Exception {
    List<Unit> active = units.stream().filter(unit -> !unit.prepared).toList();
    if (!active.isEmpty() && random.nextInt(3) != 0) {
      return active.get(random.nextInt(active.size()));
    }
    if (units.size() > 3) {
      return null;
    }
    Unit unit = new Unit();
    if (random.nextBoolean()) {
      unit.unit = fixture.broker.begin();
    } else {
      unit.xid = TestXid.of(names++, 1);
      unit.unit = fixture.broker.branches().start(unit.xid, XAResource.TMNOFLAGS);
      fixture.broker.branches().end(unit.xid, XAResource.TMSUCCESS);
    }
    units.add(unit);
    return unit;
  }

  private void endUnit() throws Exception {
    if (units.isEmpty()) {
      return;
    }
    Unit unit = units.get(random.nextInt(units.size()));
    if (unit.xid != null && !unit.prepared && random.nextInt(3) != 0) {
      prepare(unit);
      return;
    }
    units.remove(unit);
    boolean commit = random.nextInt(3) != 0;
    told((commit ? "commit " : "roll back ") + unit.sent + unit.received);
    if (commit) {
      unit.sent.stream().filter(m -> m.state == ModelMessage.State.HIDDEN).forEach(model::arrive);
      unit.received.stream().filter(ModelMessage::isThere).forEach(model::acknowledged);
    } else {
      unit.sent.forEach(message -> message.state = ModelMessage.State.GONE);
      unit.received.stream().filter(ModelMessage::isThere).forEach(model::failed);
    }
    end(unit, commit);
  }

  private void prepare(Unit unit) throws Exception {
    told("prepare " + unit.sent + unit.received);
    if (fixture.broker.branches().prepare(unit.xid) == XAResource.XA_RDONLY) {
      units.remove(unit);
      return;
    }
    unit.prepared = true;
    unit.sent.forEach(message -> message.prepared = true);
    unit.received.forEach(message -> message.prepared = true);
  }

  private void end(Unit unit, boolean commit) throws Exception {
    if (unit.xid == null && commit) {
      fixture.broker.commit(unit.unit);
    } else if (unit.xid == null) {
      fixture.broker.rollback(unit.unit);
    } else if (commit) {
      fixture.broker.branches().commit(unit.xid, !unit.prepared);
    } else {
      fixture.broker.branches().rollback(unit.xid);
    }
  }

  // ---- time and restarts

  private void advance(long millis) {
    told("advance " + millis);
    model.advance(millis);
    scheduler.advance(millis);
  }

  /** Time passes, and nobody has noticed yet. */
  private void pass(long millis) {
    told("pass " + millis);
    model.advance(millis);
    scheduler.pass(millis);
  }

  private void browse() throws Exception {
    ModelConsumer.Choice[] choices = ModelConsumer.Choice.values();
    ModelConsumer.Choice choice = choices[random.nextInt(choices.length)];
    told("browse " + choice);
    meanwhile = 0;
    List<String> seen = new ArrayList<>();
    try (QueueView view = fixture.broker.browse(ORDERS, Selector.parse(choice.selector))) {
      for (Envelope e = view.next(); e != null; e = view.next()) {
        seen.add(Messages.text(e));
      }
    }
    model.checkBrowsed(choice, seen);
  }

  private void restart(boolean clean) throws Exception {
    told(clean ? "restart" : "crash");
    settle();
    verifyDeliveries();
    if (clean) {
      fixture.close();
    } else {
      scheduler.close();
    }
    long now = scheduler.now();
    scheduler = new ManualScheduler();
    scheduler.advance(now - scheduler.now());
    units.removeIf(unit -> !unit.prepared);
    model.restarted(clean);
    departed.clear();
    start(clean);
  }

  /** Lets everything come to an end, and nothing may be left. */
  void drain() throws Exception {
    while (!units.isEmpty()) {
      endUnit();
      check();
    }
    for (ModelConsumer consumer : List.copyOf(model.consumers)) {
      model.closed(consumer);
      departed.add(consumer);
      consumer.source.close();
      // What its groups held back may have gone to one that is still there.
      check();
    }
    ModelConsumer last = new ModelConsumer("last", ModelConsumer.Choice.ALL);
    told("drain");
    model.opened(last);
    last.source = fixture.consume(delivery -> got.add(new Got(last, delivery)));
    for (int rounds = 0; rounds < 40; rounds++) {
      while (holder() != null) {
        release();
        check();
        acknowledge();
        check();
      }
      last.credit += 50;
      last.source.credit(50);
      check();
      advance(1000);
      check();
    }
    model.checkFigures(fixture.figures(ORDERS), true);
    Model.require(fixture.figures(ORDERS).depth() == 0, "something is left");
    neighbour.delete();
    drainDeadLetters();
    Model.require(
        fixture.broker.memoryUsed() == 0,
        "memory is used by nothing: " + fixture.broker.memoryUsed());
  }

  private void drainDeadLetters() throws Exception {
    Mailbox dead = new Mailbox();
    BrokerConsumer consumer = fixture.consume(Messages.DLQ, null, dead);
    for (int left = model.deadLetters; left > 0; left--) {
      consumer.credit(1);
      settle();
      fixture.acknowledge(dead.poll());
    }
    settle();
  }

  @Override
  public void close() throws Exception {
    fixture.close();
  }
}

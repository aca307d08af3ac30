// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.broker.Messages.ORDERS;
import static org.sluicemq.broker.Messages.order;
import static org.sluicemq.broker.Messages.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What consumers are given in advance: their share, and no longer than others can wait. */
class RunsTest extends OneBroker {

  private static final long NO_END = Long.MAX_VALUE;

  /** A consumer that gives back all but the first of what it holds when it is asked. */
  private final class Holder implements DeliverySink {
    private final List<Delivery> held = new ArrayList<>();
    private final BrokerConsumer source;
    private boolean obeys = true;
    private int handled;
    private int recalls;

    Holder() throws Exception {
      source = fixture.consume(this);
    }

    @Override
    public void deliver(Delivery delivery) {
      held.add(delivery);
    }

    @Override
    public void recall() {
      recalls++;
      if (obeys && held.size() > 1) {
        List<Delivery> unseen = held.subList(1, held.size());
        fixture.broker.release(List.copyOf(unseen), ReleaseReason.NOT_SEEN);
        unseen.clear();
      }
    }

    Holder fetch(int most) {
      source.fetch(most, NO_END);
      return this;
    }

    /** Handles the message in hand, and asks for more when it was the last. */
    void handle(int most) throws Exception {
      if (!held.isEmpty()) {
        fixture.acknowledge(held.remove(0));
        handled++;
        if (held.isEmpty()) {
          fetch(most);
        }
      }
    }

    List<String> texts() {
      return held.stream().map(Messages::text).toList();
    }
  }

  private void sendNumbers(int first, int last) throws Exception {
    fixture.sendAll(
        IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toArray(String[]::new));
  }

  private void wearPatienceOut() {
    fixture.scheduler.advance(Runs.PATIENCE);
  }

  // ---- sharing

  @Test
  void loneConsumerIsGivenAsManyAsItAsksFor() throws Exception {
    sendNumbers(1, 10);
    assertEquals(List.of("1", "2", "3", "4"), new Holder().fetch(4).texts());
  }

  @Test
  void consumerThatWaitsIsGivenNothingBehindTheMessageThatComes() throws Exception {
    Holder waiting = new Holder().fetch(64);
    sendNumbers(1, 3);
    assertEquals(List.of("1"), waiting.texts());
  }

  @Test
  void runIsNoMoreThanTheConsumersShareOfWhatIsThere() throws Exception {
    sendNumbers(1, 10);
    Holder first = new Holder();
    Holder second = new Holder();
    assertEquals(5, first.fetch(64).held.size());
    assertEquals(2, second.fetch(64).held.size());
    assertEquals(3, fixture.figures(ORDERS).depth() - fixture.figures(ORDERS).inFlight());
  }

  @Test
  void whatComesAtOnceIsSpreadOverAllThatWait() throws Exception {
    List<Holder> four = List.of(new Holder(), new Holder(), new Holder(), new Holder());
    four.forEach(holder -> holder.fetch(64));
    var unit = fixture.broker.begin();
    for (int i = 0; i < 40; i++) {
      fixture.broker.send(order("m" + i), "c1", unit);
    }
    fixture.broker.commit(unit);
    for (Holder holder : four) {
      assertTrue(holder.held.size() >= 9 && holder.held.size() <= 10, "got " + holder.texts());
    }
  }

  @Test
  void equallyQuickConsumersHandleEquallyMany() throws Exception {
    sendNumbers(1, 4000);
    List<Holder> four = List.of(new Holder(), new Holder(), new Holder(), new Holder());
    four.forEach(holder -> holder.fetch(1));
    while (fixture.figures(ORDERS).depth() > 0) {
      for (Holder holder : four) {
        holder.handle(64);
      }
    }
    for (Holder holder : four) {
      assertEquals(1000, holder.handled, 20);
    }
  }

  @Test
  void consumerThatComesToADeepBacklogGetsItsShare() throws Exception {
    sendNumbers(1, 4000);
    List<Holder> all = new ArrayList<>(List.of(new Holder(), new Holder(), new Holder()));
    all.forEach(holder -> holder.fetch(1));
    for (int turn = 0; turn < 200; turn++) {
      for (Holder holder : all) {
        holder.handle(64);
      }
    }
    all.add(new Holder().fetch(1));
    while (fixture.figures(ORDERS).depth() > 0) {
      for (Holder holder : all) {
        holder.handle(64);
      }
    }
    assertEquals((4000 - 3 * 200) / 4, all.get(3).handled, 20);
  }

  @Test
  void stuckConsumerKeepsTheOthersFromNothing() throws Exception {
    sendNumbers(1, 400);
    Holder stuck = new Holder().fetch(64);
    long began = fixture.scheduler.now();
    List<Holder> others = List.of(new Holder(), new Holder(), new Holder());
    others.forEach(holder -> holder.fetch(64));
    while (stuck.recalls == 0) {
      for (Holder holder : others) {
        holder.handle(64);
      }
      fixture.scheduler.advance(10);
    }
    for (int turn = 0; turn < 100; turn++) {
      for (Holder holder : others) {
        holder.handle(64);
      }
    }
    assertEquals(Runs.MOST_PATIENCE, fixture.scheduler.now() - began);
    assertEquals(399, others.stream().mapToInt(holder -> holder.handled).sum());
    assertEquals(List.of("1"), stuck.texts());
    assertEquals(1, stuck.recalls);
  }

  @Test
  void runEndsBeforeItHoldsTooMuchMemory() throws Exception {
    byte[] large = new byte[(int) Runs.BYTES / 3];
    for (int i = 0; i < 6; i++) {
      fixture.send(Messages.to(ORDERS, "large").body(large).build());
    }
    assertEquals(2, new Holder().fetch(64).held.size());
    fixture.send(Messages.to(ORDERS, "huge").body(new byte[2 * large.length]).priority(9).build());
    assertEquals(1, new Holder().fetch(64).held.size());
  }

  @Test
  void messageThatMayGetTooOldIsNotGivenInAdvance() throws Exception {
    fixture.sendAll("a", "b");
    long soon = fixture.scheduler.now() + 10;
    fixture.send(Messages.to(ORDERS, "mortal").expiration(soon).build());
    fixture.sendAll("c");
    Holder holder = new Holder().fetch(64);
    assertEquals(List.of("a", "b"), holder.texts());
    fixture.scheduler.advance(20);
    holder.held.clear();
    assertEquals(List.of("c"), holder.fetch(64).texts());
  }

  @Test
  void withdrawnRunGivesNothing() throws Exception {
    Holder holder = new Holder().fetch(64);
    assertEquals(1, holder.source.withdrawCredit());
    sendNumbers(1, 3);
    assertEquals(List.of(), holder.texts());
    assertEquals(List.of("1"), holder.fetch(1).texts());
  }

  // ---- calling back

  @Test
  void waitingConsumerGetsWhatAnotherHasNotSeenAfterAWhile() throws Exception {
    sendNumbers(1, 4);
    Holder stuck = new Holder().fetch(8);
    fixture.consume(mailbox).credit(2);
    fixture.scheduler.advance(Runs.PATIENCE - 1);
    assertEquals(0, stuck.recalls);
    fixture.scheduler.advance(1);
    Delivery second = mailbox.take();
    assertEquals("2", text(second));
    assertFalse(second.redelivered());
    assertEquals(List.of("3"), mailbox.texts());
    assertEquals(List.of("1"), stuck.texts());
    fixture.acknowledge(stuck.held.remove(0));
    assertEquals(List.of("4"), stuck.fetch(1).texts());
    assertFalse(stuck.held.get(0).redelivered());
  }

  @Test
  void consumerThatIsPastWaitsLonger() throws Exception {
    sendNumbers(1, 6);
    Holder stuck = new Holder();
    Holder other = new Holder();
    assertEquals(List.of("1", "2", "3"), stuck.fetch(8).texts());
    while (fixture.figures(ORDERS).depth() > 3) {
      other.fetch(1);
      fixture.acknowledge(other.held.remove(0));
    }
    other.fetch(1);
    fixture.scheduler.advance(Runs.MOST_PATIENCE - 1);
    assertEquals(0, stuck.recalls);
    fixture.scheduler.advance(1);
    Delivery second = other.held.get(0);
    assertEquals("2", text(second));
    assertTrue(second.redelivered());
  }

  @Test
  void nothingIsCalledBackSoonThatWouldMeetOneThatIsPast() throws Exception {
    sendNumbers(1, 6);
    Holder stuck = new Holder();
    Holder other = new Holder();
    stuck.fetch(8);
    other.fetch(8);
    other.fetch(8);
    fixture.consume(mailbox).credit(3);
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
    fixture.scheduler.advance(Runs.MOST_PATIENCE);
    assertEquals(1, stuck.recalls);
  }

  @Test
  void nothingIsCalledBackSoonOfWhichAPartIsOldForAnother() throws Exception {
    for (int i = 1; i <= 9; i++) {
      fixture.send(order("" + i, Map.of("n", i)));
    }
    Holder leaving = new Holder();
    Holder past = new Holder();
    leaving.source.credit(2);
    past.fetch(1);
    leaving.source.close();
    fixture.broker.release(leaving.held, ReleaseReason.NOT_SEEN);
    Holder stuck = new Holder();
    assertEquals(List.of("1", "2", "4", "5"), stuck.fetch(8).texts());
    fixture.consume(ORDERS, "n = 5", mailbox).credit(1);
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
    past.source.close();
    fixture.consume(ORDERS, "n = 4", mailbox).credit(1);
    wearPatienceOut();
    assertEquals(1, stuck.recalls);
    assertEquals(Set.of("4", "5"), Set.copyOf(mailbox.texts()));
  }

  @Test
  void consumerThatBeginsToWaitAfterALookInVainIsServedSoonToo() throws Exception {
    sendNumbers(1, 4);
    Holder stuck = new Holder().fetch(8);
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    Holder late = new Holder();
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
    late.fetch(1);
    wearPatienceOut();
    assertEquals(1, stuck.recalls);
    assertEquals(List.of("2"), late.texts());
    assertFalse(late.held.get(0).redelivered());
  }

  @Test
  void runIsCalledBackSoonOnceTheOneThatIsPastHasLeft() throws Exception {
    sendNumbers(1, 4);
    Holder stuck = new Holder();
    Holder past = new Holder();
    assertEquals(List.of("1", "2"), stuck.fetch(8).texts());
    assertEquals(List.of("3", "4"), past.fetch(8).fetch(8).texts());
    Holder waiting = new Holder().fetch(1);
    wearPatienceOut();
    past.source.close();
    assertEquals(0, stuck.recalls);
    wearPatienceOut();
    assertEquals(1, stuck.recalls);
    assertEquals(List.of("2"), waiting.texts());
    assertFalse(waiting.held.get(0).redelivered());
  }

  @Test
  void runIsCalledBackSoonThoughOneIsPastThatWantsNothingOfIt() throws Exception {
    sendNumbers(1, 4);
    Holder stuck = new Holder().fetch(8);
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    fixture.send(order("5", Map.of("colour", "red")));
    assertEquals(List.of("5"), mailbox.texts());
    Holder waiting = new Holder().fetch(1);
    wearPatienceOut();
    assertEquals(1, stuck.recalls);
    assertEquals(List.of("2"), waiting.texts());
  }

  @Test
  void slowConsumerGivesTheRestToThoseWhoAreNotWaitingToo() throws Exception {
    sendNumbers(1, 20);
    Holder stuck = new Holder().fetch(8);
    new Holder().fetch(8);
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
    fixture.scheduler.advance(Runs.MOST_PATIENCE);
    assertEquals(List.of("1"), stuck.texts());
  }

  @Test
  void loneConsumerIsNotCalledBack() throws Exception {
    sendNumbers(1, 20);
    Holder stuck = new Holder().fetch(8);
    fixture.scheduler.advance(Runs.MOST_PATIENCE);
    assertEquals(0, stuck.recalls);
  }

  @Test
  void nobodyIsCalledBackForTheMessageInHand() throws Exception {
    sendNumbers(1, 2);
    Holder stuck = new Holder().fetch(8);
    fixture.acknowledge(stuck.held.remove(0));
    fixture.consume(mailbox).credit(1);
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
    assertEquals(List.of("2"), stuck.texts());
  }

  @Test
  void nobodyIsCalledBackForWhatTheOtherDoesNotSelect() throws Exception {
    fixture.send(order("a"));
    fixture.send(order("b", Map.of("colour", "blue")));
    Holder stuck = new Holder().fetch(8);
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    wearPatienceOut();
    fixture.scheduler.advance(Runs.MOST_PATIENCE);
    assertEquals(0, stuck.recalls);
  }

  @Test
  void consumerThatDoesNotAnswerIsAskedTwiceAndAgainWhenAnotherComes() throws Exception {
    sendNumbers(1, 4);
    Holder stuck = new Holder().fetch(8);
    stuck.obeys = false;
    BrokerConsumer waiting = fixture.consume(mailbox);
    waiting.credit(1);
    wearPatienceOut();
    assertEquals(1, stuck.recalls);
    fixture.scheduler.advance(2 * Runs.MOST_PATIENCE);
    fixture.scheduler.advance(2 * Runs.MOST_PATIENCE);
    assertEquals(2, stuck.recalls);
    fixture.consume(mailbox).credit(1);
    fixture.scheduler.advance(1);
    assertEquals(3, stuck.recalls);
  }

  @Test
  void groupStaysWithItsConsumerAndIsNotCalledBackInVain() throws Exception {
    fixture.consume(mailbox);
    Holder stuck = new Holder();
    for (String text : List.of("a", "b", "c", "d")) {
      fixture.send(order(text, Map.of("JMSXGroupID", "blue")));
    }
    assertEquals(List.of("a", "b"), stuck.fetch(2).texts());
    fixture.consume(ORDERS, "colour = 'red'", mailbox).credit(1);
    wearPatienceOut();
    assertEquals(0, stuck.recalls);
  }

  @Test
  void unseenGroupMovesInOrderToAConsumerThatComes() throws Exception {
    for (String text : List.of("a", "b", "c", "d")) {
      fixture.send(order(text, text.equals("a") ? Map.of() : Map.of("JMSXGroupID", "blue")));
    }
    Holder stuck = new Holder().fetch(8);
    fixture.consume(mailbox).credit(8);
    wearPatienceOut();
    assertEquals(List.of("b", "c", "d"), mailbox.texts());
    assertEquals(List.of("a"), stuck.texts());
  }

  // ---- order

  @Test
  void whatComesBackLateIsARedeliveryForOneThatIsPastIt() throws Exception {
    sendNumbers(1, 4);
    Holder first = new Holder();
    Holder second = new Holder();
    assertEquals(List.of("1", "2"), first.fetch(2).texts());
    assertEquals(List.of("3"), second.fetch(1).texts());
    fixture.acknowledge(second.held.remove(0));
    fixture.release(ReleaseReason.NOT_SEEN, first.held.remove(1));
    Delivery two = second.fetch(1).held.remove(0);
    assertEquals("2", text(two));
    assertEquals(2, two.deliveryCount());
    fixture.release(ReleaseReason.NOT_ACKNOWLEDGED, two);
    assertEquals(3, second.fetch(1).held.get(0).deliveryCount());
  }

  @Test
  void whatComesBackLateIsNewForItsHolderAndForOneThatComes() throws Exception {
    for (boolean comes : new boolean[] {false, true}) {
      sendNumbers(1, 4);
      Holder first = new Holder().fetch(2);
      Holder second = new Holder().fetch(1);
      fixture.release(ReleaseReason.NOT_SEEN, first.held.remove(1));
      Holder third = comes ? new Holder() : first;
      third.fetch(1);
      Delivery two = third.held.get(third.held.size() - 1);
      assertEquals("2", text(two));
      assertEquals(1, two.deliveryCount());
      fixture.close();
      assertEquals(List.of("3"), second.texts());
      fixture = new BrokerFixture();
    }
  }

  @Test
  void messageOfAnotherPriorityDoesNotMakeOneLate() throws Exception {
    fixture.send(order("low", 1));
    Holder first = new Holder().fetch(1);
    fixture.send(order("high", 8));
    Holder second = new Holder().fetch(1);
    fixture.release(ReleaseReason.NOT_SEEN, first.held.remove(0));
    assertEquals(1, second.fetch(1).held.get(1).deliveryCount());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluicemq.crash.CrowdLedger.Copy;
import org.sluicemq.crash.CrowdLedger.Life;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.crash.CrowdLedger.Stage;
import org.sluicemq.crash.CrowdPromise.Found;

/** The ledger of many clients notices what it is there to notice. */
class CrowdPromiseTest {

  private static final String QUEUE = "orders";

  private final CrowdLedger ledger = new CrowdLedger();

  private static Sent sent(String id, long number) {
    return new Sent(id, "producer", number, Set.of(QUEUE));
  }

  private long send(String... ids) {
    List<Sent> sends = Arrays.stream(ids).map(id -> sent(id, Long.parseLong(id))).toList();
    return ledger.begin(null, sends, List.of());
  }

  private long receive(String id) {
    return ledger.begin(null, List.of(), List.of(new Copy(QUEUE, id)));
  }

  private void found(String... ids) {
    List<Found> all =
        Arrays.stream(ids).map(id -> new Found(sent(id, Long.parseLong(id)), false)).toList();
    ledger.promise().check(Map.of(QUEUE, all), Map.of());
  }

  private void assertNoticed(String what, String... ids) {
    String said = assertThrows(AssertionError.class, () -> found(ids)).getMessage();
    assertTrue(said.contains(what), said);
  }

  @Test
  void unitThatWasCutOffMayBeThereOrNot() {
    send("1", "2");
    found("1", "2");
    found();
  }

  @Test
  void halfOfAUnitIsNoticed() {
    send("1", "2");
    assertNoticed("tells that this is", "1");
    assertNoticed("tells that this is", "2");
  }

  @Test
  void lossIsNoticed() {
    ledger.confirmed(send("1"));
    assertNoticed("tells that this is false");
  }

  @Test
  void returnOfWhatWasReceivedIsNoticed() {
    ledger.confirmed(send("1"));
    ledger.confirmed(receive("1"));
    found();
    assertNoticed("tells that this is false", "1");
  }

  @Test
  void receiptThatWasCutOffProvesTheSendThatWasCutOff() {
    send("1", "2");
    receive("1");
    found("2");
    found("1", "2");
    found();
    assertNoticed("tells that this is", "1");
  }

  @Test
  void confirmedReceiptProvesTheSendThatWasCutOff() {
    send("1", "2");
    ledger.confirmed(receive("1"));
    found("2");
    assertNoticed("tells that this is");
  }

  private void foundMarked(String id) {
    ledger
        .promise()
        .check(Map.of(QUEUE, List.of(new Found(sent(id, Long.parseLong(id)), true))), Map.of());
  }

  @Test
  void whatASessionAcknowledgedByItselfMayComeBackMarked() {
    ledger.confirmed(send("1"));
    long begunBefore = send("2");
    ledger.delivered(new Copy(QUEUE, "1"), false);
    long receipt = receive("1");
    ledger.acknowledgedLater(receipt);
    ledger.refused(begunBefore);
    foundMarked("1");
    found();
    assertNoticed("came back without a mark", "1");
  }

  @Test
  void whatASessionAcknowledgedByItselfIsGoneOnceALaterUnitIsConfirmed() {
    ledger.confirmed(send("1"));
    long begunBefore = send("2");
    ledger.acknowledgedLater(receive("1"));
    ledger.confirmed(begunBefore);
    found("1", "2");
    found("2");
    ledger.confirmed(send("3"));
    found("2", "3");
    assertNoticed("tells that this is false", "1", "2", "3");
  }

  @Test
  void whatASessionAcknowledgedByItselfIsGoneAfterACleanStop() {
    ledger.confirmed(send("1"));
    ledger.acknowledgedLater(receive("1"));
    found("1");
    ledger.closed();
    found();
    assertNoticed("tells that this is false", "1");
  }

  @Test
  void refusedSendIsNoticedWhenItIsThere() {
    ledger.refused(send("1"));
    assertNoticed("was not sent", "1");
  }

  @Test
  void messageTwiceIsNoticed() {
    ledger.confirmed(send("1"));
    assertNoticed("twice", "1", "1");
  }

  @Test
  void wrongOrderIsNoticed() {
    ledger.confirmed(send("1", "2"));
    assertNoticed("stands before", "2", "1");
  }

  @Test
  void messageThatWasSeenAndIsNotMarkedIsNoticed() {
    ledger.confirmed(send("1"));
    ledger.delivered(new Copy(QUEUE, "1"), false);
    assertNoticed("came back without a mark", "1");
  }

  @Test
  void lostBranchAndLostSubscriptionAreNoticed() {
    ledger.moved(ledger.begin("branch", List.of(sent("1", 1)), List.of()), Stage.PREPARED);
    ledger.subscription("reader#1", Life.THERE);
    ledger.subscription("going#1", Life.ENDING);
    CrowdPromise promise = ledger.promise();
    assertThrows(AssertionError.class, () -> promise.branches(Set.of()));
    assertThrows(AssertionError.class, () -> promise.branches(Set.of("branch", "other")));
    assertTrue(promise.branches(Set.of("branch")).containsKey("branch"));
    assertThrows(AssertionError.class, () -> promise.requireSubscriptions(Set.of()));
    assertThrows(
        AssertionError.class, () -> promise.requireSubscriptions(Set.of("reader#1", "x#1")));
    promise.requireSubscriptions(Set.of("reader#1"));
  }

  @Test
  void subscriptionMustHoldWhatWasSentAfterItBegan() {
    ledger.subscription("reader#1", Life.BEGINNING);
    assertTrue(ledger.subscribed().isEmpty());
    ledger.subscription("reader#1", Life.THERE);
    Sent message = new Sent("1", "producer", 1, ledger.subscribed());
    ledger.confirmed(ledger.begin(null, List.of(message), List.of()));
    CrowdPromise promise = ledger.promise();
    promise.check(Map.of("reader#1", List.of(new Found(message, false))), Map.of());
    assertThrows(
        AssertionError.class, () -> promise.check(Map.of("reader#1", List.of()), Map.of()));
  }
}

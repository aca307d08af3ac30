// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/** What a reader sees while parts of the buffer are taken out below its feet. */
class MergeBufferTest {

  private static final PageLimits ALL = new PageLimits(100, 1L << 40);

  private final MergeBuffer buffer = new MergeBuffer(1);
  private final Catalogue catalogue = new Catalogue();
  private long sequence;

  @BeforeEach
  void createBacklog() {
    apply(new WriteBatch().create(ORDERS));
    mergeOldest();
  }

  private void apply(WriteBatch batch) {
    buffer.apply(List.of(batch), catalogue, ++sequence, 100);
  }

  private Layer mergeOldest() {
    Layer taken = buffer.takeOldest(Long.MAX_VALUE, 1, 1);
    buffer.merged();
    return taken;
  }

  private MergeBuffer.View view() {
    return buffer.view(0, Long.MAX_VALUE, ALL);
  }

  @Test
  void whatWasRemovedBeforeAViewStaysHiddenFromItWhileItsRemovalIsMerged() {
    StoredMessage resting = message(ORDERS, 4, 1);
    apply(new WriteBatch().remove(resting.key()));
    MergeBuffer.View view = view();
    assertEquals(List.of(resting.key()), mergeOldest().toBatch().removed());
    apply(new WriteBatch().add(message(ORDERS, 4, 2)));
    mergeOldest();
    assertEquals(List.of(), view.over(List.of(resting)));
    assertTrue(view.hides(resting.key()));
    assertEquals(List.of(resting), view().over(List.of(resting)));
    assertFalse(view().hides(resting.key()));
  }

  @Test
  void countsThatAreMergedMeanwhileAreSeen() {
    StoredMessage resting = message(ORDERS, 4, 1);
    apply(new WriteBatch().deliveryCount(resting.key(), 3));
    MergeBuffer.View view = view();
    mergeOldest();
    assertEquals(3, view.over(List.of(resting)).get(0).deliveryCount());
  }

  @Test
  void removalDuringTheMergeOfItsMessageIsMergedLater() {
    StoredMessage message = message(ORDERS, 4, 1);
    apply(new WriteBatch().add(message));
    Layer taken = buffer.takeOldest(Long.MAX_VALUE, 1, 1);
    apply(new WriteBatch().remove(message.key()));
    assertEquals(List.of(message), taken.toBatch().added());
    assertEquals(Layer.Presence.GONE, buffer.presence(key(1)));
    buffer.merged();
    assertEquals(List.of(message.key()), mergeOldest().toBatch().removed());
  }

  @Test
  void removalThatComesBeforeTheMergeLeavesNothing() {
    apply(new WriteBatch().add(message(ORDERS, 4, 1)));
    apply(new WriteBatch().add(message(ORDERS, 4, 2)));
    apply(new WriteBatch().remove(key(1)));
    assertTrue(mergeOldest().isEmpty());
    assertEquals(1, mergeOldest().toBatch().added().size());
    assertTrue(mergeOldest().isEmpty());
    assertTrue(buffer.isDrained());
    assertEquals(0, buffer.bytes());
  }

  @Test
  void markMovesWithTheRecordThatSetItLast() {
    apply(new WriteBatch().deliveredMark(ORDERS.id(), 5));
    apply(new WriteBatch().deliveredMark(ORDERS.id(), 9));
    assertTrue(mergeOldest().toBatch().deliveredMarks().isEmpty());
    assertEquals(9, mergeOldest().toBatch().deliveredMarks().get(ORDERS.id()));
  }
}

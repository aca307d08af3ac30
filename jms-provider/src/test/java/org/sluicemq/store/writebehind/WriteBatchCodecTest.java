// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.INVOICES;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;

class WriteBatchCodecTest {

  private static final BranchRecord BRANCH =
      new BranchRecord(
          7,
          new byte[] {1, 2},
          new byte[0],
          99,
          List.of(message(ORDERS, 4, 8).envelope(), message(ORDERS, 4, 9).envelope()),
          List.of(key(5), key(6)));

  private static final BranchDecision DECISION =
      new BranchDecision(true, 1L << 41, "ada", "größer als gedacht");

  private static WriteBatch everything() {
    return new WriteBatch()
        .create(ORDERS)
        .create(new BacklogRecord(3, Address.topic("größe")))
        .create(subscription(4, new SubscriptionRecord(3, null, "n", true, false, null, 1L << 40)))
        .create(subscription(5, new SubscriptionRecord(3, "ä", "n", false, true, "a = 'ß'", 0)))
        .remove(key(1))
        .add(message(ORDERS, 4, 2))
        .add(message(INVOICES, 9, 3, new byte[0]))
        .add(new StoredMessage(key(4), message(ORDERS, 4, 4, new byte[3000]).envelope(), 12))
        .deliveryCount(key(2), 3)
        .deliveredMark(2, 1L << 40)
        .prepare(BRANCH)
        .prepare(BRANCH.decided(DECISION))
        .resolve("1:ab:")
        .drop(17);
  }

  private static BacklogRecord subscription(int id, SubscriptionRecord subscription) {
    return new BacklogRecord(id, Address.topic("größe"), subscription);
  }

  private static ByteBuffer joined(ByteBuffer... parts) {
    int length = 0;
    for (ByteBuffer part : parts) {
      length += part.remaining();
    }
    ByteBuffer whole = ByteBuffer.allocate(length);
    for (ByteBuffer part : parts) {
      whole.put(part);
    }
    return whole.flip();
  }

  @Test
  void batchComesBackWithAllItsChanges() {
    WriteBatch batch = everything();
    WriteBatch found = WriteBatchCodec.decode(joined(WriteBatchCodec.encode(batch)));
    assertEquals(batch.createdBacklogs(), found.createdBacklogs());
    assertEquals(batch.removed(), found.removed());
    assertEquals(batch.added(), found.added());
    assertEquals(batch.deliveryCounts(), found.deliveryCounts());
    assertEquals(batch.deliveredMarks(), found.deliveredMarks());
    assertEquals(batch.resolvedBranches(), found.resolvedBranches());
    assertEquals(batch.droppedBacklogs(), found.droppedBacklogs());
    BranchRecord branch = found.preparedBranches().get(0);
    assertEquals(BRANCH.identity(), branch.identity());
    assertEquals(BRANCH.preparedAt(), branch.preparedAt());
    assertEquals(BRANCH.sends(), branch.sends());
    assertEquals(BRANCH.acknowledged(), branch.acknowledged());
    BranchRecord decided = found.preparedBranches().get(1);
    assertEquals(DECISION, decided.decision());
    assertEquals(BRANCH.decided(DECISION).identity(), decided.identity());
    assertEquals(BRANCH.preparedAt(), decided.preparedAt());
    assertEquals(2, found.preparedBranches().size());
  }

  @Test
  void bodiesAreNotCopied() {
    StoredMessage message = message(ORDERS, 4, 1, new byte[5000]);
    ByteBuffer[] parts = WriteBatchCodec.encode(new WriteBatch().add(message));
    assertEquals(2, parts.length);
    assertSame(message.envelope().body().chunk(0), parts[1].array());
    assertTrue(parts[0].remaining() < 200, parts[0].remaining() + " bytes beside the body");
  }

  @Test
  void recordCutShortIsDamaged() {
    ByteBuffer whole = joined(WriteBatchCodec.encode(everything()));
    for (int length = 0; length < whole.limit(); length += 7) {
      ByteBuffer cut = whole.duplicate().limit(length);
      assertThrows(DamagedMessageException.class, () -> WriteBatchCodec.decode(cut));
    }
  }

  @Test
  void recordOfANewerVersionIsRefused() {
    ByteBuffer newer = joined(WriteBatchCodec.encode(everything())).put(0, (byte) 2);
    DamagedMessageException refused =
        assertThrows(DamagedMessageException.class, () -> WriteBatchCodec.decode(newer));
    assertTrue(refused.getMessage().contains("version 2"), refused.getMessage());
  }
}

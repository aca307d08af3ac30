// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private final byte[] body = {1, 2, 3};
  private final Envelope envelope =
      Envelope.builder(MessageType.BYTES, Address.queue("orders"))
          .messageId("ID:7")
          .properties(Map.of("JMSXGroupID", "g", "JMSXGroupSeq", 3, "colour", "red"))
          .body(body)
          .build();

  @Test
  void anEnvelopeForAnotherPlaceSharesTheBody() {
    Envelope dead =
        envelope.withDestination(Address.queue("DLQ")).withProperties(Map.of("cause", "poison"));
    assertSame(body, dead.body().chunk(0));
    assertEquals("DLQ", dead.destination().name());
    assertEquals("poison", dead.properties().get("cause"));
    assertEquals("red", dead.properties().get("colour"));
    assertEquals(envelope.messageId(), dead.messageId());
    assertEquals("orders", envelope.destination().name());
    assertFalse(envelope.properties().containsKey("cause"));
  }

  @Test
  void propertiesAreCopiedInAndCannotBeChanged() {
    Map<String, Object> mine = new HashMap<>(Map.of("a", 1));
    Envelope built =
        Envelope.builder(MessageType.MESSAGE, Address.queue("q")).properties(mine).build();
    mine.put("b", 2);
    assertEquals(Map.of("a", 1), built.properties());
    assertThrows(UnsupportedOperationException.class, () -> built.properties().put("c", 3));
  }

  @Test
  void aPropertyOfAnotherTypeIsRefused() {
    EnvelopeBuilder builder = Envelope.builder(MessageType.MESSAGE, Address.queue("q"));
    assertThrows(IllegalArgumentException.class, () -> builder.properties(Map.of("a", List.of())));
  }

  @Test
  void aPriorityOutsideZeroToNineIsRefused() {
    for (int priority : new int[] {-1, 10}) {
      EnvelopeBuilder builder =
          Envelope.builder(MessageType.MESSAGE, Address.queue("q")).priority(priority);
      assertThrows(IllegalArgumentException.class, builder::build);
    }
  }

  @Test
  void groupsAreReadFromTheProperties() {
    assertEquals("g", envelope.groupId());
    assertEquals(3, envelope.groupSequence());
    Envelope none = Envelope.builder(MessageType.TEXT, Address.queue("q")).build();
    assertNull(none.groupId());
    assertEquals(0, none.groupSequence());
  }

  @Test
  void sizeGrowsWithBodyAndProperties() {
    Envelope larger = envelope.toBuilder().body(new byte[1003]).build();
    assertEquals(envelope.size() + 1000, larger.size());
    Envelope named = envelope.withProperties(Map.of("note", "x".repeat(500)));
    assertTrue(named.size() >= envelope.size() + 500);
  }

  @Test
  void equalityLooksIntoTheBody() {
    assertEquals(envelope, envelope.toBuilder().body(new byte[] {1, 2, 3}).build());
    assertNotEquals(envelope, envelope.toBuilder().body(new byte[] {1, 2, 4}).build());
    assertEquals(envelope.hashCode(), envelope.toBuilder().build().hashCode());
  }

  @Test
  void aDifferenceInAnyOneFieldMakesAnotherEnvelope() {
    Address other = Address.topic("orders");
    for (EnvelopeBuilder changed :
        List.of(
            envelope.toBuilder().messageId("ID:8"),
            envelope.toBuilder().destination(other),
            envelope.toBuilder().replyTo(other),
            envelope.toBuilder().persistent(false),
            envelope.toBuilder().priority(5),
            envelope.toBuilder().timestamp(1),
            envelope.toBuilder().expiration(1),
            envelope.toBuilder().deliveryTime(1),
            envelope.toBuilder().correlationId("c"),
            envelope.toBuilder().jmsType("t"),
            envelope.toBuilder().properties(Map.of()))) {
      assertNotEquals(envelope, changed.build());
    }
    Envelope none = envelope.toBuilder().body((Body) null).build();
    assertNotEquals(none, envelope.toBuilder().body(new byte[0]).build());
    assertNotEquals(none, Envelope.builder(MessageType.TEXT, envelope.destination()).build());
    assertNotEquals(envelope, null);
    assertNotEquals(envelope.hashCode(), envelope.toBuilder().messageId("ID:8").build().hashCode());
  }

  @Test
  void sizeCountsEveryTextOnceAndWhatHoldsIt() {
    Envelope bare = Envelope.builder(MessageType.TEXT, Address.queue("q")).build();
    String text = "x".repeat(100);
    for (EnvelopeBuilder grown :
        List.of(
            bare.toBuilder().messageId(text),
            bare.toBuilder().correlationId(text),
            bare.toBuilder().jmsType(text),
            bare.toBuilder().replyTo(Address.queue(text)))) {
      long more = grown.build().size() - bare.size();
      assertTrue(more > 100 && more < 200, "it counts " + more);
    }
    assertTrue(bare.size() > 100, "an envelope of nothing takes memory too");
    long one = bare.withProperties(Map.of("a", 1)).size();
    assertTrue(one > bare.size() + 100, "so does the first property");
    assertEquals(one + 99, bare.withProperties(Map.of(text, 1)).size());
    long word = bare.withProperties(Map.of("a", "")).size();
    assertTrue(word > one, "a text takes more than a number");
    assertEquals(word + 100, bare.withProperties(Map.of("a", text)).size());
    long two = bare.withProperties(Map.of("a", 1, "b", 2)).size();
    assertTrue(two > one + 56 && two - one < one - bare.size(), "the second takes less");
  }

  @Test
  void theTextForLogsSaysTypeMessagePlaceAndLength() {
    assertEquals("BYTES ID:7 to queue 'orders', 3 bytes", envelope.toString());
  }

  @Test
  void theTextForLogsNamesTheMessageAndHidesItsContent() {
    Envelope secret =
        envelope.withProperties(Map.of("password", "hunter2")).toBuilder()
            .body("hunter2".getBytes())
            .build();
    assertTrue(secret.toString().contains("ID:7") && secret.toString().contains("orders"));
    assertFalse(secret.toString().contains("hunter2"));
  }
}

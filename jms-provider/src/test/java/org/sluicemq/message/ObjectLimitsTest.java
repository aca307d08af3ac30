// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Object bodies that are made to take all memory or all time, and honest ones beside them. */
class ObjectLimitsTest {

  private static final int LEVELS = 60;

  /** A record asks its components for their hash codes. */
  record Pair(Object left, Object right) implements Serializable {}

  /** Runs out of memory when it comes to life. */
  static final class Glutton implements Serializable {
    private static final long serialVersionUID = 1L;
    static final OutOfMemoryError FAILURE = new OutOfMemoryError("for a test");

    private void readObject(ObjectInputStream in) {
      throw FAILURE;
    }
  }

  private static final ObjectPolicy TRUSTING =
      ObjectPolicy.trusting(ObjectLimitsTest.class.getName());

  private static Serializable receive(Serializable object, ObjectPolicy policy)
      throws JMSException {
    return Passage.through(Passage.FACTORY.object(object), new MessageFactory(policy)).getObject();
  }

  private static String refusal(Serializable object) {
    return assertThrows(MessageFormatException.class, () -> receive(object, TRUSTING)).getMessage();
  }

  private static Serializable map(Object first, Object second) {
    return new TreeMap<>(Map.of("first", first, "second", second));
  }

  /** Ways to hold something twice, which nobody hashes as long as they are only held. */
  static Stream<Function<Serializable, Serializable>> holders() {
    return Stream.of(
        held -> new ArrayList<>(List.of(held, held)),
        held -> new ArrayDeque<>(List.of(held, held)),
        held -> map(held, held),
        held -> new SimpleEntry<>(held, held),
        held -> (Serializable) Arrays.asList(held, held),
        held -> (Serializable) Collections.nCopies(2, held),
        held -> (Serializable) Collections.unmodifiableMap((Map<?, ?>) map(held, held)),
        held -> new Pair(held, held));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void whatWouldTakeForeverToHashIsRefusedBeforeAnybodyHashesIt(
      Function<Serializable, Serializable> holder) {
    // Side by side in one list, so that no depth of the body tells.
    ArrayList<Serializable> levels = new ArrayList<>();
    Serializable level = "x";
    for (int i = 0; i < LEVELS; i++) {
      level = holder.apply(level);
      levels.add(level);
    }
    String refusal = refusal(levels);
    assertTrue(refusal.contains("references="), refusal);
    assertTrue(refusal.contains("objectMessageLimits"), refusal);
  }

  /** Written by hand: to make it as objects would take as long as to read it. */
  @Test
  void setsOfSetsAreRefusedWhateverTheirDepth() throws IOException {
    for (int levels : new int[] {9, 10}) {
      Body body = Body.of(new HashBomb().write(10, levels));
      MessageFormatException refusal =
          assertThrows(MessageFormatException.class, () -> ObjectPolicy.STANDARD.deserialize(body));
      assertTrue(refusal.getMessage().contains("references="), refusal.getMessage());
    }
  }

  @Test
  void collectionInsideOfItselfIsRefused() {
    ArrayList<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertTrue(refusal(itself).contains("to itself"));
  }

  @Test
  void timeIsLimited() throws JMSException {
    long[] now = {Long.MAX_VALUE - 5};
    LongSupplier slow = () -> now[0] += 1_000_000_000L;
    ArrayList<Object> value = new ArrayList<>(List.of(new HashMap<>(), new HashSet<>()));
    ObjectPolicy patient = ObjectPolicy.STANDARD.timedBy(slow);
    assertEquals(value, receive(value, patient));
    ObjectPolicy hasty = patient.within(ObjectLimits.parse("seconds=2"));
    String refusal =
        assertThrows(MessageFormatException.class, () -> receive(value, hasty)).getMessage();
    assertTrue(refusal.contains("seconds="), refusal);
  }

  static Stream<Serializable> honest() {
    HashMap<String, String> strings = new HashMap<>();
    ArrayList<List<Integer>> lists = new ArrayList<>();
    ArrayList<Object> shared = new ArrayList<>();
    List<String> one = new ArrayList<>(List.of("a", "b"));
    for (int i = 0; i < 100_000; i++) {
      strings.put("key " + i, "value");
      shared.add(i % 2 == 0 ? one : Collections.unmodifiableList(one));
    }
    for (int i = 0; i < 300; i++) {
      lists.add(new ArrayList<>(Collections.nCopies(300, i)));
    }
    ArrayList<Object> empty = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Collections.addAll(
          empty,
          new HashMap<>(Map.of(i, i)),
          new HashSet<>(List.of(i)),
          new Hashtable<>(Map.of(i, i)),
          new LinkedHashMap<>(),
          new HashMap<>(Map.of(List.of(i), new HashSet<>(List.of(List.of(i))))),
          BitSet.valueOf(new long[] {i}));
    }
    BitSet bits = new BitSet();
    bits.set(1_000_000);
    return Stream.of(
        strings,
        lists,
        shared,
        empty,
        bits,
        new long[50_000],
        new double[10][1_000],
        "wide".repeat(50_000).toCharArray(),
        (Serializable) Collections.nCopies(1_000, "x"));
  }

  @ParameterizedTest
  @MethodSource("honest")
  void honestObjectsAreReceived(Serializable value) throws JMSException {
    Serializable received = receive(value, ObjectPolicy.STANDARD);
    assertTrue(Objects.deepEquals(value, received), value.getClass().getTypeName());
  }

  @Test
  void largeIdentityMapsAndQueuesAreReceived() throws JMSException {
    IdentityHashMap<Object, Object> identities = new IdentityHashMap<>();
    PriorityQueue<Integer> queue = new PriorityQueue<>();
    for (int i = 0; i < 20_000; i++) {
      identities.put(new int[0], null);
      queue.add(i);
    }
    assertEquals(20_000, ((Map<?, ?>) receive(identities, ObjectPolicy.STANDARD)).size());
    assertEquals(20_000, ((PriorityQueue<?>) receive(queue, ObjectPolicy.STANDARD)).size());
  }

  @Test
  void arraysInsideOfEachOtherCannotClaimMoreThanTheBodyHolds() throws IOException {
    // Each claims no more than the body could hold, and together they would take gigabytes.
    byte[] bytes = nestedClaims(20, 500_000);
    MessageFormatException refusal =
        assertThrows(
            MessageFormatException.class, () -> ObjectPolicy.STANDARD.deserialize(Body.of(bytes)));
    assertTrue(refusal.getMessage().contains("an array of 500000"), refusal.getMessage());
  }

  private static byte[] nestedClaims(int arrays, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xaced0005);
    for (int i = 0; i < arrays; i++) {
      out.writeByte(0x75);
      if (i == 0) {
        HashBomb.describe(out, Object[].class, 2);
      } else {
        out.writeByte(0x71);
        out.writeInt(0x7e0000);
      }
      out.writeInt(length);
    }
    for (int i = 0; i < length; i++) {
      out.writeByte(0x70);
    }
    return bytes.toByteArray();
  }

  @Test
  void outOfMemoryIsToldAsItIs() {
    OutOfMemoryError thrown =
        assertThrows(OutOfMemoryError.class, () -> receive(new Glutton(), TRUSTING));
    assertSame(Glutton.FAILURE, thrown);
  }

  /** Sets of sets, each of which holds all sets of the level below. */
  private static final class HashBomb {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, Integer> handles = new HashMap<>();
    private int next = 0x7e0000;

    static void describe(DataOutputStream out, Class<?> type, int flags) throws IOException {
      out.writeByte(0x72);
      out.writeUTF(type.getName());
      out.writeLong(ObjectStreamClass.lookup(type).getSerialVersionUID());
      out.writeByte(flags);
      out.writeShort(0);
      out.writeShort(0x7870);
    }

    byte[] write(int width, int levels) throws IOException {
      out.writeInt(0xaced0005);
      writeSet(width, levels, 0);
      return bytes.toByteArray();
    }

    private void writeSet(int width, int level, int index) throws IOException {
      String name = level + "." + index;
      Integer known = handles.get(name);
      if (known != null) {
        out.writeByte(0x71);
        out.writeInt(known);
        return;
      }
      out.writeByte(0x73);
      if (handles.isEmpty()) {
        describe(out, HashSet.class, 3);
        next++;
      } else {
        out.writeByte(0x71);
        out.writeInt(0x7e0000);
      }
      handles.put(name, next++);
      writeElements(name, width, level);
    }

    private void writeElements(String name, int width, int level) throws IOException {
      int size = 1 + (level > 0 ? width : 0);
      out.writeShort(0x770c);
      out.writeInt(32);
      out.writeFloat(0.75f);
      out.writeInt(size);
      out.writeByte(0x74);
      out.writeUTF(name);
      next++;
      for (int i = 1; i < size; i++) {
        writeSet(width, level - 1, i - 1);
      }
      out.writeByte(0x78);
    }
  }
}

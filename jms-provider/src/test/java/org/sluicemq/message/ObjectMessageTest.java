// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Object bodies (section 3.11) and what may come to life from them. */
class ObjectMessageTest {

  /** A class of the application's, which nobody trusts without being told. */
  record Order(String id, List<String> lines) implements Serializable {}

  /** Notices when it comes to life. */
  static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger SPRUNG = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      SPRUNG.incrementAndGet();
    }
  }

  /** Is written as nothing. */
  static final class Vanishing implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      return null;
    }
  }

  static final class Unserializable implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object inside = new Object();
  }

  static final class Echo implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return 7;
    }
  }

  /** An interface that only the application's loader knows. */
  public interface Marked {}

  private static final String THIS = ObjectMessageTest.class.getName();

  private static Serializable receive(Serializable object, ObjectPolicy policy)
      throws JMSException {
    return Passage.through(Passage.FACTORY.object(object), new MessageFactory(policy)).getObject();
  }

  static List<Serializable> jdkValues() {
    return List.of(
        "text",
        true,
        'c',
        (byte) 1,
        (short) 2,
        3,
        4L,
        5f,
        6d,
        new BigDecimal("1.5"),
        Instant.EPOCH,
        LocalDate.EPOCH,
        ZonedDateTime.parse("2026-01-01T00:00:00Z[Europe/Paris]"),
        new ArrayList<>(List.of("a", 1)),
        (Serializable) List.of(1, 2, 3),
        (Serializable) Map.of("k", 1),
        (Serializable) Set.of(1),
        (Serializable) Arrays.asList(1, 2),
        new HashMap<>(Map.of("k", List.of(1))),
        new TreeMap<>(Map.of("k", 1)),
        new HashSet<>(Set.of(1)),
        (Serializable) Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        (Serializable) Collections.emptyMap(),
        new Date(5),
        new UUID(1, 2),
        Locale.FRANCE,
        new GregorianCalendar(),
        URI.create("http://localhost/"),
        TimeUnit.DAYS,
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        (Serializable) EnumSet.of(TimeUnit.DAYS),
        new ConcurrentHashMap<>(Map.of("k", 1)),
        new java.sql.Timestamp(7));
  }

  @ParameterizedTest
  @MethodSource("jdkValues")
  void valuesOfTheJdkAreTrusted(Serializable value) throws JMSException {
    assertEquals(value, receive(value, ObjectPolicy.STANDARD));
  }

  @Test
  void arraysOfTrustedValuesAreTrusted() throws JMSException {
    assertArrayEquals(new int[] {1}, (int[]) receive(new int[] {1}, ObjectPolicy.STANDARD));
    assertArrayEquals(
        new String[][] {{"a"}},
        (String[][]) receive(new String[][] {{"a"}}, ObjectPolicy.STANDARD));
  }

  @Test
  void aClassThatIsNotTrustedIsRefusedByNameWithTheSetting() throws JMSException {
    JmsObjectMessage received = Passage.through(Passage.FACTORY.object(new Order("1", null)));
    MessageFormatException refusal =
        assertThrows(MessageFormatException.class, received::getObject);
    assertTrue(refusal.getMessage().contains(Order.class.getTypeName()), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("objectMessageTrustedPackages"), refusal.getMessage());
    assertFalse(received.isBodyAssignableTo(Order.class));
    assertThrows(MessageFormatException.class, () -> received.getBody(Order.class));
  }

  @Test
  void aClassThatIsNotTrustedNeverComesToLife() {
    Trap.SPRUNG.set(0);
    for (Serializable hidden :
        List.of(new Trap(), new ArrayList<>(List.of(new Trap())), new Trap[] {new Trap()})) {
      assertThrows(MessageFormatException.class, () -> receive(hidden, ObjectPolicy.STANDARD));
    }
    assertEquals(0, Trap.SPRUNG.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.sluicemq",
        "org.sluicemq.message",
        "org.sluicemq.message.*",
        "com.acme, org.sluicemq.message.ObjectMessageTest$Order",
        "*",
        " x , * "
      })
  void namedClassesAndPackagesAreTrusted(String setting) throws JMSException {
    Order order = new Order("1", List.of("a"));
    assertEquals(order, receive(order, ObjectPolicy.trusting(setting)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"com.acme.", "com..acme", ".com", "com.acme..*", "*.*", "com.1", "com/acme", "*x"})
  void whatCannotBeANameIsRefusedWithAnExample(String setting) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ObjectPolicy.trusting("a.b," + setting));
    assertTrue(refusal.getMessage().contains("'" + setting + "'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("com.acme.orders"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "org.sluice", "org.sluicemq.mess", "com.acme", "sluicemq.message"})
  void likeSoundingNamesAreNot(String setting) {
    assertThrows(
        MessageFormatException.class,
        () -> receive(new Order("1", null), ObjectPolicy.trusting(setting)));
  }

  @Test
  void aSettingThatIsNoNameIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> ObjectPolicy.trusting("com.acme,org.*.x"));
    assertTrue(refusal.getMessage().contains("org.*.x"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("objectMessageTrustedPackages"), refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> ObjectPolicy.trusting("com/acme"));
  }

  @Test
  void depthNumberAndArraysHaveLimits() throws JMSException {
    ObjectPolicy small = ObjectPolicy.STANDARD.within(new ObjectLimits(5, 100, 50));
    assertEquals(List.of(1), receive(new ArrayList<>(List.of(1)), small));
    ArrayList<Object> deep = new ArrayList<>();
    ArrayList<Object> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      deep = new ArrayList<>(List.of(deep));
      many.add(new ArrayList<>(List.of(new Date(i), new Date(i))));
    }
    for (Serializable large : List.of(deep, many, new int[51])) {
      MessageFormatException refusal =
          assertThrows(MessageFormatException.class, () -> receive(large, small));
      assertTrue(refusal.getMessage().contains("limit"), refusal.getMessage());
    }
  }

  @Test
  void nestedSetsThatWouldTakeForeverToHashAreRefused() {
    HashSet<Object> root = new HashSet<>();
    Set<Object> left = root;
    Set<Object> right = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Set<Object> nextLeft = new HashSet<>(Set.of("left"));
      Set<Object> nextRight = new HashSet<>();
      left.addAll(List.of(nextLeft, nextRight));
      right.addAll(List.of(nextLeft, nextRight));
      left = nextLeft;
      right = nextRight;
    }
    assertThrows(MessageFormatException.class, () -> receive(root, ObjectPolicy.STANDARD));
  }

  @Test
  void theObjectIsASnapshotAndEveryReadACopy() throws JMSException {
    ArrayList<String> mine = new ArrayList<>(List.of("sent"));
    JmsObjectMessage message = Passage.FACTORY.object(mine);
    mine.add("later");
    assertEquals(List.of("sent"), message.getObject());
    assertNotSame(message.getObject(), message.getObject());
    JmsObjectMessage received = Passage.through(message);
    assertEquals(List.of("sent"), received.getBody(List.class));
    assertEquals(List.of("sent"), received.getBody(Serializable.class));
    assertFalse(received.isBodyAssignableTo(String.class));
    assertThrows(MessageFormatException.class, () -> received.getBody(String.class));
  }

  @Test
  void anObjectThatThisApplicationSetNeedsNoTrust() throws JMSException {
    Order order = new Order("1", null);
    JmsObjectMessage message = Passage.FACTORY.object(order);
    assertEquals(order, message.getObject());
    assertEquals(order, message.getBody(Order.class));
  }

  @Test
  void aReceivedObjectIsReadOnlyUntilCleared() throws JMSException {
    JmsObjectMessage received = Passage.through(Passage.FACTORY.object("old"));
    assertThrows(MessageNotWriteableException.class, () -> received.setObject("new"));
    received.clearBody();
    assertNull(received.getObject());
    received.setObject(new Order("2", null));
    assertEquals(new Order("2", null), received.getObject());
  }

  @Test
  void aNullObjectIsNoBody() throws JMSException {
    JmsObjectMessage received = Passage.through(Passage.FACTORY.object(null));
    assertNull(received.getObject());
    assertNull(received.getBody(Integer.class));
    assertTrue(received.isBodyAssignableTo(Integer.class));
  }

  @Test
  void anObjectThatTurnsIntoNullIsNoObject() throws JMSException {
    JmsObjectMessage sent = Passage.FACTORY.object(new Vanishing());
    for (JmsObjectMessage message : List.of(sent, Passage.through(sent))) {
      assertNull(message.getObject());
      assertFalse(message.isBodyAssignableTo(Object.class));
      String refusal =
          assertThrows(MessageFormatException.class, () -> message.getBody(Object.class))
              .getMessage();
      assertTrue(refusal.contains("null"), refusal);
    }
  }

  @Test
  void anObjectThatCannotBeSerializedIsRefusedWhenSet() {
    MessageFormatException refusal =
        assertThrows(
            MessageFormatException.class, () -> Passage.FACTORY.object(new Unserializable()));
    assertTrue(refusal.getMessage().contains("Unserializable"), refusal.getMessage());
  }

  @Test
  void damagedBytesAreAFormatError() throws JMSException {
    Envelope sent = Passage.FACTORY.object("text").freeze(Passage.STAMP);
    for (int at = 0; at < 6; at++) {
      byte[] body = sent.body().toBytes();
      body[at] ^= 0x55;
      Envelope damaged = sent.toBuilder().body(body).build();
      JmsObjectMessage received = (JmsObjectMessage) Passage.FACTORY.thaw(damaged, Passage.FIRST);
      assertThrows(MessageFormatException.class, received::getObject);
    }
  }

  @Test
  void theContextClassLoaderIsAskedFirst() throws JMSException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    List<String> asked = new ArrayList<>();
    try {
      Thread.currentThread()
          .setContextClassLoader(
              new ClassLoader(null) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                  asked.add(name);
                  throw new ClassNotFoundException(name);
                }
              });
      assertEquals(
          new Order("1", null), receive(new Order("1", null), ObjectPolicy.trusting(THIS)));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertTrue(asked.contains(Order.class.getName()), asked.toString());
  }

  private static ClassLoader finding(Function<String, Error> failure) {
    return new ClassLoader(null) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        Error error = failure.apply(name);
        if (error != null) {
          throw error;
        }
        throw new ClassNotFoundException(name);
      }
    };
  }

  private static MessageFormatException refusal(Serializable object, ObjectPolicy policy) {
    return assertThrows(MessageFormatException.class, () -> receive(object, policy));
  }

  @Test
  void aClassThatCannotBeLinkedIsAFormatError() {
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    here.setContextClassLoader(finding(NoClassDefFoundError::new));
    try {
      String refusal = refusal(new Order("1", null), ObjectPolicy.trusting(THIS)).getMessage();
      assertTrue(refusal.contains(Order.class.getName()), refusal);
    } finally {
      here.setContextClassLoader(before);
    }
  }

  @Test
  void aClassThatNoLoaderKnowsIsNamed() throws JMSException {
    Envelope sent = Passage.FACTORY.object(new Order("1", null)).freeze(Passage.STAMP);
    String body = new String(sent.body().toBytes(), StandardCharsets.ISO_8859_1);
    byte[] renamed = body.replace("Test$Order", "Test$Erdor").getBytes(StandardCharsets.ISO_8859_1);
    JmsObjectMessage received =
        (JmsObjectMessage)
            Passage.FACTORY.thaw(sent.toBuilder().body(renamed).build(), Passage.FIRST);
    String refusal = assertThrows(MessageFormatException.class, received::getObject).getMessage();
    assertTrue(refusal.contains(THIS + "$Erdor"), refusal);
    assertTrue(refusal.contains("context class loader"), refusal);
  }

  @Test
  void aRefusedSizeNamesItsLimitAndTheSetting() {
    ObjectPolicy small = ObjectPolicy.STANDARD.within(new ObjectLimits(5, 20, 50));
    ArrayList<Object> deep = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    List<Serializable> tooLarge =
        List.of(deep, new ArrayList<>(IntStream.range(1000, 1040).boxed().toList()), new int[51]);
    String[] limits = {"depth=", "references=", "arrayLength="};
    for (int i = 0; i < limits.length; i++) {
      String refusal = refusal(tooLarge.get(i), small).getMessage();
      assertTrue(refusal.contains(limits[i]), refusal);
      assertTrue(refusal.contains("objectMessageLimits"), refusal);
    }
  }

  @Test
  void limitsThatAreGivenHoldEvenWhereEverythingIsTrusted() throws JMSException {
    int[] numbers = new int[51];
    assertArrayEquals(numbers, (int[]) receive(numbers, ObjectPolicy.EVERYTHING));
    refusal(numbers, ObjectPolicy.EVERYTHING.within(new ObjectLimits(5, 100, 50)));
  }

  @Test
  void limitsAreReadByName() {
    assertEquals(ObjectLimits.STANDARD, ObjectLimits.parse(""));
    assertEquals(
        new ObjectLimits(50, 7, 16 << 20), ObjectLimits.parse(" references = 7 , depth=50,"));
    assertEquals(new ObjectLimits(24, 1_000_000, 0), ObjectLimits.parse("arrayLength=0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "depth",
        "depth=",
        "depth=many",
        "width=5",
        "depth=0",
        "references=-1",
        "seconds=0",
        "5"
      })
  void limitsThatMakeNoSenseAreRefused(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ObjectLimits.parse(text));
    assertTrue(refusal.getMessage().contains("depth=50"), refusal.getMessage());
  }

  @Test
  void aValueAtItsLimitIsWithinIt() throws JMSException {
    ObjectPolicy tight = ObjectPolicy.STANDARD.within(ObjectLimits.parse("arrayLength=3"));
    assertArrayEquals(new int[3], (int[]) receive(new int[3], tight));
    assertThrows(MessageFormatException.class, () -> receive(new int[4], tight));
    ObjectPolicy flat = ObjectPolicy.STANDARD.within(ObjectLimits.parse("depth=2"));
    Object[] two = {new Object[0]};
    assertArrayEquals(two, (Object[]) receive(two, flat));
    Object[] three = {two};
    assertThrows(MessageFormatException.class, () -> receive(three, flat));
    assertEquals(
        new ObjectLimits(1, 1, 0), ObjectLimits.parse("depth=1,references=1,arrayLength=0"));
    for (String text : List.of("depth=0", "references=0", "arrayLength=-1")) {
      assertThrows(IllegalArgumentException.class, () -> ObjectLimits.parse(text));
    }
  }

  @Test
  void aShortBodyCannotClaimALongArray() throws JMSException {
    for (Serializable empty : List.of(new long[0], new Object[0], new String[0][0])) {
      Envelope sent = Passage.FACTORY.object(empty).freeze(Passage.STAMP);
      byte[] body = sent.body().toBytes();
      body[body.length - 3] = (byte) 0xff;
      Envelope claiming = sent.toBuilder().body(body).build();
      JmsObjectMessage received = (JmsObjectMessage) Passage.FACTORY.thaw(claiming, Passage.FIRST);
      String refusal = assertThrows(MessageFormatException.class, received::getObject).getMessage();
      assertTrue(refusal.contains("an array of " + (0xff << 16)), refusal);
    }
  }

  static List<Serializable> largeCollections() {
    List<Integer> one = new ArrayList<>(Collections.nCopies(20_000, 1));
    Map<Integer, Integer> sparse = new HashMap<>(16, 0.25f);
    Set<Integer> thin = new HashSet<>(16, 0.1f);
    for (int i = 0; i < 20_000; i++) {
      sparse.put(i, null);
      thin.add(i);
    }
    return List.of(
        (Serializable) one,
        (Serializable) sparse,
        (Serializable) thin,
        new Vector<>(one),
        new Hashtable<>(Map.of(1, 2)),
        new TreeMap<>(sparse),
        new LinkedHashSet<>(thin),
        (Serializable) List.copyOf(one),
        (Serializable) Set.copyOf(thin),
        "x".repeat(100_000),
        new BigDecimal("1" + "0".repeat(10_000)));
  }

  @ParameterizedTest
  @MethodSource("largeCollections")
  void largeCollectionsAreWithinWhatTheirBytesMayClaim(Serializable value) throws JMSException {
    assertEquals(value, receive(value, ObjectPolicy.STANDARD));
  }

  @Test
  void collectionsWithManyNullsAreWithinWhatTheirBytesMayClaim() throws JMSException {
    assertEquals(50_000, ((Object[]) receive(new Object[50_000], ObjectPolicy.STANDARD)).length);
    Serializable nulls = new ArrayList<>(Collections.nCopies(50_000, null));
    assertEquals(nulls, receive(nulls, ObjectPolicy.STANDARD));
  }

  @Test
  void proxiesComeToLifeWhenAllTheirPartsAreTrustedByName() throws JMSException {
    Serializable proxy =
        (Serializable)
            Proxy.newProxyInstance(
                ObjectMessageTest.class.getClassLoader(),
                new Class<?>[] {Comparable.class, Serializable.class},
                new Echo());
    ObjectPolicy named = ObjectPolicy.trusting("java.lang.reflect.Proxy," + THIS);
    assertEquals(7, ((Comparable<?>) receive(proxy, named)).compareTo(null));
    String refusal = refusal(proxy, ObjectPolicy.trusting(THIS)).getMessage();
    assertTrue(refusal.contains("java.lang.reflect.Proxy"), refusal);
  }

  @Test
  void proxiesAreFoundByTheProvidersLoaderWhenTheContextsKnowsNothing() throws JMSException {
    Serializable proxy =
        (Serializable)
            Proxy.newProxyInstance(
                ObjectMessageTest.class.getClassLoader(),
                new Class<?>[] {Marked.class, Serializable.class},
                new Echo());
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    here.setContextClassLoader(finding(name -> null));
    try {
      assertInstanceOf(Marked.class, receive(proxy, ObjectPolicy.EVERYTHING));
    } finally {
      here.setContextClassLoader(before);
    }
  }

  @Test
  void proxiesComeToLifeWhenTheirHandlerIsTrusted() throws JMSException {
    Comparable<?> proxy =
        (Comparable<?>)
            Proxy.newProxyInstance(
                ObjectMessageTest.class.getClassLoader(),
                new Class<?>[] {Comparable.class, Serializable.class},
                new Echo());
    assertThrows(
        MessageFormatException.class, () -> receive((Serializable) proxy, ObjectPolicy.STANDARD));
    Serializable received = receive((Serializable) proxy, ObjectPolicy.EVERYTHING);
    assertEquals(7, ((Comparable<?>) received).compareTo(null));
  }
}

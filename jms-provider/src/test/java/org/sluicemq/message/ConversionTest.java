// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The conversion tables of sections 3.5.4 and 3.11.3, each cell of them, by each of the three ways.
 */
class ConversionTest {

  /** The value written, the name of its row. */
  private static final Map<String, Object> WRITTEN = new LinkedHashMap<>();

  /** Which columns a row may be read as. */
  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          Map.entry("boolean", Set.of("boolean", "String")),
          Map.entry("byte", Set.of("byte", "short", "int", "long", "String")),
          Map.entry("short", Set.of("short", "int", "long", "String")),
          Map.entry("char", Set.of("char", "String")),
          Map.entry("int", Set.of("int", "long", "String")),
          Map.entry("long", Set.of("long", "String")),
          Map.entry("float", Set.of("float", "double", "String")),
          Map.entry("double", Set.of("double", "String")),
          Map.entry(
              "String",
              Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String")),
          Map.entry("byte[]", Set.of("byte[]")));

  private static final Map<String, Object> EXPECTED_OF_STRING =
      Map.of(
          "boolean",
          false,
          "byte",
          (byte) 42,
          "short",
          (short) 42,
          "int",
          42,
          "long",
          42L,
          "float",
          42f,
          "double",
          42d,
          "String",
          "42");

  static {
    WRITTEN.put("boolean", true);
    WRITTEN.put("byte", (byte) -7);
    WRITTEN.put("short", (short) 300);
    WRITTEN.put("char", 'x');
    WRITTEN.put("int", 70_000);
    WRITTEN.put("long", 5_000_000_000L);
    WRITTEN.put("float", 1.5f);
    WRITTEN.put("double", 2.25);
    WRITTEN.put("String", "42");
    WRITTEN.put("byte[]", new byte[] {1, 2});
  }

  static Stream<Arguments> cells() {
    return WRITTEN.keySet().stream()
        .flatMap(row -> WRITTEN.keySet().stream().map(column -> Arguments.of(row, column)));
  }

  static Stream<Arguments> propertyCells() {
    return cells()
        .filter(cell -> !Set.of("char", "byte[]").contains(cell.get()[0]))
        .filter(cell -> !Set.of("char", "byte[]").contains(cell.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("propertyCells")
  void propertiesFollowTheTable(String row, String column) throws JMSException {
    JmsMessage message = Passage.FACTORY.message();
    message.setObjectProperty("v", WRITTEN.get(row));
    JmsMessage received = Passage.through(message);
    check(row, column, () -> readProperty(received, column));
    assertEquals(WRITTEN.get(row), received.getObjectProperty("v"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void mapValuesFollowTheTable(String row, String column) throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    message.setObject("v", WRITTEN.get(row));
    JmsMapMessage received = Passage.through(message);
    check(row, column, () -> readMap(received, column));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void streamValuesFollowTheTableAndStayAfterARefusal(String row, String column)
      throws JMSException {
    JmsStreamMessage message = Passage.FACTORY.stream();
    message.writeObject(WRITTEN.get(row));
    message.writeInt(99);
    JmsStreamMessage received = Passage.through(message);
    check(row, column, () -> readStream(received, column));
    if (!TABLE.get(row).contains(column)) {
      Object reread = received.readObject();
      assertEquals(WRITTEN.get(row).getClass(), reread.getClass());
    }
    if (!column.equals("byte[]") || !row.equals("byte[]")) {
      assertEquals(99, received.readInt());
    }
  }

  private interface Read {
    Object run() throws JMSException;
  }

  private static void check(String row, String column, Read read) throws JMSException {
    if (!TABLE.get(row).contains(column)) {
      MessageFormatException refusal = assertThrows(MessageFormatException.class, read::run);
      assertEquals(true, refusal.getMessage().contains(column), refusal.getMessage());
      return;
    }
    Object value = read.run();
    if (row.equals("byte[]")) {
      assertArrayEquals((byte[]) WRITTEN.get(row), (byte[]) value);
    } else {
      assertEquals(expected(row, column), value);
    }
  }

  private static Object expected(String row, String column) {
    Object written = WRITTEN.get(row);
    if (row.equals("String")) {
      return EXPECTED_OF_STRING.get(column);
    }
    if (!(written instanceof Number number)) {
      return column.equals("String") ? written.toString() : written;
    }
    return switch (column) {
      case "byte" -> number.byteValue();
      case "short" -> number.shortValue();
      case "int" -> number.intValue();
      case "long" -> number.longValue();
      case "float" -> number.floatValue();
      case "double" -> number.doubleValue();
      default -> written.toString();
    };
  }

  @ParameterizedTest
  @MethodSource("nullReads")
  void nullIsReadAsValueOfWouldReadIt(String column, Class<? extends Exception> failure)
      throws JMSException {
    JmsMapMessage map = Passage.FACTORY.map();
    map.setString("v", null);
    JmsStreamMessage stream = Passage.FACTORY.stream();
    stream.writeString(null);
    JmsMessage properties = Passage.FACTORY.message();
    properties.setStringProperty("v", null);
    JmsStreamMessage received = Passage.through(stream);
    assertThrows(failure, () -> readMap(Passage.through(map), column));
    assertThrows(failure, () -> readMap(Passage.FACTORY.map(), column));
    assertThrows(failure, () -> readStream(received, column));
    assertEquals(null, received.readString(), "the failed read moved on");
    if (!column.equals("char")) {
      assertThrows(failure, () -> readProperty(properties, column));
      assertThrows(failure, () -> readProperty(Passage.FACTORY.message(), column));
    }
  }

  static Stream<Arguments> nullReads() {
    return Stream.of(
        Arguments.of("byte", NumberFormatException.class),
        Arguments.of("short", NumberFormatException.class),
        Arguments.of("int", NumberFormatException.class),
        Arguments.of("long", NumberFormatException.class),
        Arguments.of("float", NullPointerException.class),
        Arguments.of("double", NullPointerException.class),
        Arguments.of("char", NullPointerException.class));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void textThatIsNoNumberIsANumberFormatException(String column) throws JMSException {
    JmsMapMessage map = Passage.FACTORY.map();
    map.setString("v", "many");
    JmsStreamMessage stream = Passage.FACTORY.stream();
    stream.writeString("many");
    JmsMessage properties = Passage.FACTORY.message();
    properties.setStringProperty("v", "many");
    JmsStreamMessage received = Passage.through(stream);
    assertThrows(NumberFormatException.class, () -> readMap(map, column));
    assertThrows(NumberFormatException.class, () -> readStream(received, column));
    assertEquals("many", received.readString());
    assertThrows(NumberFormatException.class, () -> readProperty(properties, column));
  }

  static Stream<String> numbers() {
    return Stream.of("byte", "short", "int", "long", "float", "double");
  }

  private static Object readProperty(Message message, String column) throws JMSException {
    return switch (column) {
      case "boolean" -> message.getBooleanProperty("v");
      case "byte" -> message.getByteProperty("v");
      case "short" -> message.getShortProperty("v");
      case "int" -> message.getIntProperty("v");
      case "long" -> message.getLongProperty("v");
      case "float" -> message.getFloatProperty("v");
      case "double" -> message.getDoubleProperty("v");
      default -> message.getStringProperty("v");
    };
  }

  private static Object readMap(MapMessage message, String column) throws JMSException {
    return switch (column) {
      case "boolean" -> message.getBoolean("v");
      case "byte" -> message.getByte("v");
      case "short" -> message.getShort("v");
      case "char" -> message.getChar("v");
      case "int" -> message.getInt("v");
      case "long" -> message.getLong("v");
      case "float" -> message.getFloat("v");
      case "double" -> message.getDouble("v");
      case "byte[]" -> message.getBytes("v");
      default -> message.getString("v");
    };
  }

  private static Object readStream(StreamMessage message, String column) throws JMSException {
    return switch (column) {
      case "boolean" -> message.readBoolean();
      case "byte" -> message.readByte();
      case "short" -> message.readShort();
      case "char" -> message.readChar();
      case "int" -> message.readInt();
      case "long" -> message.readLong();
      case "float" -> message.readFloat();
      case "double" -> message.readDouble();
      case "byte[]" -> {
        byte[] buffer = new byte[2];
        yield message.readBytes(buffer) == 2 ? buffer : new byte[0];
      }
      default -> message.readString();
    };
  }
}

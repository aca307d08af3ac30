// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.cdi.example.Broker;
import org.sluicemq.cdi.example.Database;
import org.sluicemq.cdi.example.OrderService;
import org.sluicemq.cdi.example.PlainTransactions;
import org.sluicemq.cdi.example.Shop;

/** The example of docs/cdi.md is what is compiled here, and does what is said there. */
class GuideTest {

  private static final Path PROJECT = Path.of(System.getProperty("basedir", "../.."));

  @BeforeEach
  void emptyTable() throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:./shop")) {
      h2.createStatement().execute("drop table if exists orders");
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OrderService.class,
        Broker.class,
        Database.class,
        Shop.class,
        PlainTransactions.class
      })
  void guidePrintsTheExampleAsItIs(Class<?> example) throws IOException {
    String source =
        Files.readString(
            PROJECT
                .resolve("src/test/java")
                .resolve(example.getName().replace('.', '/') + ".java"));
    String body = source.substring(source.indexOf("import ")).strip();
    String guide = Files.readString(PROJECT.resolve("../docs/cdi.md"));
    assertTrue(guide.contains("```java\n" + body + "\n```"), () -> body);
  }

  @Test
  void exampleRuns() throws Exception {
    Shop.main(new String[0]);
    assertEquals(List.of("one pot of honey"), rows());
  }

  @Test
  void rowAndMessageAreBothThereOrNeither() throws Exception {
    try (Program shop = Program.of(OrderService.class, Broker.class, Database.class)) {
      OrderService orders = shop.bean(OrderService.class);
      orders.place("honey");
      assertThrows(SQLException.class, () -> orders.place("honey"), "the row is there already");
      assertEquals("honey", orders.next());
      assertNull(orders.next());
    }
    assertEquals(List.of("honey"), rows());
  }

  private static List<String> rows() throws SQLException {
    Stream.Builder<String> rows = Stream.builder();
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:./shop");
        ResultSet found = h2.createStatement().executeQuery("select item from orders")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows.build().toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the sample of 10 000 orders. The same seed always yields the same file. Runs from the
 * module's directory as it is:
 *
 * <pre>
 * java src/test/java/org/sluicemq/examples/orderdesk/sample/GenerateSampleOrders.java 20260105 \
 *     src/main/resources/orderdesk/catalogue.csv src/main/resources/orderdesk/orders-10000.csv
 * </pre>
 */
public final class GenerateSampleOrders {

  private static final int ORDERS = 10_000;
  private static final int CUSTOMERS = 420;
  private static final List<String> FIRST =
      List.of(
          "Amber", "Birch", "Copper", "Dune", "Ember", "Fern", "Granite", "Harbour", "Indigo",
          "Juniper", "Kestrel", "Larch", "Meadow", "North", "Otter", "Pebble", "Quarry", "River",
          "Saffron", "Thistle", "Umber", "Velvet", "Willow", "Yarrow");
  private static final List<String> SECOND =
      List.of(
          "Hill", "Bridge", "Corner", "Field", "Gate", "Lane", "Mill", "Port", "Row", "Square",
          "Yard", "Wharf");
  private static final List<String> KIND =
      List.of(
          "Store",
          "Interiors",
          "Kitchenware",
          "Trading",
          "Hotel",
          "Guesthouse",
          "Bistro",
          "Home & Garden",
          "Tables, Chairs & More",
          "Living",
          "Outfitters",
          "\"Corner\" Café");
  private static final List<String> CITIES =
      List.of(
          "Aarhus",
          "Antwerp",
          "Basel",
          "Bergen",
          "Bilbao",
          "Bologna",
          "Bristol",
          "Brno",
          "Cork",
          "Gdańsk",
          "Ghent",
          "Graz",
          "Hamburg",
          "Köln",
          "Leipzig",
          "Ljubljana",
          "Lyon",
          "Malmö",
          "Nantes",
          "Porto",
          "Rotterdam",
          "Tallinn",
          "Tampere",
          "Trieste",
          "Utrecht",
          "València",
          "Vilnius",
          "Wrocław",
          "Zürich");

  private final Random random;
  private final List<String> articles;
  private final List<String[]> customers = new ArrayList<>();

  private GenerateSampleOrders(long seed, List<String> articles) {
    random = new Random(seed);
    this.articles = articles;
    for (int i = 0; i < CUSTOMERS; i++) {
      String name = pick(FIRST) + " " + pick(SECOND) + " " + pick(KIND);
      customers.add(new String[] {name, pick(CITIES)});
    }
  }

  /**
   * Writes the file.
   *
   * @param arguments the seed, the catalogue, the file to write
   */
  public static void main(String[] arguments) throws IOException {
    String text = generate(Long.parseLong(arguments[0]), Path.of(arguments[1]));
    Files.writeString(Path.of(arguments[2]), text, StandardCharsets.UTF_8);
  }

  /** The whole file as text. */
  static String generate(long seed, Path catalogue) throws IOException {
    List<String> articles =
        Files.readAllLines(catalogue).stream().skip(1).map(line -> line.split(",")[0]).toList();
    return new GenerateSampleOrders(seed, articles).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder("customer,city,article,quantity,ordered_on\n");
    LocalDate first = LocalDate.of(2026, 1, 5);
    for (int i = 0; i < ORDERS; i++) {
      String[] customer = customers.get(skewed(customers.size()));
      LocalDate day = first.plusDays((long) i * 90 / ORDERS);
      text.append(quoted(customer[0])).append(',').append(quoted(customer[1])).append(',');
      text.append(articles.get(skewed(articles.size()))).append(',');
      text.append(quantity()).append(',').append(day).append('\n');
    }
    return text.toString();
  }

  /** Few are chosen often and many rarely, as with customers and articles. */
  private int skewed(int size) {
    double draw = random.nextDouble();
    return (int) (size * Math.pow(draw, 1.4));
  }

  private int quantity() {
    int draw = random.nextInt(100);
    if (draw < 55) {
      return 1 + random.nextInt(2);
    }
    return draw < 95 ? 2 + random.nextInt(5) : 12 + random.nextInt(13);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String quoted(String column) {
    boolean plain = column.indexOf(',') < 0 && column.indexOf('"') < 0;
    return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
  }
}

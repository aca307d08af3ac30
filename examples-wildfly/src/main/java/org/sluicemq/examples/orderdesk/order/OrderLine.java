// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import java.time.LocalDate;

/**
 * What a customer asks for.
 *
 * @param customer who orders, at most 80 characters
 * @param city where it goes, at most 60 characters
 * @param article the article's code; it need not be in the catalogue
 * @param quantity how many, 1 to 999
 * @param orderedOn the day of the order
 */
public record OrderLine(
    String customer, String city, String article, int quantity, LocalDate orderedOn) {

  private static final int MOST = 999;

  /** Refuses what cannot be an order, with a sentence that says which part is wrong. */
  public OrderLine {
    customer = text("customer", customer, 80);
    city = text("city", city, 60);
    article = text("article", article, 20);
    if (quantity < 1 || quantity > MOST) {
      throw new IllegalArgumentException(
          "the quantity is " + quantity + ": it must be from 1 to " + MOST);
    }
    if (orderedOn == null) {
      throw new IllegalArgumentException("the date is missing");
    }
  }

  private static String text(String name, String value, int limit) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the " + name + " is missing");
    }
    String trimmed = value.trim();
    if (trimmed.length() > limit) {
      throw new IllegalArgumentException(
          "the %s has %d characters: at most %d are possible"
              .formatted(name, trimmed.length(), limit));
    }
    return trimmed;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

/** The program. */
public final class Shop {

  public static void main(String[] arguments) throws Exception {
    SeContainerInitializer shop = SeContainerInitializer.newInstance();
    try (SeContainer beans =
        shop.addBeanClasses(OrderService.class, Broker.class, Database.class).initialize()) {
      OrderService orders = beans.select(OrderService.class).get();
      orders.place("one pot of honey");
      System.out.println(orders.next());
    }
  }

  private Shop() {}
}

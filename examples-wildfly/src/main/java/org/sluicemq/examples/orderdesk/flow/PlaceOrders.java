// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.examples.orderdesk.figures.FiguresEvent;
import org.sluicemq.examples.orderdesk.order.OrderLine;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/**
 * The JTA service of the order desk: an order's row and its message become true together or not at
 * all.
 *
 * <p>The row is written first, so that its branch is also committed first: when the message can be
 * received, the row can be read.
 */
@Stateless
public class PlaceOrders {

  @Resource(name = "jms/connectionFactory")
  private ConnectionFactory connectionFactory;

  @Inject private OrderRows orders;

  /** Places one order and returns its number. */
  public long place(OrderLine line) {
    long orderId = orders.insert(line);
    try (JMSContext context = connectionFactory.createContext()) {
      new OrderMessage(orderId, line).send(context);
      FiguresEvent.placed(1).publish(context);
    }
    return orderId;
  }

  /** Places the orders of some lines of an import, all of them or none. */
  public void placeImported(long importId, List<ImportedLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    List<OrderMessage> messages = new ArrayList<>();
    for (ImportedLine imported : lines) {
      long orderId = orders.insert(imported.line(), importId, imported.number());
      messages.add(new OrderMessage(orderId, imported.line()));
    }
    try (JMSContext context = connectionFactory.createContext()) {
      messages.forEach(message -> message.send(context));
      FiguresEvent.placed(lines.size()).publish(context);
    }
  }

  /**
   * Does all that {@link #place} does and then fails, so that the transaction is rolled back.
   *
   * @throws FailedOnPurpose always
   */
  public void placeAndFail(OrderLine line) {
    long orderId = place(line);
    throw new FailedOnPurpose(orderId);
  }

  /**
   * An order and where it stands in its file.
   *
   * @param number of the line
   * @param line the order
   */
  public record ImportedLine(int number, OrderLine line) {}
}

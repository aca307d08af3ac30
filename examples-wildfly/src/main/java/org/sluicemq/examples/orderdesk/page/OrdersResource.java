// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.sluicemq.examples.orderdesk.check.OrderCheck;
import org.sluicemq.examples.orderdesk.figures.OrderQueues;
import org.sluicemq.examples.orderdesk.flow.DeadLetters;
import org.sluicemq.examples.orderdesk.flow.FailedOnPurpose;
import org.sluicemq.examples.orderdesk.flow.NotPossible;
import org.sluicemq.examples.orderdesk.flow.PlaceMany;
import org.sluicemq.examples.orderdesk.flow.PlaceOrders;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderLine;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/** What the buttons of the page do. */
@Path("/")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

  private static final int MANY = 1_000;
  private static final int RESTOCK = 500;
  private static final String POISON = "GHOST-001";
  private static final OrderLine POISONED =
      new OrderLine("Corner Store North", "Bergen", POISON, 1, LocalDate.of(2026, 1, 5));
  private static final OrderLine DOOMED =
      new OrderLine("Corner Store South", "Lyon", "CUP-010", 1, LocalDate.of(2026, 1, 5));

  @Inject private PlaceOrders desk;
  @Inject private PlaceMany series;
  @Inject private DeadLetters letters;
  @Inject private Catalogue catalogue;
  @Inject private OrderCheck check;
  @Inject private OrderRows orders;
  @Inject private OrderQueues queues;

  /**
   * What a person filled in.
   *
   * @param customer who orders
   * @param city where it goes
   * @param article its code
   * @param quantity how many
   */
  public record OrderForm(String customer, String city, String article, int quantity) {}

  /**
   * The answer to a placed order.
   *
   * @param orderId its number
   */
  public record Placed(long orderId) {}

  /**
   * The answer to a transaction that failed after the send.
   *
   * @param failure what it failed with
   * @param rowFound whether the order's row is there all the same
   * @param messageFound whether its message is there all the same
   * @param before the check before
   * @param after the check afterwards
   */
  public record RolledBack(
      String failure, boolean rowFound, boolean messageFound, CheckView before, CheckView after) {}

  /**
   * The answer to what needs no answer.
   *
   * @param done what was done
   */
  public record Done(String done) {}

  /**
   * The article a dead letter is mended with.
   *
   * @param article its code
   */
  public record Mend(String article) {}

  /** Places one order. */
  @POST
  @Path("orders")
  @Consumes(MediaType.APPLICATION_JSON)
  public Placed place(OrderForm form) {
    if (form == null) {
      throw new NotPossible("The order is empty.");
    }
    OrderLine line =
        new OrderLine(
            form.customer(), form.city(), form.article(), form.quantity(), LocalDate.now());
    if (!catalogue.holds(line.article())) {
      throw new NotPossible("Article %s is not in the catalogue.".formatted(line.article()));
    }
    return new Placed(desk.place(line));
  }

  /** Begins to place a thousand orders. */
  @POST
  @Path("orders/many")
  public Done placeMany() {
    series.begin(MANY);
    return new Done(MANY + " orders are being placed");
  }

  /** Places an order that the shipping room can only fail on. */
  @POST
  @Path("orders/poison")
  public Placed placePoison() {
    return new Placed(desk.place(POISONED));
  }

  /** Writes a row, sends its message and fails: neither may remain. */
  @POST
  @Path("orders/failing")
  public RolledBack placeAndFail() {
    CheckView before = CheckView.of(check.look());
    try {
      desk.placeAndFail(DOOMED);
      throw new IllegalStateException("The transaction should have failed and did not.");
    } catch (FailedOnPurpose failure) {
      return new RolledBack(
          failure.getMessage(),
          orders.exists(failure.orderId()),
          queues.holdsOrder(failure.orderId()),
          before,
          CheckView.of(check.look()));
    }
  }

  /** Fills up the stock of all articles. */
  @POST
  @Path("stock")
  public Done restock() {
    catalogue.restock(RESTOCK);
    return new Done(RESTOCK + " of every article came in");
  }

  /** Sends a dead letter back with another article. */
  @POST
  @Path("dead-letters/{messageId}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Done mend(@PathParam("messageId") String messageId, Mend mend) {
    if (mend == null || mend.article() == null) {
      throw new NotPossible("Choose the article to send the order back with.");
    }
    letters.mendAndSendBack(messageId, mend.article());
    return new Done("The order is on its way again");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.sluicemq.examples.orderdesk.check.OrderCheck;
import org.sluicemq.examples.orderdesk.figures.LiveFigures;
import org.sluicemq.examples.orderdesk.flow.DeadLetters;
import org.sluicemq.examples.orderdesk.flow.PlaceMany;
import org.sluicemq.examples.orderdesk.imports.ImportRows;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/** What the page reads. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {

  private static final int ORDERS = 12;
  private static final int LETTERS = 20;
  private static final int IMPORTS = 3;
  private static final int PROBLEMS = 20;

  @Inject private OrderCheck check;
  @Inject private LiveFigures figures;
  @Inject private OrderRows orders;
  @Inject private DeadLetters letters;
  @Inject private ImportRows imports;
  @Inject private PlaceMany series;
  @Inject private Catalogue catalogue;

  /** The check alone. */
  @GET
  @Path("check")
  public CheckView check() {
    return CheckView.of(check.look());
  }

  /** Everything the page shows. */
  @GET
  @Path("state")
  public DeskView state() {
    CheckView terms = check();
    return new DeskView(
        terms,
        figures.placedPerSecond(),
        figures.donePerSecond(),
        orders.recent(ORDERS),
        terms.deadLettered() == 0 ? List.of() : letters.first(LETTERS),
        imports.recent(IMPORTS, PROBLEMS),
        series.progress(),
        catalogue.articles());
  }
}

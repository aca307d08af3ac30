// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.sluicemq.examples.orderdesk.order.Article;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderLine;

/**
 * Places many orders, each in a transaction of its own. One series at a time. Thread-safe: the
 * monitor guards the progress.
 */
@ApplicationScoped
public class PlaceMany {

  private static final System.Logger LOG = System.getLogger(PlaceMany.class.getName());
  private static final List<String> CUSTOMERS =
      List.of("Corner Store North", "Corner Store South", "Harbour Market", "Hill Street Goods");
  private static final List<String> CITIES =
      List.of("Hamburg", "Lyon", "Porto", "Gdansk", "Bergen", "Trieste");

  @Resource private ManagedExecutorService threads;
  @Inject private PlaceOrders desk;
  @Inject private Catalogue catalogue;

  private Progress progress = new Progress(0, 0, null);
  private boolean stopping;

  /**
   * How far the series is.
   *
   * @param wanted orders asked for
   * @param placed orders placed so far
   * @param failure why it stopped early, or null
   */
  public record Progress(int wanted, int placed, String failure) {
    boolean running() {
      return placed < wanted && failure == null;
    }
  }

  /**
   * Begins a series.
   *
   * @throws NotPossible if one is running
   */
  public synchronized void begin(int count) {
    if (progress.running()) {
      throw new NotPossible(
          "%d of %d orders are placed: wait until they all are."
              .formatted(progress.placed(), progress.wanted()));
    }
    List<Article> articles = catalogue.articles();
    threads.execute(() -> place(count, articles, new Random()));
    progress = new Progress(count, 0, null);
  }

  /** How far the series is that was begun last. */
  public synchronized Progress progress() {
    return progress;
  }

  @PreDestroy
  synchronized void stop() {
    stopping = true;
  }

  private void place(int count, List<Article> articles, Random random) {
    try {
      for (int placed = 1; placed <= count && moveOn(); placed++) {
        desk.place(
            new OrderLine(
                CUSTOMERS.get(random.nextInt(CUSTOMERS.size())),
                CITIES.get(random.nextInt(CITIES.size())),
                articles.get(random.nextInt(articles.size())).code(),
                1 + random.nextInt(3),
                LocalDate.now()));
        advance(new Progress(count, placed, null));
      }
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "A series of orders stopped", failed);
      advance(new Progress(count, progress().placed(), String.valueOf(failed.getMessage())));
    }
  }

  private synchronized boolean moveOn() {
    return !stopping;
  }

  private synchronized void advance(Progress next) {
    progress = next;
  }
}

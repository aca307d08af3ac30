// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluicemq.examples.orderdesk.csv.OrderFile;
import org.sluicemq.examples.orderdesk.flow.PlaceOrders;
import org.sluicemq.examples.orderdesk.flow.PlaceOrders.ImportedLine;
import org.sluicemq.examples.orderdesk.imports.ImportRun.Problem;
import org.sluicemq.examples.orderdesk.order.Article;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderLine;

/**
 * The transactions of an import. A step places the orders of some lines, with their messages, and
 * moves the import's mark beyond them: all of it or nothing, so that a crash neither loses a line
 * nor imports one twice.
 */
@Stateless
public class ImportSteps {

  private static final int LINES_A_STEP = 20;
  private static final int LONGEST_REASON = 300;

  @Inject private ImportRows runs;
  @Inject private PlaceOrders desk;
  @Inject private Catalogue catalogue;

  /** Begins an import, or finds the unfinished one of the same content. */
  public long begin(String name, String digest, int lineCount) {
    Optional<ImportRun> unfinished =
        runs.unfinished().stream().filter(run -> run.digest().equals(digest)).findFirst();
    if (unfinished.isPresent()) {
      runs.changeState(unfinished.get().id(), ImportState.RUNNING, null);
      return unfinished.get().id();
    }
    return runs.insert(name, digest, lineCount);
  }

  /**
   * Deals with the next lines.
   *
   * @return true if lines are left
   */
  public boolean next(long importId, OrderFile file) {
    Optional<ImportRun> locked = runs.lock(importId);
    if (locked.isEmpty() || locked.get().state() != ImportState.RUNNING) {
      return false;
    }
    ImportRun run = locked.get();
    int end = Math.min(run.nextLine() + LINES_A_STEP, run.lineCount() + 1);
    Set<String> articles =
        catalogue.articles().stream().map(Article::code).collect(Collectors.toSet());
    List<ImportedLine> good = new ArrayList<>();
    for (int line = run.nextLine(); line < end; line++) {
      read(file, line, articles, run.id()).ifPresent(good::add);
    }
    desk.placeImported(importId, good);
    boolean left = end <= run.lineCount();
    runs.advance(
        importId, end, run.imported() + good.size(), left ? ImportState.RUNNING : ImportState.DONE);
    return left;
  }

  /** Lets a stopped import go on. */
  public void goOn(long importId) {
    runs.lock(importId)
        .filter(run -> run.state() == ImportState.STOPPED)
        .ifPresent(run -> runs.changeState(importId, ImportState.RUNNING, null));
  }

  /** Records that an import cannot go on. */
  public void stop(long importId, String failure) {
    runs.changeState(importId, ImportState.STOPPED, shortened(failure));
  }

  private Optional<ImportedLine> read(
      OrderFile file, int number, Set<String> articles, long importId) {
    if (file.blank(number)) {
      return Optional.empty();
    }
    try {
      OrderLine line = file.order(number);
      if (!articles.contains(line.article())) {
        throw new IllegalArgumentException(
            "article “" + line.article() + "” is not in the catalogue");
      }
      return Optional.of(new ImportedLine(number, line));
    } catch (IllegalArgumentException bad) {
      runs.recordProblem(importId, new Problem(number, shortened(bad.getMessage())));
      return Optional.empty();
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON - 1) + "…";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import org.sluicemq.benchmarks.measure.BacklogBuild;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.round.BacklogPlan;
import org.sluicemq.benchmarks.workload.BacklogRow;

/** What the page tells of the deep backlog. Stateless. */
final class BacklogSection {

  private BacklogSection() {}

  static void append(StringBuilder page, Results results) {
    if (results.backlogs().isEmpty()) {
      return;
    }
    appendHead(page, results.conditions().backlog());
    List<BacklogOutcome> backlogs = results.backlogs();
    appendDeep(page, backlogs);
    if (results.backlogRows().contains(BacklogRow.RESTART)) {
      appendRestarts(page, backlogs, results.conditions().backlog());
    }
    for (BacklogOutcome backlog : backlogs) {
      backlog.failure().ifPresent(why -> appendFailure(page, why));
    }
  }

  private static void appendHead(StringBuilder page, BacklogPlan plan) {
    page.append("\n## A deep backlog in a small heap\n\nRows `deep` and `restart`. ")
        .append(Numbers.whole(plan.depth()))
        .append(" messages, each JVM with `")
        .append(String.join(" ", plan.jvmFlags()))
        .append("`. The broker's own count held after filling and after every start, and what came")
        .append(" from the front was checked; a contender that fails this is named.\n\n![Messages")
        .append(" sent a second while the backlog grows](")
        .append(ReportFiles.DEPTH)
        .append(")\n\n");
  }

  private static void appendDeep(StringBuilder page, List<BacklogOutcome> backlogs) {
    page.append("| contender | first ")
        .append(share())
        .append(" %, messages/s | last ")
        .append(share())
        .append(" %, messages/s | end ÷ start | over all, messages/s | store, bytes per message")
        .append(" |\n|---|---:|---:|---:|---:|---:|\n");
    for (BacklogOutcome backlog : backlogs) {
      backlog
          .measured()
          .map(BacklogFigures::new)
          .ifPresent(figures -> MarkdownParts.appendLine(page, deep(backlog.contender(), figures)));
    }
  }

  private static int share() {
    return 100 * BacklogFigures.ENDS / BacklogBuild.PARTS;
  }

  private static List<String> deep(String contender, BacklogFigures figures) {
    return List.of(
        contender,
        spread(figures.atTheStart()),
        spread(figures.atTheEnd()),
        Numbers.small(figures.endToStart()),
        Numbers.whole(figures.overall()),
        Numbers.whole(figures.storeBytesPerMessage()));
  }

  private static String spread(Spread spread) {
    return Numbers.whole(spread.median())
        + " ("
        + Numbers.whole(spread.least())
        + " to "
        + Numbers.whole(spread.most())
        + ")";
  }

  private static void appendRestarts(
      StringBuilder page, List<BacklogOutcome> backlogs, BacklogPlan plan) {
    page.append("\nSeconds from opening the store to the first message received: median (least to")
        .append(" most) of ")
        .append(plan.restarts())
        .append(" starts, and the median over all of them from launching the JVM.\n\n")
        .append("| contender | after a clean stop | after a kill while sending | with the JVM |\n")
        .append("|---|---:|---:|---:|\n");
    for (BacklogOutcome backlog : backlogs) {
      backlog
          .measured()
          .map(BacklogFigures::new)
          .filter(BacklogFigures::wasRestarted)
          .ifPresent(
              figures -> MarkdownParts.appendLine(page, restarts(backlog.contender(), figures)));
    }
  }

  private static List<String> restarts(String contender, BacklogFigures figures) {
    return List.of(
        contender,
        seconds(figures.afterCleanStop()),
        seconds(figures.afterKill()),
        Numbers.small(figures.processSeconds()));
  }

  private static String seconds(Spread spread) {
    return Numbers.small(spread.median())
        + " ("
        + Numbers.small(spread.least())
        + " to "
        + Numbers.small(spread.most())
        + ")";
  }

  private static void appendFailure(StringBuilder page, String why) {
    page.append("\nNot to the end: ").append(MarkdownParts.firstLine(why)).append("\n");
  }
}

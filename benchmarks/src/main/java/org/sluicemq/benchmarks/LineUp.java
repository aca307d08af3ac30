// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.report.Absence;
import org.sluicemq.benchmarks.report.Series;
import org.sluicemq.benchmarks.round.Round;
import org.sluicemq.benchmarks.workload.Row;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workload.Sending;

/**
 * Who takes part in a row, and who does not and why. Immutable.
 *
 * @param names the names of those who take turns, the floor among them where there is one
 * @param absences the others
 */
record LineUp(List<String> names, List<Absence> absences) {

  static LineUp of(Row row, BenchmarkSettings settings) {
    List<String> names = new ArrayList<>();
    List<Absence> absences = new ArrayList<>();
    if (row instanceof Workload workload && workload.forcedOnTheClock()) {
      names.add(Round.FLOOR);
    }
    for (Contender contender : settings.contenders()) {
      Optional<String> hindrance = hindrance(row, contender, settings.peersAsked());
      hindrance.ifPresentOrElse(
          reason -> absences.add(new Absence(contender.name(), reason, false)),
          () -> names.add(contender.name()));
    }
    return new LineUp(List.copyOf(names), List.copyOf(absences));
  }

  /** Who takes part in the rows about transactions: the floor and all whose settings tell there. */
  static LineUp ofTransfers(BenchmarkSettings settings) {
    Map<Boolean, List<String>> takesPart =
        settings.contenders().stream()
            .collect(
                Collectors.partitioningBy(
                    contender -> settings.peersAsked() || !contender.variantOfSendsAlone(),
                    Collectors.mapping(Contender::name, Collectors.toList())));
    return new LineUp(
        Stream.concat(Stream.of(Round.FLOOR), takesPart.get(true).stream()).toList(),
        takesPart.get(false).stream()
            .map(
                name ->
                    new Absence(
                        name,
                        "only when it is asked for by name; its settings tell outside of"
                            + " transactions",
                        false))
            .toList());
  }

  private static Optional<String> hindrance(Row row, Contender contender, boolean asked) {
    if (!(row instanceof Workload workload)) {
      return asked || contender.name().equals(Series.SLUICE)
          ? Optional.empty()
          : Optional.of("only when it is asked for by name");
    }
    if (workload.sending() == Sending.ASYNCHRONOUS && !contender.sendsAsynchronously()) {
      return Optional.of("has no asynchronous send");
    }
    return contender.variant() && !asked && !workload.eachSendWaits()
        ? Optional.of("only when it is asked for by name; its settings tell where each send waits")
        : Optional.empty();
  }
}

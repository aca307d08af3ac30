// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.time.LocalDate;
import java.util.List;
import org.sluicemq.benchmarks.round.BacklogPlan;
import org.sluicemq.benchmarks.round.RoundPlan;

/**
 * Under which conditions results were measured.
 *
 * @param machine where
 * @param date when
 * @param rounds how many rounds of each load
 * @param plan how long a round took
 * @param jvmFlags the flags of the JVM of every round
 * @param backlog how the deep backlog was run
 */
public record Conditions(
    Machine machine,
    LocalDate date,
    int rounds,
    RoundPlan plan,
    List<String> jvmFlags,
    BacklogPlan backlog) {}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sluicemq.benchmarks", importOptions = DoNotIncludeTests.class)
class PackageFloorsTest {

  private static final String ROOT = "org.sluicemq.benchmarks";

  @ArchTest
  static final ArchRule packageCallsOnlyThoseBelowIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("command")
          .definedBy(ROOT)
          .layer("selecting")
          .definedBy(ROOT + ".selecting")
          .layer("report")
          .definedBy(ROOT + ".report")
          .layer("round")
          .definedBy(ROOT + ".round")
          .layer("transfer")
          .definedBy(ROOT + ".transfer")
          .layer("measure")
          .definedBy(ROOT + ".measure")
          .layer("contender")
          .definedBy(ROOT + ".contender")
          .layer("workload")
          .definedBy(ROOT + ".workload")
          .whereLayer("command")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("selecting")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("round")
          .mayOnlyBeAccessedByLayers("command", "report")
          .whereLayer("transfer")
          .mayOnlyBeAccessedByLayers("command", "round")
          .whereLayer("contender")
          .mayOnlyBeAccessedByLayers("command", "round", "transfer")
          .whereLayer("measure")
          .mayOnlyBeAccessedByLayers("command", "report", "round", "transfer")
          .whereLayer("workload")
          .mayOnlyBeAccessedByLayers("command", "report", "round", "transfer", "measure");
}

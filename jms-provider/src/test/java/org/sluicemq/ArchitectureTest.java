// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

/** The floors of the house: a package calls only those below it. */
@AnalyzeClasses(packages = "org.sluicemq", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesCallOnlyThoseBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("message")
          .definedBy("org.sluicemq.message")
          .layer("selector")
          .definedBy("org.sluicemq.selector")
          .layer("journal")
          .definedBy("org.sluicemq.store.journal")
          .layer("store")
          .definedBy("org.sluicemq.store")
          .layer("h2")
          .definedBy("org.sluicemq.store.h2")
          .layer("writebehind")
          .definedBy("org.sluicemq.store.writebehind")
          .layer("policy")
          .definedBy("org.sluicemq.broker.policy")
          .layer("transaction")
          .definedBy("org.sluicemq.broker.transaction")
          .layer("broker")
          .definedBy("org.sluicemq.broker")
          .layer("client")
          .definedBy("org.sluicemq.client")
          .layer("security")
          .definedBy("org.sluicemq.security")
          .layer("management")
          .definedBy("org.sluicemq.management")
          .layer("root")
          .definedBy("org.sluicemq")
          .layer("naming")
          .definedBy("org.sluicemq.naming")
          .whereLayer("naming")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("root")
          .mayOnlyBeAccessedByLayers("naming")
          .whereLayer("management")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("client")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("security")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("broker")
          .mayOnlyBeAccessedByLayers("client", "security", "management", "root")
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("broker", "client", "security", "management", "root")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("broker", "root")
          .whereLayer("writebehind")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("h2")
          .mayOnlyBeAccessedByLayers("writebehind", "root")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("h2", "writebehind", "transaction", "broker", "root")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers("h2", "writebehind", "root")
          .whereLayer("selector")
          .mayOnlyBeAccessedByLayers("broker", "client", "security");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.sluicemq.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule h2IsKnownToItsOwnPackageOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sluicemq.store.h2")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.h2..", "java.sql..");

  @ArchTest
  static final ArchRule jmsIsKnownToTheClientAndItsMessagesOnly =
      noClasses()
          .that()
          .resideInAnyPackage("org.sluicemq.store..", "org.sluicemq.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.jms..");

  @ArchTest
  static final ArchRule nothingPrintsToTheConsole =
      noClasses().should().dependOnClassesThat().areAssignableTo(PrintStream.class);

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils");
}

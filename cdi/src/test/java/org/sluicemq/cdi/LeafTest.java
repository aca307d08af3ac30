// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Whom this leaf of the house may call. */
@AnalyzeClasses(packages = "org.sluicemq.cdi", importOptions = ImportOption.DoNotIncludeTests.class)
class LeafTest {

  @ArchTest
  static final ArchRule onlyThePublicFaceAndTheApisAreCalled =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.sluicemq", "org.sluicemq.cdi", "jakarta..", "java..", "javax.naming..");

  @ArchTest
  static final ArchRule transactionsAreTouchedWhereTheyMayBeMissingByOneClassOnly =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.TransactionScope.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.transaction..");
}

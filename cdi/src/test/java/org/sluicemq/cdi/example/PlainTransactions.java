// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.TransactionManager;

/**
 * The transaction manager in a program that also has JNDI: Narayana's own bean expects to find it
 * there.
 */
@Alternative
@Priority(1)
@Dependent
public class PlainTransactions {

  @Produces
  @ApplicationScoped
  TransactionManager transactions() {
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }
}

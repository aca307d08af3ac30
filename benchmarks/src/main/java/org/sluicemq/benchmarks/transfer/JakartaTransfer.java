// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.util.List;

/** A Jakarta transaction in which each participant is enlisted and does its part, in order. */
final class JakartaTransfer implements Transfer {

  private final UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final List<Participant> participants;

  JakartaTransfer(Participant... participants) {
    this.participants = List.of(participants);
  }

  @Override
  public void make(int number) throws Exception {
    transaction.begin();
    for (Participant participant : participants) {
      if (!manager.getTransaction().enlistResource(participant.resource())) {
        throw new IllegalStateException("The transaction manager takes no " + participant);
      }
      participant.work(number);
    }
    transaction.commit();
  }

  @Override
  public void close() throws Exception {
    for (Participant participant : participants) {
      participant.close();
    }
  }
}

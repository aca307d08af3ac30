// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sluicemq.benchmarks.workload.Workload.Sending;
import org.sluicemq.benchmarks.workload.Workload.Shape;

class WorkloadsTest {

  @Test
  void oneForceServesAtMostOneUnitOfEachProducer() {
    assertEquals(1, Workloads.byName("persistent-1-1").mostMessagesPerForce());
    assertEquals(16, Workloads.byName("persistent-16-4").mostMessagesPerForce());
    assertEquals(400, Workloads.byName("transacted-4-4").mostMessagesPerForce());
  }

  @Test
  void unitsOfMoreThanOneMessageNeedTransactions() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Workload("odd", "odd", Shape.FLOW, Sending.WAITING, false, true, 1, 1, 2, 1));
  }
}

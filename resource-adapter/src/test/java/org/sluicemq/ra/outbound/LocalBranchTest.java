// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.resource.spi.LocalTransactionException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a local transaction whose branch the broker has ended before its time. */
class LocalBranchTest {

  private final List<String> calls = new ArrayList<>();
  private XAException refusalOfEnd;
  private final LocalBranch branch = new LocalBranch(resource());

  private XAResource resource() {
    return (XAResource)
        Proxy.newProxyInstance(
            LocalBranchTest.class.getClassLoader(),
            new Class<?>[] {XAResource.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals("end") && refusalOfEnd != null) {
                throw refusalOfEnd;
              }
              return null;
            });
  }

  @BeforeEach
  void begin() throws Exception {
    branch.begin();
  }

  @Test
  void rollbackOfWhatTimedOutIsDone() throws Exception {
    refusalOfEnd = new XAException(XAException.XA_RBTIMEOUT);
    branch.rollback();
    assertEquals(List.of("start", "end", "rollback"), calls);
  }

  @Test
  void commitOfWhatTimedOutSaysSoAndLeavesNothingBehind() {
    refusalOfEnd = new XAException(XAException.XA_RBTIMEOUT);
    LocalTransactionException told = assertThrows(LocalTransactionException.class, branch::commit);
    assertSame(refusalOfEnd, told.getCause());
    assertEquals(List.of("start", "end", "rollback"), calls);
  }

  @Test
  void branchWhoseEndIsNotKnownIsLeftToItsTimeout() {
    refusalOfEnd = new XAException(XAException.XAER_RMFAIL);
    assertThrows(LocalTransactionException.class, branch::rollback);
    assertEquals(List.of("start", "end"), calls);
  }
}

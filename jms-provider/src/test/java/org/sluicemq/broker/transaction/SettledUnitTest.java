// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.WriteBatch;

/**
 * What is settled keeps none of its messages, however long somebody remembers it: a branch that
 * timed out, one that an operator has decided, a session whose transaction is over.
 */
class SettledUnitTest {

  private static final Xid XID = TestXid.of(1, 1);

  private final MemoryMessageStore store = new MemoryMessageStore("settled");
  private final ManualTimers timers = new ManualTimers();
  private final BranchTable table =
      new BranchTable(store, TransactionPolicy.DEFAULT, timers, () -> null, failure -> {});

  /** Brings a unit to its end. */
  @FunctionalInterface
  private interface End {
    void of(SettledUnitTest test, UnitOfWork unit) throws Exception;
  }

  static Stream<End> ends() {
    return Stream.of(
        (test, unit) -> unit.commit(test.store, new WriteBatch()),
        (test, unit) -> unit.rollback(),
        (test, unit) -> test.timers.advance(TransactionPolicy.DEFAULT.timeout().toMillis()),
        (test, unit) -> test.decide(true),
        (test, unit) -> test.decide(false));
  }

  private void decide(boolean commit) throws Exception {
    table.end(XID, XAResource.TMSUCCESS);
    table.prepare(XID);
    table.decisions().decide(BranchTable.name(XID), commit, "ada", "the other side did so");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void nothingIsKeptOfWhatIsSettled(End end) throws Exception {
    UnitOfWork unit = table.start(XID, XAResource.TMNOFLAGS);
    unit.add(new Noted());
    end.of(this, unit);
    assertTrue(unit.isEmpty());
    assertThrows(IllegalStateException.class, () -> unit.add(new Noted()));
  }

  @Test
  void whatIsPreparedIsKept() throws Exception {
    UnitOfWork unit = table.start(XID, XAResource.TMNOFLAGS);
    unit.add(new Noted());
    table.end(XID, XAResource.TMSUCCESS);
    table.prepare(XID);
    assertFalse(unit.isEmpty());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluicemq.store.MemoryMessageStore;

/** Makes every call in every state that the table in the package's documentation has. */
class BranchLifecycleTest {

  private static final Path TABLE =
      Path.of("src/main/java/org/sluicemq/broker/transaction/package-info.java");
  private static final Xid XID = TestXid.of(1, 1);
  private static final Map<String, Integer> CODES =
      Map.of(
          "XA_HEURCOM", XAException.XA_HEURCOM,
          "XAER_NOTA", XAException.XAER_NOTA,
          "XAER_DUPID", XAException.XAER_DUPID,
          "XAER_PROTO", XAException.XAER_PROTO,
          "XA_RBROLLBACK", XAException.XA_RBROLLBACK,
          "XA_RBTIMEOUT", XAException.XA_RBTIMEOUT);

  /** A call of a transaction manager. */
  @FunctionalInterface
  private interface Call {
    void make() throws XAException;
  }

  /** A branch, and the one session that works for it or does not. */
  private static final class Life {

    private final ManualTimers timers = new ManualTimers();
    private final BranchTable table =
        new BranchTable(
            new MemoryMessageStore("lifecycle"),
            TransactionPolicy.DEFAULT,
            timers,
            () -> null,
            failure -> {});
    private boolean working;

    private void start(int flags) throws XAException {
      UnitOfWork unit = table.start(XID, flags);
      if (flags == XAResource.TMNOFLAGS) {
        unit.add(new Noted());
      }
      working = true;
    }

    private void end(int flags) throws XAException {
      if (working) {
        working = false;
        table.end(XID, flags);
      } else {
        table.endSuspended(XID, flags);
      }
    }

    private void reach(String state) throws Exception {
      if (state.equals("none")) {
        return;
      }
      start(XAResource.TMNOFLAGS);
      switch (state) {
        case "active" -> {}
        case "suspended" -> end(XAResource.TMSUSPEND);
        case "idle" -> end(XAResource.TMSUCCESS);
        case "failed" -> end(XAResource.TMFAIL);
        case "timed out" -> {
          end(XAResource.TMSUCCESS);
          timers.advance(TransactionPolicy.DEFAULT.timeout().toMillis());
        }
        case "prepared", "decided" -> {
          end(XAResource.TMSUCCESS);
          table.prepare(XID);
          if (state.equals("decided")) {
            table
                .decisions()
                .decide(BranchTable.name(XID), true, "ada", "the other side is committed");
          }
        }
        default -> throw new AssertionError(state);
      }
    }

    private void make(String call) throws XAException {
      switch (call) {
        case "start TMNOFLAGS" -> start(XAResource.TMNOFLAGS);
        case "start TMJOIN" -> start(XAResource.TMJOIN);
        case "start TMRESUME" -> start(XAResource.TMRESUME);
        case "end TMSUSPEND" -> end(XAResource.TMSUSPEND);
        case "end TMSUCCESS" -> end(XAResource.TMSUCCESS);
        case "end TMFAIL" -> end(XAResource.TMFAIL);
        case "prepare" -> assertEquals(XAResource.XA_OK, table.prepare(XID));
        case "commit, one phase" -> table.commit(XID, true);
        case "commit, two phases" -> table.commit(XID, false);
        case "rollback" -> table.rollback(XID);
        case "forget" -> table.forget(XID);
        default -> throw new AssertionError(call);
      }
    }

    /** The state, found out by calls that tell it, and change it. */
    private String found() throws XAException {
      if (table.recover(XAResource.TMSTARTRSCAN).length == 1) {
        return code(() -> table.forget(XID)) == XAResource.XA_OK ? "decided" : "prepared";
      }
      return switch (code(() -> table.prepare(XID))) {
        case XAException.XAER_NOTA -> "none";
        case XAException.XA_RBTIMEOUT -> "timed out";
        case XAException.XA_RBROLLBACK -> "failed";
        case XAResource.XA_OK -> "idle";
        default -> code(() -> table.rollback(XID)) == XAResource.XA_OK ? "suspended" : "active";
      };
    }
  }

  private static int code(Call call) {
    try {
      call.make();
      return XAResource.XA_OK;
    } catch (XAException e) {
      return e.errorCode;
    }
  }

  private static List<List<String>> table() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.startsWith(" * <tr>")) {
        String cells = line.substring(" * <tr>".length()).replaceAll("<t[dh]>|</tr>", "");
        rows.add(Arrays.asList(cells.split("</t[dh]>")));
      }
    }
    return rows;
  }

  static Stream<Arguments> cells() throws Exception {
    List<List<String>> rows = table();
    List<String> states = rows.get(0);
    assertTrue(rows.size() > 11 && states.size() > 8, rows::toString);
    List<Arguments> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int i = 1; i < states.size(); i++) {
        cells.add(Arguments.of(row.get(0), states.get(i), row.get(i)));
      }
    }
    return cells.stream();
  }

  /** A cell has a code, a state that follows, or both. */
  @ParameterizedTest
  @MethodSource("cells")
  void callDoesWhatTheTableSays(String call, String state, String cell) throws Exception {
    Life reached = new Life();
    reached.reach(state);
    assertEquals(state, reached.found(), "the test does not reach the state");

    Life life = new Life();
    life.reach(state);
    String[] parts = cell.split(", ");
    int code = CODES.getOrDefault(parts[0], XAResource.XA_OK);
    assertEquals(code, code(() -> life.make(call)));
    boolean unchanged = parts.length == 1 && code != XAResource.XA_OK;
    assertEquals(unchanged ? state : parts[parts.length - 1], life.found());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * What a resource manager answers, written down from the tables of the XA specification (chapter 6)
 * and the rules of Jakarta Transactions for {@code XAResource}, where the session takes the place
 * of the thread of control. A code is 0, {@code XA_RDONLY} or that of an exception.
 */
final class XaModel {

  private static final int OK = XAResource.XA_OK;

  /** A branch that was started and not decided. */
  private static final class Branch {
    private final Set<Integer> sessions = new HashSet<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final long deadline;
    private int suspended;
    private boolean rollbackOnly;
    private boolean timedOut;
    private boolean prepared;

    /** What an operator decided, or 0. */
    private int heuristic;

    /** Whether who decides knows that it timed out. */
    private boolean told;

    private Branch(long deadline) {
      this.deadline = deadline;
    }
  }

  private final Map<Integer, Branch> branches = new HashMap<>();

  private final Map<Integer, Branch> workingFor = new HashMap<>();
  private final TreeSet<String> waiting = new TreeSet<>();

  /** All messages that are there and that nobody has received. */
  TreeSet<String> waiting() {
    return waiting;
  }

  /** Prepared or heuristically completed: what a scan finds. */
  TreeSet<Integer> recoverable() {
    TreeSet<Integer> found = new TreeSet<>();
    branches.forEach(
        (xid, branch) -> {
          if (branch.prepared) {
            found.add(xid);
          }
        });
    return found;
  }

  /** An operator decides; whether there is something to decide. */
  boolean decide(int xid, boolean commit) {
    Branch branch = branches.get(xid);
    if (branch == null || !branch.prepared || branch.heuristic != OK) {
      return false;
    }
    branch.heuristic = commit ? XAException.XA_HEURCOM : XAException.XA_HEURRB;
    if (commit) {
      waiting.addAll(branch.sent);
    } else {
      undo(branch);
    }
    return true;
  }

  private int heuristic(int xid) {
    return branches.containsKey(xid) ? branches.get(xid).heuristic : OK;
  }

  /** Whether what the session does now belongs to a branch. */
  boolean works(int session) {
    return workingFor.containsKey(session);
  }

  /** Whether what the session does now must be refused. */
  boolean worksInVain(int session) {
    return workingFor.get(session).timedOut;
  }

  void sent(int session, String text) {
    workingFor.get(session).sent.add(text);
  }

  void received(int session, String text) {
    waiting.remove(text);
    workingFor.get(session).received.add(text);
  }

  void time(long now) {
    for (Branch branch : branches.values()) {
      if (!branch.prepared && !branch.timedOut && branch.deadline <= now) {
        branch.timedOut = true;
        branch.suspended = 0;
        undo(branch);
      }
    }
  }

  private void undo(Branch branch) {
    waiting.addAll(branch.received);
    branch.received.clear();
    branch.sent.clear();
  }

  /** Nothing is left of what was not prepared. */
  void crash() {
    workingFor.clear();
    for (int xid : Set.copyOf(branches.keySet())) {
      Branch branch = branches.get(xid);
      if (!branch.prepared) {
        undo(branch);
        branches.remove(xid);
      }
    }
  }

  int start(int session, int xid, int flags, long deadline) {
    if (works(session)) {
      return XAException.XAER_PROTO;
    }
    Branch branch = branches.get(xid);
    int refusal =
        switch (flags) {
          case XAResource.TMNOFLAGS -> branch == null ? OK : XAException.XAER_DUPID;
          case XAResource.TMJOIN -> joining(branch);
          case XAResource.TMRESUME -> resuming(branch);
          default -> XAException.XAER_INVAL;
        };
    if (refusal == OK) {
      branch = branches.computeIfAbsent(xid, x -> new Branch(deadline));
      branch.suspended -= flags == XAResource.TMRESUME ? 1 : 0;
      branch.sessions.add(session);
      workingFor.put(session, branch);
    }
    return refusal;
  }

  private static int joining(Branch branch) {
    if (branch == null) {
      return XAException.XAER_NOTA;
    }
    if (branch.prepared) {
      return XAException.XAER_PROTO;
    }
    if (branch.timedOut) {
      return XAException.XA_RBTIMEOUT;
    }
    return branch.rollbackOnly ? XAException.XA_RBROLLBACK : OK;
  }

  private static int resuming(Branch branch) {
    int refusal = joining(branch);
    return refusal == OK && branch.suspended == 0 ? XAException.XAER_PROTO : refusal;
  }

  int end(int session, int xid, int flags) {
    boolean known =
        flags == XAResource.TMSUCCESS
            || flags == XAResource.TMFAIL
            || flags == XAResource.TMSUSPEND;
    Branch branch = branches.get(xid);
    if (branch == null) {
      return XAException.XAER_NOTA;
    }
    if (!known) {
      return XAException.XAER_INVAL;
    }
    boolean associated = branch.sessions.contains(session);
    if (branch.timedOut) {
      leave(session, xid, branch);
      return XAException.XA_RBTIMEOUT;
    }
    if (!associated && (flags == XAResource.TMSUSPEND || branch.suspended == 0)) {
      return XAException.XAER_PROTO;
    }
    if (associated) {
      leave(session, xid, branch);
      branch.suspended += flags == XAResource.TMSUSPEND ? 1 : 0;
    } else {
      branch.suspended--;
    }
    branch.rollbackOnly |= flags == XAResource.TMFAIL;
    return OK;
  }

  private void leave(int session, int xid, Branch branch) {
    if (branch.sessions.remove(session)) {
      workingFor.remove(session);
      if (branch.sessions.isEmpty() && branch.told) {
        branches.remove(xid);
      }
    }
  }

  private int tellOfTimeout(int xid, Branch branch, int code) {
    branch.told = true;
    if (branch.sessions.isEmpty()) {
      branches.remove(xid);
    }
    return code;
  }

  int prepare(int xid) {
    int refusal = endingWork(xid);
    if (refusal != OK) {
      return refusal;
    }
    Branch branch = branches.get(xid);
    if (branch.sent.isEmpty() && branch.received.isEmpty()) {
      branches.remove(xid);
      return XAResource.XA_RDONLY;
    }
    branch.prepared = true;
    return OK;
  }

  /** What prepare and a commit in one phase have in common. */
  private int endingWork(int xid) {
    Branch branch = branches.get(xid);
    if (branch == null) {
      return XAException.XAER_NOTA;
    }
    if (branch.timedOut) {
      return tellOfTimeout(xid, branch, XAException.XA_RBTIMEOUT);
    }
    if (branch.prepared || !branch.sessions.isEmpty() || branch.suspended > 0) {
      return XAException.XAER_PROTO;
    }
    if (branch.rollbackOnly) {
      undo(branches.remove(xid));
      return XAException.XA_RBROLLBACK;
    }
    return OK;
  }

  int commit(int xid, boolean onePhase) {
    if (heuristic(xid) != OK) {
      return heuristic(xid);
    }
    int refusal = onePhase ? endingWork(xid) : committing(xid);
    if (refusal == OK) {
      waiting.addAll(branches.remove(xid).sent);
    }
    return refusal;
  }

  private int committing(int xid) {
    Branch branch = branches.get(xid);
    if (branch == null) {
      return XAException.XAER_NOTA;
    }
    if (branch.timedOut) {
      return tellOfTimeout(xid, branch, XAException.XA_RBTIMEOUT);
    }
    return branch.prepared ? OK : XAException.XAER_PROTO;
  }

  int rollback(int xid) {
    if (heuristic(xid) != OK) {
      return heuristic(xid);
    }
    Branch branch = branches.get(xid);
    if (branch == null) {
      return XAException.XAER_NOTA;
    }
    if (branch.timedOut) {
      return tellOfTimeout(xid, branch, OK);
    }
    if (!branch.sessions.isEmpty()) {
      return XAException.XAER_PROTO;
    }
    undo(branches.remove(xid));
    return OK;
  }

  int forget(int xid) {
    if (heuristic(xid) != OK) {
      branches.remove(xid);
      return OK;
    }
    return branches.containsKey(xid) ? XAException.XAER_PROTO : XAException.XAER_NOTA;
  }
}

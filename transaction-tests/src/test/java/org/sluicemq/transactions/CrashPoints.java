// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.util.HashMap;
import java.util.Map;

/**
 * The points that a life passes, each with a name of its own, and the one at which it ends, or at
 * which its disk breaks. All threads pass one after the other, and none passes any more once the
 * end has begun.
 */
final class CrashPoints {

  /** The exit code of a life that ended at its point. */
  static final int HALTED = 86;

  /** What is still done when the point is reached, such as losing what the disk has not forced. */
  @FunctionalInterface
  interface LastAct {
    void perform() throws Exception;
  }

  private static final String AFTER = " after ";

  private final Voice voice;
  private final String end;
  private final String begin;
  private final ThreadLocal<String> step = ThreadLocal.withInitial(() -> "broker");
  private final Map<String, Integer> passed = new HashMap<>();
  private LastAct lastAct = () -> {};
  private boolean isDiskToBreak;
  private String brokenAt;
  private boolean isCounting;
  private int count;

  /**
   * Counts from now on.
   *
   * @param end the name of the point to end at, or its number as in {@code #12}, or its number
   *     after a step has begun as in {@code #3 after recovery}; empty for none
   */
  CrashPoints(Voice voice, String end) {
    this.voice = voice;
    int from = end.startsWith("#") ? end.indexOf(AFTER) : -1;
    this.end = from < 0 ? end : end.substring(0, from);
    begin = from < 0 ? "" : end.substring(from + AFTER.length());
    isCounting = begin.isEmpty();
  }

  synchronized void atLast(LastAct act) {
    lastAct = act;
  }

  /** At its point this life loses its disk and goes on, in place of ending there. */
  synchronized void breakDisk() {
    isDiskToBreak = true;
  }

  /** The point at which the disk has broken, or null. */
  synchronized String brokenAt() {
    return brokenAt;
  }

  /** Says what the calling thread does from now on, which is part of the names. */
  synchronized void step(String name) {
    step.set(name);
    isCounting |= name.equals(begin);
  }

  /** Passes a point of the step that the thread is at. */
  void passStep(String what) {
    pass(step.get() + ": " + what, "");
  }

  /** Passes a point of the disk, whose name does not tell whose work it is. */
  void passDisk(String what) {
    pass("disk: " + what, " (" + step.get() + ")");
  }

  private synchronized void pass(String what, String where) {
    int times = passed.merge(what, 1, Integer::sum);
    String name = times == 1 ? what : what + " #" + times;
    count += isCounting ? 1 : 0;
    voice.tell("point " + name + where);
    if (name.equals(end) || end.equals("#" + count)) {
      if (isDiskToBreak) {
        brokenAt = name;
      } else {
        end(name);
      }
    }
  }

  /** Ends a life whose disk has broken, when it has told what it made of that. */
  synchronized void endBroken() {
    end(brokenAt);
  }

  private void end(String name) {
    try {
      lastAct.perform();
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    voice.tell("halted " + name);
    Runtime.getRuntime().halt(HALTED);
  }
}

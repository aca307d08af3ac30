// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.util.Locale;

/**
 * A place of the matrix: which run, and where it is halted. As text it is what the system property
 * {@code matrix.point} repeats.
 *
 * @param database the kind of the second resource
 * @param workers how many threads make transfers
 * @param loss what of the broker's unforced writes is lost, the name of a {@code PowerLoss}; empty
 *     if the process is halted and the machine goes on; {@link Script#BREAKS} if the broker's disk
 *     fails from there on and the process goes on
 * @param name of the point, see {@link CrashPoints}
 */
record Point(Database database, int workers, String loss, String name) {

  static Point parse(String text) {
    String[] parts = text.split("/", 4);
    if (parts.length < 4) {
      throw new IllegalArgumentException(
          "'" + text + "' is no point: DATABASE/WORKERS/LOSS/NAME, as the matrix prints them");
    }
    return new Point(Database.valueOf(parts[0]), Integer.parseInt(parts[1]), parts[2], parts[3]);
  }

  /** What is lost is the same whenever this point is repeated with this seed. */
  long randomFrom(long seed) {
    return seed * 31 + toString().hashCode();
  }

  /** What happens there, whoever does it and however often: for figures and for choosing a few. */
  String kind() {
    String what = name.replaceAll("^[^:]*: ", "").replaceAll(" #?\\d+", "");
    return name.startsWith("disk: ") ? "disk, " + what : what;
  }

  /** The coarse kind: what is instrumented there. */
  String part() {
    String what = kind();
    if (what.startsWith("disk, ")) {
      return "disk";
    }
    return what.endsWith("the log")
        ? "log"
        : what.replaceAll(".* of ", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return database + "/" + workers + "/" + loss + "/" + name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.util.Arrays;
import java.util.List;

/** The catalogue of contenders. A contender is added here and nowhere else. */
public final class Contenders {

  private static final List<Contender> ALL =
      List.of(
          new SluiceContender(),
          ArtemisContender.tuned(),
          ArtemisContender.withDefaults(),
          ClassicContender.withDefaults(),
          ClassicContender.storeFirst());

  private Contenders() {}

  /** All contenders, in the order in which they are reported. */
  public static List<Contender> all() {
    return ALL;
  }

  /**
   * The contenders of a comma-separated list of names, in the order of the list.
   *
   * @throws IllegalArgumentException when a name is unknown; the message lists the known ones
   */
  public static List<Contender> named(String names) {
    return Arrays.stream(names.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .map(Contenders::byName)
        .toList();
  }

  /**
   * The contender of that name.
   *
   * @throws IllegalArgumentException when the name is unknown; the message lists the known ones
   */
  public static Contender byName(String name) {
    return ALL.stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no contender '"
                        + name
                        + "'. Known contenders: "
                        + ALL.stream().map(Contender::name).toList()));
  }
}

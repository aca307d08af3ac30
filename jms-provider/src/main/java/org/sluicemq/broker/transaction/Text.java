// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What operators write and read of branches. */
final class Text {

  private Text() {}

  /** Text that an operator gave: something, not too long, and on one line of the log. */
  static String checked(String what, String given, int most) {
    String text = given == null ? "" : clean(given).strip();
    if (text.isEmpty() || text.length() > most) {
      throw new IllegalArgumentException(
          what + " must be given, in up to " + most + " characters; this has " + text.length());
    }
    return text;
  }

  static String clean(String given) {
    return String.valueOf(given).replaceAll("\\p{Cntrl}", " ");
  }

  /** How many messages a branch has sent where, and received from where. */
  static String of(BranchFigures branch) {
    return "It has sent " + counts(branch.sent()) + " and received " + counts(branch.received());
  }

  private static String counts(List<BranchContents.Item> items) {
    Map<String, Long> byDestination =
        items.stream()
            .collect(
                Collectors.groupingBy(
                    item ->
                        item.destination().kind().name().toLowerCase(Locale.ROOT)
                            + " "
                            + item.destination().name(),
                    TreeMap::new,
                    Collectors.counting()));
    return byDestination.isEmpty() ? "nothing" : byDestination.toString();
  }
}

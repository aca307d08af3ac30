// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.sluicemq.message.Address;

/**
 * The rules of a file: of those that fit a destination the most specific one decides alone; of
 * equally specific ones the first. Without any rule everything is permitted, with one nothing that
 * none permits. Immutable.
 */
final class Rules implements Authorizer {

  private final String source;
  private final List<Rule> mostSpecificFirst;

  /**
   * Takes rules.
   *
   * @param source where they are from, in words that end a sentence
   * @param rules in the order in which they were written
   */
  Rules(String source, List<Rule> rules) {
    this.source = source;
    mostSpecificFirst =
        rules.stream()
            .sorted(Comparator.comparing(Rule::pattern, DestinationPattern.MOST_SPECIFIC_FIRST))
            .toList();
  }

  /** Whether there is nothing to ask. */
  boolean permitEverything() {
    return mostSpecificFirst.isEmpty();
  }

  int size() {
    return mostSpecificFirst.size();
  }

  @Override
  public boolean permits(Identity who, Permission permission, Address destination) {
    return permitEverything()
        || deciding(destination).map(rule -> rule.gives(permission, who)).orElse(false);
  }

  private Optional<Rule> deciding(Address destination) {
    return mostSpecificFirst.stream().filter(rule -> rule.fits(destination)).findFirst();
  }

  @Override
  public String reason(Identity who, Permission permission, Address destination) {
    return deciding(destination)
        .map(
            rule ->
                rule.tell(permission)
                    + ", and the user's roles are "
                    + new TreeSet<>(who.roles())
                    + ": see "
                    + source)
        .orElse("no rule fits it: add one to " + source);
  }
}

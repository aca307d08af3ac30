// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;

/** A context that holds what was defined for it: objects, and contexts below. */
final class DefinedContext extends TreeContext {

  private static final int NAMES_TOLD = 30;

  private final Map<String, Object> entries;

  /**
   * Makes a context and those below.
   *
   * @param definitions objects by their names seen from here; none of them empty, and none the
   *     beginning of another
   */
  DefinedContext(Map<?, ?> environment, Name place, Map<Name, Object> definitions) {
    super(environment, place);
    Map<String, Object> found = new TreeMap<>();
    Map<String, Map<Name, Object>> below = new TreeMap<>();
    definitions.forEach(
        (name, object) -> {
          if (name.size() == 1) {
            found.put(name.get(0), object);
          } else {
            below
                .computeIfAbsent(name.get(0), first -> new TreeMap<>())
                .put(name.getSuffix(1), object);
          }
        });
    below.forEach(
        (first, rest) ->
            found.put(first, new DefinedContext(environment, Names.below(place, first), rest)));
    entries = Collections.unmodifiableMap(found);
  }

  @Override
  Map<String, Object> entries() {
    return entries;
  }

  @Override
  Object find(Name name) throws NamingException {
    Object found = entries.get(name.get(0));
    if (found == null) {
      throw Names.at(name, notFound(name));
    }
    if (name.size() == 1) {
      return found;
    }
    if (found instanceof Context context) {
      return context.lookup(name.getSuffix(1));
    }
    throw Names.at(
        name.getSuffix(1),
        new NotContextException(
            "'" + Names.below(place(), name.get(0)) + "' is no context: nothing is below it"));
  }

  private NameNotFoundException notFound(Name name) throws NamingException {
    Name full = ((Name) place().clone()).addAll(name);
    return new NameNotFoundException(
        String.format(
            "There is no '%s'. %s has %s. Define it by the property connectionFactory.%s, queue.%s"
                + " or topic.%s, or look up dynamicQueues/PHYSICAL or dynamicTopics/PHYSICAL",
            full,
            place().isEmpty() ? "The context" : "'" + place() + "'",
            told(),
            full,
            full,
            full));
  }

  private String told() {
    String names =
        String.join(
            ", ",
            entries.entrySet().stream()
                .limit(NAMES_TOLD)
                .map(entry -> entry.getKey() + (entry.getValue() instanceof Context ? "/" : ""))
                .toList());
    int more = entries.size() - NAMES_TOLD;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Collections;
import java.util.Map;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.Name;

/**
 * A context in which every name stands for the destination of that physical name; slashes are part
 * of it. It lists nothing, since it holds nothing.
 */
final class DynamicContext extends TreeContext {

  private final Function<String, Object> maker;

  /**
   * Makes a context.
   *
   * @param maker makes a destination of its physical name, or refuses the name with an {@code
   *     IllegalArgumentException}
   */
  DynamicContext(Map<?, ?> environment, Name place, Function<String, Object> maker) {
    super(environment, place);
    this.maker = maker;
  }

  @Override
  Map<String, Object> entries() {
    return Map.of();
  }

  @Override
  Object find(Name name) throws InvalidNameException {
    try {
      return maker.apply(String.join("/", Collections.list(name.getAll())));
    } catch (IllegalArgumentException e) {
      InvalidNameException refusal = Names.at(name, new InvalidNameException(e.getMessage()));
      refusal.initCause(e);
      throw refusal;
    }
  }
}

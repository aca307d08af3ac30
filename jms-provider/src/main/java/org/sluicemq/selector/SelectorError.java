// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;

/** Words the refusal of a selector: the place, what is wrong there, and the text around it. */
final class SelectorError {
  private static final int SHOWN = 60;

  private SelectorError() {}

  static InvalidSelectorException at(int position, String what, String selector) {
    int from = Math.max(0, position - SHOWN);
    int to = Math.min(selector.length(), position + SHOWN);
    return new InvalidSelectorException(
        "The selector is not valid at position "
            + (position + 1)
            + ": "
            + what
            + ". It reads: "
            + (from > 0 ? "\u2026" : "")
            + selector.substring(from, position)
            + " \u2192 "
            + selector.substring(position, to)
            + (to < selector.length() ? "\u2026" : ""));
  }
}

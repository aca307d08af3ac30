// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The selectors used lately: applications open a consumer with the same selector again and again.
 * The one used longest ago makes room; long texts are not kept. Owns its map and guards it by its
 * monitor.
 */
final class SelectorCache {
  private final int longestText;
  private final Map<String, Selector> selectors;

  SelectorCache(int capacity, int longestText) {
    this.longestText = longestText;
    this.selectors =
        new LinkedHashMap<>(capacity, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Selector> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Returns the selector of this text, or null. */
  synchronized Selector find(String text) {
    return selectors.get(text);
  }

  synchronized void keep(String text, Selector selector) {
    if (text.length() <= longestText) {
      selectors.put(text, selector);
    }
  }

  synchronized int size() {
    return selectors.size();
  }
}

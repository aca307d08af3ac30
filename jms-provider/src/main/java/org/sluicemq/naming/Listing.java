// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Iterator;
import javax.naming.NamingEnumeration;

/** The names of a context, one after the other. For one thread. */
final class Listing<T> implements NamingEnumeration<T> {

  private final Iterator<T> items;

  Listing(Iterator<T> items) {
    this.items = items;
  }

  @Override
  public boolean hasMore() {
    return items.hasNext();
  }

  @Override
  public T next() {
    return items.next();
  }

  @Override
  public boolean hasMoreElements() {
    return items.hasNext();
  }

  @Override
  public T nextElement() {
    return items.next();
  }

  @Override
  public void close() {}
}

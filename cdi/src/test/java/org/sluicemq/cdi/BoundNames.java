// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** JNDI for a test: a table of names. */
public final class BoundNames implements InitialContextFactory {

  static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
    return new InitialContext(true) {
      @Override
      public Object lookup(String name) throws NamingException {
        Object found = BOUND.get(name);
        if (found == null) {
          throw new NameNotFoundException(name);
        }
        return found;
      }
    };
  }
}

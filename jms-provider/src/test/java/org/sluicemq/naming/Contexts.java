// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Makes initial contexts the way a program does, by properties alone. */
final class Contexts {

  private Contexts() {}

  /** The properties by which the JDK finds the factory, and others as {@code key, value, …}. */
  static Hashtable<String, Object> environment(Object... properties) {
    Hashtable<String, Object> environment = new Hashtable<>();
    environment.put(
        Context.INITIAL_CONTEXT_FACTORY, "org.sluicemq.naming.SluiceInitialContextFactory");
    for (int i = 0; i < properties.length; i += 2) {
      environment.put((String) properties[i], properties[i + 1]);
    }
    return environment;
  }

  static Context with(Object... properties) throws NamingException {
    return new InitialContext(environment(properties));
  }
}

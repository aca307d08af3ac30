// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/**
 * A context that refuses every change, and treats a name as text like the name that it is parsed
 * to.
 */
abstract class ReadOnlyContext implements Context {

  private static OperationNotSupportedException refusal(String call, Object subject) {
    return new OperationNotSupportedException(
        call
            + " of '"
            + subject
            + "' is refused: the context cannot be changed. Define objects by the properties"
            + " connectionFactory.NAME, queue.NAME and topic.NAME, in jndi.properties or in the"
            + " environment of a new InitialContext");
  }

  @Override
  public final void bind(Name name, Object object) throws NamingException {
    throw refusal("bind", name);
  }

  @Override
  public final void bind(String name, Object object) throws NamingException {
    throw refusal("bind", name);
  }

  @Override
  public final void rebind(Name name, Object object) throws NamingException {
    throw refusal("rebind", name);
  }

  @Override
  public final void rebind(String name, Object object) throws NamingException {
    throw refusal("rebind", name);
  }

  @Override
  public final void unbind(Name name) throws NamingException {
    throw refusal("unbind", name);
  }

  @Override
  public final void unbind(String name) throws NamingException {
    throw refusal("unbind", name);
  }

  @Override
  public final void rename(Name oldName, Name newName) throws NamingException {
    throw refusal("rename", oldName);
  }

  @Override
  public final void rename(String oldName, String newName) throws NamingException {
    throw refusal("rename", oldName);
  }

  @Override
  public final Context createSubcontext(Name name) throws NamingException {
    throw refusal("createSubcontext", name);
  }

  @Override
  public final Context createSubcontext(String name) throws NamingException {
    throw refusal("createSubcontext", name);
  }

  @Override
  public final void destroySubcontext(Name name) throws NamingException {
    throw refusal("destroySubcontext", name);
  }

  @Override
  public final void destroySubcontext(String name) throws NamingException {
    throw refusal("destroySubcontext", name);
  }

  /** Refused as well: the properties have been read, and a change would have no effect. */
  @Override
  public final Object addToEnvironment(String property, Object value) throws NamingException {
    throw refusal("addToEnvironment", property);
  }

  @Override
  public final Object removeFromEnvironment(String property) throws NamingException {
    throw refusal("removeFromEnvironment", property);
  }

  @Override
  public final Object lookup(String name) throws NamingException {
    return lookup(new CompositeName(name));
  }

  @Override
  public final Object lookupLink(Name name) throws NamingException {
    return lookup(name);
  }

  @Override
  public final Object lookupLink(String name) throws NamingException {
    return lookup(name);
  }

  @Override
  public final NamingEnumeration<NameClassPair> list(String name) throws NamingException {
    return list(new CompositeName(name));
  }

  @Override
  public final NamingEnumeration<Binding> listBindings(String name) throws NamingException {
    return listBindings(new CompositeName(name));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;

/**
 * A place in a tree of names: looks up and lists what a subclass has there. Immutable and
 * thread-safe; closing it does nothing, since it holds nothing open.
 */
abstract class TreeContext extends ReadOnlyContext {

  private final Map<?, ?> environment;
  private final Name place;

  /**
   * Makes a context.
   *
   * @param environment what the initial context was made with
   * @param place the name of this context, seen from the initial one
   */
  TreeContext(Map<?, ?> environment, Name place) {
    this.environment = Map.copyOf(environment);
    this.place = (Name) place.clone();
  }

  /**
   * Finds an object.
   *
   * @param name at least one part, none of them empty
   */
  abstract Object find(Name name) throws NamingException;

  /** What is directly in this context, in order of the names. */
  abstract Map<String, Object> entries();

  final Name place() {
    return place;
  }

  @Override
  public final Object lookup(Name name) throws NamingException {
    Name wanted = Names.withoutEmptyParts(name);
    return wanted.isEmpty() ? this : find(wanted);
  }

  @Override
  public final NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
    return listing(name, TreeContext::pair);
  }

  @Override
  public final NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
    return listing(name, TreeContext::binding);
  }

  private <T extends NameClassPair> NamingEnumeration<T> listing(
      Name name, BiFunction<String, Object, T> form) throws NamingException {
    if (!(lookup(name) instanceof TreeContext listed)) {
      throw Names.at(
          name, new NotContextException("'" + name + "' is no context and has nothing to list"));
    }
    Stream<T> found =
        listed.entries().entrySet().stream()
            .map(
                entry -> {
                  T item = form.apply(entry.getKey(), entry.getValue());
                  item.setNameInNamespace(Names.below(listed.place, entry.getKey()).toString());
                  return item;
                });
    return new Listing<>(found.iterator());
  }

  private static NameClassPair pair(String name, Object object) {
    return new NameClassPair(name, className(object));
  }

  private static Binding binding(String name, Object object) {
    return new Binding(name, className(object), object);
  }

  private static String className(Object object) {
    return (object instanceof Context ? Context.class : object.getClass()).getName();
  }

  @Override
  public final NameParser getNameParser(Name name) {
    return CompositeName::new;
  }

  @Override
  public final NameParser getNameParser(String name) {
    return CompositeName::new;
  }

  @Override
  public final Name composeName(Name name, Name prefix) throws NamingException {
    return ((Name) prefix.clone()).addAll(name);
  }

  @Override
  public final String composeName(String name, String prefix) throws NamingException {
    return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
  }

  @Override
  public final String getNameInNamespace() {
    return place.toString();
  }

  @Override
  public final Hashtable<?, ?> getEnvironment() {
    return new Hashtable<Object, Object>(environment);
  }

  @Override
  public final void close() {}
}

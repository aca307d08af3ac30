// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.sluicemq.SluiceConnectionFactory;

/**
 * Whom the name of a connection factory means: the bean with that name, or what JNDI has under it.
 * The default factory is the bean without a name of its own, or what JNDI has, or a {@link
 * SluiceConnectionFactory} with its default URL. A broker that such a factory names runs from its
 * first use until {@link #close}, so that it does not start and stop with each request. Safe for
 * any thread; one that waits for a factory holds up only those who want the same one.
 */
final class ConnectionFactories implements AutoCloseable {

  private final BeanManager beans;
  private final Map<Bean<?>, DependentFactory> dependents = new ConcurrentHashMap<>();
  private final RunningBrokers running = new RunningBrokers();

  ConnectionFactories(BeanManager beans) {
    this.beans = beans;
  }

  /**
   * The factory with a name.
   *
   * @throws JMSRuntimeException if there is none, or more than one; the message says what to do
   */
  ConnectionFactory find(String name) {
    Bean<?> bean = bean(name);
    ConnectionFactory factory = bean == null ? inJndi(name) : instance(bean);
    if (factory instanceof SluiceConnectionFactory embedded) {
      running.keep(name, embedded);
    }
    return factory;
  }

  private Bean<?> bean(String name) {
    Set<Bean<?>> candidates = beans.getBeans(ConnectionFactory.class, NamedLiteral.of(name));
    if (candidates.isEmpty() && isDefault(name)) {
      candidates = defaults();
    }
    try {
      return beans.resolve(candidates);
    } catch (AmbiguousResolutionException e) {
      throw failed(
          "Several beans can be connection factory '" + name + "': " + candidates,
          "give each of them a name with @Named, and one none at most",
          e);
    }
  }

  /** Beside several others, the one that cannot be asked for by name. */
  private Set<Bean<?>> defaults() {
    Set<Bean<?>> all = beans.getBeans(ConnectionFactory.class, Default.Literal.INSTANCE);
    Set<Bean<?>> unnamed =
        all.stream().filter(bean -> bean.getName() == null).collect(Collectors.toSet());
    return unnamed.isEmpty() ? all : unnamed;
  }

  private static boolean isDefault(String name) {
    return ContextRequest.DEFAULT_FACTORY.equals(name);
  }

  /** Not a client proxy, which would hide that the factory is an XA one. */
  private <T> ConnectionFactory instance(Bean<T> bean) {
    if (beans.isNormalScope(bean.getScope())) {
      CreationalContext<T> creation = beans.createCreationalContext(bean);
      return (ConnectionFactory) beans.getContext(bean.getScope()).get(bean, creation);
    }
    return dependents.computeIfAbsent(bean, made -> new DependentFactory(beans, made)).get();
  }

  private static ConnectionFactory inJndi(String name) {
    try {
      return lookUp(name);
    } catch (NoInitialContextException | NameNotFoundException e) {
      if (isDefault(name)) {
        return new SluiceConnectionFactory();
      }
      throw notFound(name, e);
    } catch (NamingException e) {
      throw notFound(name, e);
    }
  }

  private static ConnectionFactory lookUp(String name) throws NamingException {
    InitialContext jndi = new InitialContext();
    try {
      Object found = jndi.lookup(name);
      if (found instanceof ConnectionFactory factory) {
        return factory;
      }
      String what = found == null ? "nothing" : "a " + found.getClass().getName();
      throw new NamingException("JNDI has " + what + " under that name");
    } finally {
      jndi.close();
    }
  }

  private static JMSRuntimeException notFound(String name, NamingException e) {
    return failed(
        "There is no connection factory '" + name + "', neither as a bean nor in JNDI",
        "produce a ConnectionFactory bean with @Named(\""
            + name
            + "\"), or bind it in JNDI, as by a file jndi.properties",
        e);
  }

  private static JMSRuntimeException failed(String what, String remedy, Exception e) {
    return new JMSRuntimeException(what + " (" + e.getMessage() + "): " + remedy, null, e);
  }

  /** Destroys the factories that belong to no scope, while what they were made by is there. */
  void destroyDependents() {
    dependents.values().forEach(DependentFactory::destroy);
  }

  /** Lets the brokers go that it kept running. */
  @Override
  public void close() {
    running.close();
  }
}

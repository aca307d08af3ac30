// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.recovery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import javax.transaction.xa.XAResource;

/**
 * Gives a resource the name of its broker, in the way of the servers with IronJacamar: by the
 * wrapper in which they put the resources of their pools. They write the name into the transaction
 * log. When a branch is told there that no resource knows any more, because it was committed just
 * before the server died, they conclude from a resource of that name, if recovery has reached one,
 * that the branch is done; without a name the transaction stays in the log for ever.
 *
 * <p>A pool would give each its JNDI name. Those of one broker are all named alike here, whether a
 * connection is pooled, delivers to an endpoint or recovers, since each of them tells the branches
 * of all. On other servers a resource stays as it is. Safe for any thread.
 */
public final class NamedResource {

  private static final Logger LOG = System.getLogger(NamedResource.class.getName());

  private static final NamedResource OF_THE_SERVER =
      new NamedResource("org.jboss.jca.core.tx.jbossts.XAResourceWrapperImpl");

  /** Null where the server has none. */
  private final Constructor<?> wrapper;

  NamedResource(String wrapperClass) {
    wrapper = find(wrapperClass);
  }

  private static Constructor<?> find(String wrapperClass) {
    try {
      return Class.forName(wrapperClass)
          .getConstructor(
              XAResource.class,
              boolean.class,
              Boolean.class,
              String.class,
              String.class,
              String.class);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.log(Level.DEBUG, "The server names no resources by {0}", wrapperClass);
    } catch (NoSuchMethodException e) {
      LOG.log(Level.WARNING, notNamed(wrapperClass), e);
    }
    return null;
  }

  /**
   * A resource as the server's transaction manager is to see it.
   *
   * @param resource a resource of the broker
   * @param broker what identifies the broker, the same after a restart
   * @return the resource, with a name where the server has that
   */
  public static XAResource of(XAResource resource, String broker) {
    return OF_THE_SERVER.named(resource, broker);
  }

  XAResource named(XAResource resource, String broker) {
    if (wrapper == null) {
      return resource;
    }
    try {
      // Identifiers are not padded, and whether two resources are the same is left to them.
      return (XAResource)
          wrapper.newInstance(resource, false, null, "Sluice", "", "sluice:" + broker);
    } catch (ReflectiveOperationException | ClassCastException e) {
      LOG.log(Level.WARNING, notNamed(wrapper.getDeclaringClass().getName()), e);
      return resource;
    }
  }

  private static String notNamed(String wrapperClass) {
    return "This server's "
        + wrapperClass
        + " is not the one that Sluice knows, so its resources have no names: a transaction that"
        + " is committed while the server dies may stay in the transaction log and is to be"
        + " removed there";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.jms.JMSContext;

/**
 * Finds for each call the context behind an injected one: that of the transaction while there is
 * one, else that of the request (section 12.4.4). One for a CDI container, safe for any thread.
 */
final class InjectedContexts implements AutoCloseable {

  private static final String TRANSACTIONS = "jakarta.transaction.TransactionManager";

  private final ConnectionFactories factories;
  private final ContextScope request;
  private final ContextScope transaction;

  /** To be made when all beans are known. */
  InjectedContexts(BeanManager beans) {
    factories = new ConnectionFactories(beans);
    request = new RequestScope(beans, factories);
    transaction =
        isOnClassPath(TRANSACTIONS) ? TransactionScope.over(beans, factories) : ContextScope.NEVER;
  }

  private static boolean isOnClassPath(String className) {
    try {
      Class.forName(className, false, InjectedContexts.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * The context that a call of now goes to.
   *
   * @throws ContextNotActiveException if neither a transaction nor a request is active; the message
   *     says how to have one
   */
  JMSContext current(ContextRequest wanted) {
    JMSContext found = transaction.find(wanted);
    if (found == null) {
      found = request.find(wanted);
    }
    if (found == null) {
      throw new ContextNotActiveException(
          "The injected JMSContext ("
              + wanted
              + ") belongs to a transaction or a request, and on thread '"
              + Thread.currentThread().getName()
              + "' none is active. In Java SE annotate the method that is called from outside with"
              + " @Transactional or @ActivateRequestContext, or inject a RequestContextController"
              + " and call activate() before and deactivate() afterwards");
    }
    return found;
  }

  /** Destroys the connection factories that belong to no scope. */
  void destroyDependents() {
    factories.destroyDependents();
  }

  /** Lets the brokers go that it kept running. */
  @Override
  public void close() {
    factories.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.SluiceConnectionFactory;

/**
 * The contexts of each Jakarta transaction (section 12.4.4). A context is opened by the first call
 * within the transaction, enlisted in it, and closed when it is committed or rolled back.
 */
final class TransactionScope implements ContextScope {

  private final TransactionManager transactions;
  private final ConnectionFactories factories;
  private final Map<Transaction, OpenContexts> open = new ConcurrentHashMap<>();

  private TransactionScope(TransactionManager transactions, ConnectionFactories factories) {
    this.transactions = transactions;
    this.factories = factories;
  }

  /** Over the transaction manager that is a bean; never active if there is none. */
  static ContextScope over(BeanManager beans, ConnectionFactories factories) {
    Bean<?> bean = beans.resolve(beans.getBeans(TransactionManager.class));
    if (bean == null) {
      return NEVER;
    }
    Object manager =
        beans.getReference(bean, TransactionManager.class, beans.createCreationalContext(bean));
    return new TransactionScope((TransactionManager) manager, factories);
  }

  @Override
  public JMSContext find(ContextRequest request) {
    Transaction transaction = inProgress(request);
    return transaction == null
        ? null
        : contexts(transaction, request).get(request, () -> enlisted(transaction, request));
  }

  /**
   * The transaction of this thread. A committed one, as in {@code afterCompletion}, is none.
   *
   * @throws IllegalStateRuntimeException if it was rolled back, perhaps because it took too long:
   *     whoever goes on without knowing must not do half of his work outside of it
   */
  private Transaction inProgress(ContextRequest request) {
    try {
      Transaction transaction = transactions.getTransaction();
      if (transaction == null) {
        return null;
      }
      return switch (transaction.getStatus()) {
        case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> null;
        case Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
            throw over(request, "it was rolled back, perhaps because it took too long");
        default -> transaction;
      };
    } catch (SystemException e) {
      throw failed("The transaction manager does not tell whether a transaction is active", e);
    }
  }

  private OpenContexts contexts(Transaction transaction, ContextRequest request) {
    return open.computeIfAbsent(
        transaction,
        begun -> {
          OpenContexts contexts = new OpenContexts();
          joining(request, () -> begun.registerSynchronization(new Closing(begun, contexts)));
          return contexts;
        });
  }

  private JMSContext enlisted(Transaction transaction, ContextRequest request) {
    XAJMSContext context = open(request);
    try {
      joining(request, () -> enlist(transaction, context));
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
    return context;
  }

  private static void enlist(Transaction transaction, XAJMSContext context)
      throws RollbackException, SystemException {
    if (!transaction.enlistResource(context.getXAResource())) {
      throw new SystemException("The transaction manager refused the XA resource");
    }
  }

  private XAJMSContext open(ContextRequest request) {
    ConnectionFactory factory = factories.find(request.factory());
    if (!(factory instanceof XAConnectionFactory xa)) {
      throw new IllegalStateRuntimeException(
          "A transaction is active, but connection factory '"
              + request.factory()
              + "' ("
              + factory.getClass().getName()
              + ") is no XAConnectionFactory: use one that is, or call the injected JMSContext"
              + " outside of the transaction, as in @Transactional(NOT_SUPPORTED)");
    }
    XAJMSContext opened =
        request.userName() == null
            ? xa.createXAContext()
            : xa.createXAContext(request.userName(), request.password());
    // Who has a producer of it can use that until the context is closed, after a timeout too.
    SluiceConnectionFactory.bindToTransactions(opened);
    return opened;
  }

  private interface Joining {
    void run() throws RollbackException, SystemException;
  }

  private static void joining(ContextRequest request, Joining step) {
    try {
      step.run();
    } catch (RollbackException | IllegalStateException e) {
      IllegalStateRuntimeException over = over(request, e.getMessage());
      over.initCause(e);
      throw over;
    } catch (SystemException e) {
      throw failed("An injected JMSContext could not join the transaction (" + request + ")", e);
    }
  }

  private static IllegalStateRuntimeException over(ContextRequest request, String why) {
    return new IllegalStateRuntimeException(
        "The transaction is over or can only be rolled back, so an injected JMSContext can do"
            + " nothing in it that lasts ("
            + request
            + "): "
            + why);
  }

  private static JMSRuntimeException failed(String what, SystemException e) {
    return new JMSRuntimeException(what + ": " + e.getMessage(), null, e);
  }

  /** Ends the contexts of a transaction with it. */
  private final class Closing implements Synchronization {

    private final Transaction transaction;
    private final OpenContexts contexts;

    private Closing(Transaction transaction, OpenContexts contexts) {
      this.transaction = transaction;
      this.contexts = contexts;
    }

    @Override
    public void beforeCompletion() {
      // Who comes after this one may still send, so the contexts stay open.
    }

    @Override
    public void afterCompletion(int status) {
      open.remove(transaction);
      contexts.close();
    }
  }
}

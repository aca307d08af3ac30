// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.narayana.NarayanaRecovery;

/** What is in doubt is decided by the transaction manager, registered as the guide says. */
class RecoveryTest {

  @Test
  void messageInDoubtIsCommittedByRecovery() throws Exception {
    recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
    try (Program program = Program.of(Orders.class, Unlucky.class);
        Sluice broker = Unlucky.FACTORY.open()) {
      program.bean(Orders.class).place("honey");
      assertNull(take(), "prepared, and its commit has not come through");
      RecoveryManager recovery = NarayanaRecovery.of("orders", broker).start();
      try {
        recovery.scan();
        recovery.scan();
        assertEquals("honey", take());
      } finally {
        recovery.terminate();
      }
    }
  }

  private static String take() {
    try (JMSContext own = Unlucky.FACTORY.createContext()) {
      return own.createConsumer(own.createQueue("orders")).receiveBodyNoWait(String.class);
    }
  }

  /** Sends, with a second resource in the transaction, so that there are branches to prepare. */
  @ApplicationScoped
  public static class Orders {

    @Inject JMSContext messages;
    @Inject TransactionManager transactions;

    @Transactional(rollbackOn = Exception.class)
    public void place(String item) throws RollbackException, SystemException {
      messages.createProducer().send(messages.createQueue("orders"), item);
      transactions.getTransaction().enlistResource(new Willing());
    }
  }

  /** Its connections break when a branch is to be committed. */
  @ApplicationScoped
  public static class Unlucky {

    static final SluiceConnectionFactory FACTORY = new Breaking();

    @Produces
    ConnectionFactory factory() {
      return FACTORY;
    }
  }

  private static final class Breaking extends SluiceConnectionFactory {

    private static final long serialVersionUID = 1L;

    private Breaking() {
      super("sluice:mem:cdi-recovery");
    }

    @Override
    public XAJMSContext createXAContext() {
      XAJMSContext context = super.createXAContext();
      InvocationHandler calls =
          (proxy, method, arguments) -> {
            try {
              Object result = method.invoke(context, arguments);
              return result instanceof XAResource resource ? new Broken(resource) : result;
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          };
      ClassLoader loader = XAJMSContext.class.getClassLoader();
      return (XAJMSContext)
          Proxy.newProxyInstance(loader, new Class<?>[] {XAJMSContext.class}, calls);
    }
  }

  /** Prepares, and then cannot be reached any more. No proxy: the log would take it for data. */
  private static final class Broken implements XAResource {

    private final XAResource broker;

    private Broken(XAResource broker) {
      this.broker = broker;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
      throw new XAException(XAException.XAER_RMFAIL);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
      broker.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
      broker.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
      return broker.prepare(xid);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
      broker.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
      broker.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
      return broker.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
      return broker.isSameRM(other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
      return broker.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
      return broker.setTransactionTimeout(seconds);
    }
  }

  /** Agrees to everything, and has nothing to do. */
  private static final class Willing implements XAResource {

    @Override
    public int prepare(Xid xid) {
      return XA_OK;
    }

    @Override
    public boolean isSameRM(XAResource other) {
      return other == this;
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void commit(Xid xid, boolean onePhase) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flags) {
      return new Xid[0];
    }

    @Override
    public int getTransactionTimeout() {
      return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.ShadowNoFileLockStore;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.nio.file.Path;

/**
 * Where Narayana writes its decisions: its standard store, a file for each transaction that is
 * forced before the first resource commits. There is one in a JVM, for all its transactions.
 */
public final class TransactionLog {

  private TransactionLog() {}

  /**
   * Has it in that directory. Comes before the first transaction of the JVM.
   *
   * @throws IllegalStateException when it would not be forced
   */
  public static void keepIn(Path directory) throws CoreEnvironmentBeanException {
    for (String part : new String[] {null, "communicationStore", "stateStore"}) {
      store(part).setObjectStoreDir(directory.toString());
    }
    BeanPopulator.getDefaultInstance(CoreEnvironmentBean.class).setNodeIdentifier("bench");
    // Nobody recovers here, and a benchmark opens no port.
    arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
    ObjectStoreEnvironmentBean store = arjPropertyManager.getObjectStoreEnvironmentBean();
    if (!store.isObjectStoreSync()
        || !store.isTransactionSync()
        || !store.getObjectStoreType().equals(ShadowNoFileLockStore.class.getName())) {
      throw new IllegalStateException(
          "The transaction manager's log is not its standard one, or is not forced: "
              + store.getObjectStoreType());
    }
  }

  private static ObjectStoreEnvironmentBean store(String part) {
    return part == null
        ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
        : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, part);
  }

  /** What is in force, in one line for the report. */
  public static String settings() {
    ObjectStoreEnvironmentBean store = arjPropertyManager.getObjectStoreEnvironmentBean();
    String type = store.getObjectStoreType();
    return "Narayana, object store "
        + type.substring(type.lastIndexOf('.') + 1)
        + " (its standard), objectStoreSync "
        + store.isObjectStoreSync()
        + ", transactionSync "
        + store.isTransactionSync()
        + ", all else at its standard";
  }
}

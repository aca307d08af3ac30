// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqJournalEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqObjectStoreAdaptor;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.nio.file.Path;

/**
 * Where Narayana writes its decisions: its journal, forced before the first resource commits, once
 * for all who decide meanwhile. (Its standard store makes, forces and deletes a file for each
 * transaction, so that nothing but the file system would be measured.) There is one in a JVM, for
 * all its transactions.
 */
public final class TransactionLog {

  /** A tenth of a millisecond, in which others may join; a lone transaction waits for it. */
  private static final int FORCES_PER_SECOND = 10_000;

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
    store.setObjectStoreType(HornetqObjectStoreAdaptor.class.getName());
    HornetqJournalEnvironmentBean journal = journal();
    journal.setStoreDir(directory.resolve("journal").toString());
    journal.setAsyncIO(false);
    journal.setBufferFlushesPerSecond(FORCES_PER_SECOND);
    // What comes back after a crash is found to be done; the standard store does not force it
    // either.
    journal.setSyncDeletes(false);
    if (!store.isTransactionSync() || !journal.isSyncWrites()) {
      throw new IllegalStateException("The transaction manager's log is not forced");
    }
  }

  private static ObjectStoreEnvironmentBean store(String part) {
    return part == null
        ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
        : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, part);
  }

  private static HornetqJournalEnvironmentBean journal() {
    return BeanPopulator.getDefaultInstance(HornetqJournalEnvironmentBean.class);
  }

  /** What is in force, in one line for the report. */
  public static String settings() {
    return "Narayana with its journal, NIO, syncWrites "
        + journal().isSyncWrites()
        + ", syncDeletes false, bufferFlushesPerSecond "
        + FORCES_PER_SECOND
        + ", all else at its standard";
  }
}

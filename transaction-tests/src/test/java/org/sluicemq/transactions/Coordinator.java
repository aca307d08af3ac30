// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.internal.arjuna.common.UidHelper;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.sluicemq.narayana.ResourceNames;

/**
 * Narayana, set up for a life: its log in a directory, and its recovery in passes that are called
 * for instead of waited for. There is one in a process.
 */
final class Coordinator {

  private static final String NODE = "matrix";

  private final RecoveryManager recovery;

  /** Sets up the transaction manager of this process. */
  Coordinator(Path log) throws CoreEnvironmentBeanException {
    for (String part : new String[] {null, "communicationStore", "stateStore"}) {
      ObjectStoreEnvironmentBean store =
          BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, part);
      store.setObjectStoreDir(log.toString());
      store.setObjectStoreType(CountedLog.class.getName());
    }
    arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
    arjPropertyManager.getCoordinatorEnvironmentBean().setDefaultTimeout(600);
    // One process and its successors: nobody else has to be asked whether a transaction lives.
    arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
    recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryListener(false);
    jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
    jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(0);
    ResourceNames.install();
    recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
    recovery.initialize();
  }

  TransactionManager transactions() {
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  /** Tells the transaction manager whom to ask for what is in doubt. */
  void ask(XAResource... resources) {
    XARecoveryModule.getRegisteredXARecoveryModule()
        .addXAResourceRecoveryHelper(
            new XAResourceRecoveryHelper() {
              @Override
              public boolean initialise(String parameter) {
                return true;
              }

              @Override
              public XAResource[] getXAResources() {
                return resources;
              }
            });
  }

  /** One pass of recovery: both phases of all modules, and nothing waited for between them. */
  void pass() {
    List<RecoveryModule> modules = new ArrayList<>();
    recovery.getModules().forEach(modules::add);
    modules.forEach(RecoveryModule::periodicWorkFirstPass);
    modules.forEach(RecoveryModule::periodicWorkSecondPass);
  }

  /** The transactions that the log still knows. */
  List<String> unfinished() throws ObjectStoreException, IOException {
    InputObjectState found = new InputObjectState();
    List<String> uids = new ArrayList<>();
    if (StoreManager.getRecoveryStore().allObjUids(new AtomicAction().type(), found)) {
      for (Uid uid = UidHelper.unpackFrom(found);
          !uid.equals(Uid.nullUid());
          uid = UidHelper.unpackFrom(found)) {
        uids.add(uid.stringForm());
      }
    }
    return uids;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi.example;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import javax.transaction.xa.XAResource;
import org.sluicemq.Sluice;

/** Lets Narayana end what a crash has left in doubt, now and every two minutes. */
public final class Recovery {

  public static RecoveryManager start(Sluice broker) {
    RecoveryManager recovery = RecoveryManager.manager(RecoveryManager.INDIRECT_MANAGEMENT);
    recovery.initialize();
    XARecoveryModule.getRegisteredXARecoveryModule()
        .addXAResourceRecoveryHelper(
            new XAResourceRecoveryHelper() {
              @Override
              public boolean initialise(String parameter) {
                return true;
              }

              @Override
              public XAResource[] getXAResources() {
                return new XAResource[] {broker.recoveryResource()};
              }
            });
    recovery.startRecoveryManagerThread();
    return recovery;
  }

  private Recovery() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.narayana;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.sluicemq.Sluice;

/**
 * Lets Narayana end what a crash has left in doubt, at once and then at its intervals:
 *
 * <pre>
 *   NarayanaRecovery.of("messages", broker).and("rows", database).start();
 * </pre>
 *
 * <p>The names must be the same at each start, and each must be of one resource manager alone,
 * since they are in Narayana's log. A program that goes on without the broker keeps this object and
 * {@link #stop() stops} it first. Not safe for several threads.
 */
public final class NarayanaRecovery {

  private final Map<String, XAResourceRecoveryHelper> asked = new LinkedHashMap<>();
  private final Map<String, XAResource> brokers = new LinkedHashMap<>();

  private NarayanaRecovery() {}

  /**
   * Begins with a broker.
   *
   * @param name of it, in Narayana's log
   * @param broker a handle that stays open as long as there are transactions
   * @return what is to be started
   */
  public static NarayanaRecovery of(String name, Sluice broker) {
    return new NarayanaRecovery().and(name, broker);
  }

  /**
   * Another broker.
   *
   * @param name of it, in Narayana's log
   * @param broker a handle that stays open as long as there are transactions
   * @return this
   */
  public NarayanaRecovery and(String name, Sluice broker) {
    XAResource resource = broker.recoveryResource();
    put(name, new Always(NamedResource.of(name, resource)));
    brokers.put(name, resource);
    ResourceNames.name(name, resource);
    return this;
  }

  /**
   * A database that no pool registers with Narayana. What the program enlists of it must have the
   * same name: {@code NamedResource.of(name, connection.getXAResource())}.
   *
   * @param name of it, in Narayana's log
   * @param database makes the connection that recovery keeps
   * @return this
   */
  public NarayanaRecovery and(String name, XADataSource database) {
    put(name, new DatabaseRecovery(name, Objects.requireNonNull(database)));
    return this;
  }

  private void put(String name, XAResourceRecoveryHelper helper) {
    if (asked.putIfAbsent(Objects.requireNonNull(name), helper) != null) {
      throw new IllegalArgumentException(
          "'" + name + "' is the name of two resources: give each its own");
    }
  }

  /**
   * Starts Narayana's recovery, unless it runs already, and lets it ask these resources. To be
   * called before the first transaction, as Narayana would not write the names of those before.
   *
   * @return Narayana's own, to scan at once or to end it
   * @throws IllegalStateException if Narayana is set up without recovery of XA resources
   */
  public RecoveryManager start() {
    ResourceNames.install();
    // The thread begins when there is somebody to ask; otherwise its first round is in vain.
    RecoveryManager.delayRecoveryManagerThread();
    RecoveryManager recovery = RecoveryManager.manager();
    XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
    if (module == null) {
      throw new IllegalStateException(
          "Narayana has no XARecoveryModule: add it to"
              + " RecoveryEnvironmentBean.recoveryModuleClassNames");
    }
    asked.values().forEach(module::addXAResourceRecoveryHelper);
    recovery.startRecoveryManagerThread();
    return recovery;
  }

  /**
   * Lets Narayana ask these resources no more, after a scan that is under way, and closes the
   * connections that it kept for that. To be called when all transactions are over and before the
   * brokers' handles are closed; what is still in doubt stays so until they are asked again.
   * Narayana's recovery itself goes on. Without effect when it was not started.
   */
  public void stop() {
    XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
    for (XAResourceRecoveryHelper helper : asked.values()) {
      if (module != null) {
        module.removeXAResourceRecoveryHelper(helper);
      }
      if (helper instanceof DatabaseRecovery database) {
        database.close();
      }
    }
    brokers.forEach(ResourceNames::forget);
  }

  /** A resource that needs no connection. */
  private record Always(XAResource resource) implements XAResourceRecoveryHelper {

    @Override
    public boolean initialise(String parameter) {
      return true;
    }

    @Override
    public XAResource[] getXAResources() {
      return new XAResource[] {resource};
    }
  }
}

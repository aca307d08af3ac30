// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.narayana;

import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jboss.tm.XAResourceWrapper;

/**
 * Has Narayana write the names of resources into its log: those of brokers that recovery knows, and
 * those that a resource says of itself, as {@link NamedResource} and the resources of pools do.
 *
 * <p>Without a name a transaction stays in the log for ever when the process ends after a branch
 * was committed and before the log was told. Nobody lists that branch any more, and only of a
 * resource that it has asked by name can Narayana conclude that its branch is done. Safe for any
 * thread.
 */
public final class ResourceNames implements XAResourceRecordWrappingPlugin {

  private static final System.Logger LOG = System.getLogger(ResourceNames.class.getName());

  /** What Narayana calls a resource in an identifier of which it is told no number. */
  private static final int UNNAMED = 0;

  private static final Map<String, XAResource> BROKERS = new ConcurrentHashMap<>();

  /** Made by {@link #install()}, or by Narayana when its settings name this class. */
  public ResourceNames() {}

  /**
   * Has Narayana use this from now on, unless it has something else that does the same; to be
   * called before the first transaction.
   */
  public static void install() {
    JTAEnvironmentBean settings = jtaPropertyManager.getJTAEnvironmentBean();
    if (settings.getXAResourceRecordWrappingPlugin() == null) {
      settings.setXAResourceRecordWrappingPlugin(new ResourceNames());
    }
  }

  /** From now on the resources of this broker's sessions have that name. */
  static void name(String name, XAResource broker) {
    BROKERS.put(name, broker);
  }

  /** The broker has that name no more, unless another has been given it meanwhile. */
  static void forget(String name, XAResource broker) {
    BROKERS.remove(name, broker);
  }

  @Override
  public void transcribeWrapperData(XAResourceRecord record) {
    XAResource resource = (XAResource) record.value();
    if (resource instanceof XAResourceWrapper named) {
      record.setProductName(named.getProductName());
      record.setProductVersion(named.getProductVersion());
      record.setJndiName(named.getJndiName());
      return;
    }
    BROKERS.forEach(
        (name, broker) -> {
          if (isSame(broker, resource)) {
            record.setProductName("Sluice");
            record.setJndiName(name);
          }
        });
  }

  private static boolean isSame(XAResource broker, XAResource resource) {
    try {
      return broker.isSameRM(resource);
    } catch (XAException e) {
      LOG.log(Level.WARNING, "A broker cannot tell whether a resource is its own", e);
      return false;
    }
  }

  @Override
  public Integer getEISName(XAResource resource) {
    return UNNAMED;
  }

  @Override
  public String getEISName(Integer key) {
    return key.toString();
  }
}

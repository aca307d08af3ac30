// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sluicemq.SluiceConnectionFactory;

/** A factory over a broker in memory that remembers which contexts it made, and for whom. */
final class RecordingFactory extends SluiceConnectionFactory {

  private static final long serialVersionUID = 1L;

  private final transient List<JMSContext> contexts = new CopyOnWriteArrayList<>();
  private final transient List<String> asked = new CopyOnWriteArrayList<>();

  RecordingFactory(String name) {
    super("sluice:mem:" + name);
  }

  /** All that were made, in order. */
  List<JMSContext> contexts() {
    return contexts;
  }

  /** What they were made for: user, password and mode, or that it is an XA one. */
  List<String> asked() {
    return asked;
  }

  @Override
  public JMSContext createContext(String userName, String password, int sessionMode) {
    asked.add(userName + "/" + password + "/" + sessionMode);
    JMSContext context = super.createContext(userName, password, sessionMode);
    contexts.add(context);
    return context;
  }

  @Override
  public XAJMSContext createXAContext(String userName, String password) {
    asked.add(userName + "/" + password + "/xa");
    XAJMSContext context = super.createXAContext(userName, password);
    contexts.add(context);
    return context;
  }
}

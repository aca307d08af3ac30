// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import javax.management.JMException;
import javax.naming.InitialContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test class a broker of its own, on a store on disk, and keeps it running with a
 * connection: otherwise it would stop and start between the tests, with their last and first
 * connection. A test that leaves something behind (there is one that forgets a durable
 * subscription, which two others of its class would then find) is followed by a new broker on a new
 * store.
 *
 * <p>One use in each JVM, since the TCK keeps what it looked up in static fields.
 */
public final class FreshBroker implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final System.Logger LOG = System.getLogger(FreshBroker.class.getName());

  /** The system property that names the directory under which each class gets its store. */
  public static final String STORES = "tck.stores";

  /** The system property that is set to the store of the class; {@code jndi.properties} uses it. */
  public static final String STORE = "tck.store";

  private Path store;
  private ConnectionFactory factory;
  private Connection running;

  /** Made by JUnit, through the service loader. */
  public FreshBroker() {}

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    store = Path.of(System.getProperty(STORES), context.getRequiredTestClass().getName());
    System.setProperty(STORE, store.toString());
    factory = InitialContext.doLookup("MyConnectionFactory");
    start();
  }

  private void start() throws IOException, JMSException {
    DirectoryTree.delete(store);
    running = factory.createConnection();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    String left = Remains.inAnyBroker();
    if (left.isEmpty()) {
      return;
    }
    if (stop()) {
      LOG.log(
          System.Logger.Level.INFO,
          context.getDisplayName() + " left " + left + ": the next test gets a new broker");
      start();
    } else {
      running = factory.createConnection();
    }
  }

  /** Stops the broker, unless a test left a connection open, which keeps it running. */
  private boolean stop() throws JMSException, JMException {
    running.close();
    return !Remains.anyBroker();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (stop()) {
      DirectoryTree.delete(store);
    } else {
      LOG.log(System.Logger.Level.INFO, "A connection was left open; " + store + " stays behind");
    }
  }
}

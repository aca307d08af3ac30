// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import javax.naming.InitialContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test class a broker of its own, on a store on disk, and keeps it running with a
 * connection until the class has ended: otherwise it would stop and start between the tests, with
 * their last and first connection. One use in each JVM, since the TCK keeps what it looked up in
 * static fields.
 */
public final class FreshBroker implements BeforeAllCallback, AfterAllCallback {
  private static final System.Logger LOG = System.getLogger(FreshBroker.class.getName());

  /** The system property that names the directory under which each class gets its store. */
  public static final String STORES = "tck.stores";

  /** The system property that is set to the store of the class; {@code jndi.properties} uses it. */
  public static final String STORE = "tck.store";

  private Path store;
  private Connection running;

  /** Made by JUnit, through the service loader. */
  public FreshBroker() {}

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    store = Path.of(System.getProperty(STORES), context.getRequiredTestClass().getName());
    DirectoryTree.delete(store);
    System.setProperty(STORE, store.toString());
    ConnectionFactory factory = InitialContext.doLookup("MyConnectionFactory");
    running = factory.createConnection();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    running.close();
    try {
      DirectoryTree.delete(store);
    } catch (IOException e) {
      // A test that left a connection open keeps the broker at its files until the JVM ends.
      LOG.log(System.Logger.Level.INFO, "The store " + store + " stays behind", e);
    }
  }
}

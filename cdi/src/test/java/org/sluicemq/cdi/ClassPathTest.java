// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

/** What else is on the class path decides what the extension does. */
class ClassPathTest {

  private static final String SE_CONTAINERS =
      "META-INF/services/jakarta.enterprise.inject.se.SeContainerInitializer";

  @Test
  void programWithoutTransactionsNeedsNoneOfTheirClasses() throws Exception {
    assertEquals("sent", run(RequestOnly.class, jar -> !isTransactions(jar), name -> true));
  }

  private static boolean isTransactions(String jar) {
    return jar.contains("transaction") || jar.contains("narayana");
  }

  @Test
  void extensionIsSilentWhereNoJavaSeContainerIs() throws Exception {
    assertEquals(
        "not injected", run(InServer.class, jar -> true, name -> !name.equals(SE_CONTAINERS)));
  }

  @Test
  void extensionGivesWayToAnotherBean() {
    try (Program program = Program.of(Desk.class, OtherProvider.class)) {
      JMSContext injected = program.bean(Desk.class).context();
      assertEquals("of another provider", injected.getClientID());
    }
  }

  @Test
  void programWithoutATransactionManagerHasRequestsOnly() throws Exception {
    assertEquals("sent", run(RequestOnly.class, jar -> !jar.contains("narayana"), name -> true));
  }

  /** Runs something with a part of the class path, and of the resources in it. */
  private static String run(
      Class<? extends Callable<String>> what, Predicate<String> jars, Predicate<String> resources)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader part = new PartOfTheClassPath(jars, resources)) {
      thread.setContextClassLoader(part);
      Object there = part.loadClass(what.getName()).getDeclaredConstructor().newInstance();
      return (String) ((Callable<?>) there).call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Loads anew what is on the class path. */
  private static final class PartOfTheClassPath extends URLClassLoader {

    private final Predicate<String> resources;

    private PartOfTheClassPath(Predicate<String> jars, Predicate<String> resources)
        throws Exception {
      super(urls(jars), ClassLoader.getPlatformClassLoader());
      this.resources = resources;
    }

    private static URL[] urls(Predicate<String> jars) throws Exception {
      List<String> paths =
          List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
              .filter(path -> jars.test(Path.of(path).getFileName().toString()))
              .toList();
      URL[] urls = new URL[paths.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = new File(paths.get(i)).toURI().toURL();
      }
      return urls;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
      return resources.test(name) ? super.findResources(name) : Collections.emptyEnumeration();
    }
  }

  /** A program that sends in a request; run in a class loader of its own. */
  public static final class RequestOnly implements Callable<String> {
    @Override
    public String call() {
      try (Program program = Program.recorded(Desk.class)) {
        program.request(() -> program.bean(Desk.class).send("orders", "sent"));
        return program.factories().take("orders");
      }
    }
  }

  /** A container that a server would start by its own means. */
  public static final class InServer implements Callable<String> {
    @Override
    public String call() {
      Weld weld = new Weld().addBeanClasses(Desk.class);
      DeploymentException e =
          assertThrows(DeploymentException.class, () -> weld.initialize().close());
      assertTrue(e.getMessage().contains("Unsatisfied dependencies for type JMSContext"));
      return "not injected";
    }
  }

  /** Injects contexts itself, as a server does. */
  @Dependent
  public static class OtherProvider {
    @Produces
    JMSContext context() {
      return (JMSContext)
          Proxy.newProxyInstance(
              OtherProvider.class.getClassLoader(),
              new Class<?>[] {JMSContext.class},
              (proxy, method, arguments) -> "of another provider");
    }

    @Produces
    ConnectionFactory factory() {
      throw new AssertionError("nobody asks for a factory");
    }
  }
}

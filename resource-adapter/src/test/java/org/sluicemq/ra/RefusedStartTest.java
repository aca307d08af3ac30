// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.container.ScriptedWorkManager;
import org.sluicemq.store.journal.LocalDisk;

/**
 * A start that is refused says where and what to do, leaves nothing running and changes nothing
 * that is stored.
 */
class RefusedStartTest {

  @TempDir private Path parent;
  private Path store;

  @BeforeEach
  void storeWithAMessage() throws ResourceException {
    store = parent.resolve("store");
    SluiceResourceAdapter adapter = adapter();
    adapter.start(new ScriptedWorkManager());
    try (JMSContext context = adapter.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue("orders"), "patient");
    }
    adapter.stop();
  }

  private SluiceResourceAdapter adapter() {
    SluiceResourceAdapter adapter = new SluiceResourceAdapter();
    adapter.setStoreDirectory(store.toString());
    adapter.setJournalSize("4m");
    return adapter;
  }

  @Test
  void storeThatIsLocked() throws Exception {
    try (AutoCloseable lock = new LocalDisk().tryLock(store.resolve("store.lock")).orElseThrow()) {
      refused(adapter(), store.toString(), "in use");
    }
    assertMessageIsThere();
  }

  @Test
  void storeThatABrokerOfAnotherClassLoaderHas() throws Exception {
    URL[] classPath = {
      placeOf(SluiceConnectionFactory.class),
      placeOf(JMSContext.class),
      placeOf(org.h2.Driver.class)
    };
    try (URLClassLoader other =
            new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
        AutoCloseable holder = contextOf(other)) {
      assertTrue(refusal(adapter()).contains(store.toString()));
      assertEquals(other, holder.getClass().getClassLoader());
    }
    assertMessageIsThere();
  }

  private static URL placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private AutoCloseable contextOf(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(SluiceConnectionFactory.class.getName());
    Object factory = type.getConstructor(String.class).newInstance("sluice:file:" + store);
    return (AutoCloseable) type.getMethod("createContext").invoke(factory);
  }

  @Test
  void storeOfANewerVersion() throws Exception {
    Path marker = store.resolve("store.tables");
    String known = Files.readString(marker);
    Files.writeString(marker, known.replaceFirst("version=\\d+", "version=999"));

    refused(adapter(), store.toString(), "999", "another directory");

    Files.writeString(marker, known);
    assertMessageIsThere();
  }

  @Test
  void settingWithAValueThatIsNone() throws Exception {
    SluiceResourceAdapter adapter = adapter();
    adapter.setMemoryLimit("plenty");

    refused(adapter, "memoryLimit", "'plenty'", "give a number of bytes");

    assertMessageIsThere();
  }

  private void refused(SluiceResourceAdapter adapter, String... told) throws Exception {
    Map<String, ByteBuffer> before = files();

    String message = refusal(adapter);

    for (String part : told) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(before, files());
  }

  /** The message of the refusal, after which all is as it was in this process. */
  private static String refusal(SluiceResourceAdapter adapter) throws Exception {
    Set<Thread> threads = ownThreads();
    Set<ObjectName> beans = ownBeans();

    ResourceAdapterInternalException refused =
        assertThrows(
            ResourceAdapterInternalException.class, () -> adapter.start(new ScriptedWorkManager()));

    for (Thread thread : ownThreads()) {
      if (!threads.contains(thread)) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
    assertEquals(beans, ownBeans());
    assertFalse(DriverManager.drivers().anyMatch(org.h2.Driver.class::isInstance));
    assertThrows(ResourceException.class, adapter::connectionFactory);
    return refused.getMessage();
  }

  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sluice-"))
        .collect(Collectors.toSet());
  }

  private static Set<ObjectName> ownBeans() throws MalformedObjectNameException {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("org.sluicemq:*"), null);
  }

  private Map<String, ByteBuffer> files() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(store)) {
      paths = all.filter(Files::isRegularFile).toList();
    }
    Map<String, ByteBuffer> contents = new TreeMap<>();
    for (Path path : paths) {
      contents.put(path.toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
    }
    return contents;
  }

  private void assertMessageIsThere() throws ResourceException {
    SluiceResourceAdapter adapter = adapter();
    adapter.start(new ScriptedWorkManager());
    try (JMSContext context = adapter.connectionFactory().createContext()) {
      assertEquals(
          "patient",
          context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000));
    } finally {
      adapter.stop();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.IsolatedClasses;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConfiguration;
import org.sluicemq.SluiceQueue;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.writebehind.InlineStore;

/** A second owner of a store is refused before it has changed a single byte of it. */
class SecondOwnerTest {

  private static final int REFUSED = 7;

  @TempDir private Path directory;

  @Test
  void ownerInAnotherProcessOrOfAnotherKindIsRefusedAndChangesNothing() throws Exception {
    // Closed before the owner starts, so that no merge of its own changes the files meanwhile.
    try (RealBroker broker = new RealBroker(directory, new LocalDisk())) {
      SluiceXaConnection connection = broker.connect();
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      session.createProducer(new SluiceQueue("orders")).send(session.createTextMessage("a"));
      session.commit();
      connection.close();
    }
    try (RealBroker owner = new RealBroker(directory, new LocalDisk())) {
      Map<String, byte[]> before = contents();
      String said =
          assertThrows(JMSException.class, () -> Sluice.open(configuration(directory)))
              .getMessage();
      assertTrue(said.contains("process " + ProcessHandle.current().pid()), said);
      assertEquals(REFUSED, exitOfAnotherProcess());
      requireUnchanged(before);
    }
  }

  /** The owner's journal holds what is not in the tables: to replay it would change both. */
  @Test
  void ownerInAnotherClassLoaderIsRefusedByNameBeforeAnythingIsReplayed() throws Exception {
    BacklogRecord orders = new BacklogRecord(1, Address.queue("orders"));
    // Nothing goes on in the background, so that no merge of the owner changes the files.
    InlineStore stores = new InlineStore(directory, 256 * 1024, 128 * 1024);
    try (MessageStore owner = stores.open(new LocalDisk());
        IsolatedClasses isolated = new IsolatedClasses()) {
      owner.recover();
      owner.write(new WriteBatch().create(orders).add(MessageStoreContract.message(orders, 4, 1)));
      Map<String, byte[]> before = contents();
      String said =
          assertThrows(JMSException.class, () -> isolated.open("sluice:file:" + directory))
              .getMessage();
      assertTrue(said.contains("in use by process " + ProcessHandle.current().pid()), said);
      assertTrue(said.contains(directory.toString()), said);
      requireUnchanged(before);
      owner.write(new WriteBatch().add(MessageStoreContract.message(orders, 4, 2)));
      owner.flush();
    }
    try (MessageStore found = stores.open(new LocalDisk())) {
      found.recover();
      assertEquals(2, found.read(0, Long.MAX_VALUE, 10, Long.MAX_VALUE).size());
    }
  }

  private void requireUnchanged(Map<String, byte[]> before) throws IOException {
    Map<String, byte[]> after = contents();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
  }

  private static SluiceConfiguration configuration(Path directory) {
    return SluiceConfiguration.parse("sluice:file:" + directory);
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      // Reading the lock file would drop the lock.
      files = all.filter(file -> !file.endsWith("store.lock")).toList();
    }
    for (Path file : files) {
      contents.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
    return contents;
  }

  private int exitOfAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  /** Tries to open the store in a process of its own. */
  static final class Another {
    private Another() {}

    public static void main(String[] arguments) {
      try {
        Sluice.open(configuration(Path.of(arguments[0]))).close();
      } catch (JMSException e) {
        System.exit(e.getMessage().contains("in use by process") ? REFUSED : 1);
      }
    }
  }
}

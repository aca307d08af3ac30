// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.LocalDisk;

/** The command line on a store that a broker has left behind. */
class SluiceToolTest {

  @TempDir private Path root;
  private Path store;
  private Path target;
  private StringWriter out;
  private StringWriter err;
  private String password = "swordfish";

  @BeforeEach
  void makeStore() {
    store = root.resolve("store");
    target = root.resolve("copies").resolve("monday");
    try (JMSContext context = factory(store).createContext()) {
      context.createProducer().send(context.createQueue("orders"), "first");
      context.createProducer().send(context.createQueue("orders"), "second");
    }
  }

  private static SluiceConnectionFactory factory(Path directory) {
    return new SluiceConnectionFactory("sluice:file:" + directory);
  }

  private int run(Disk disk, Object... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return new SluiceTool(disk, user -> password, out, err).run(texts);
  }

  private int run(Object... arguments) {
    return run(new LocalDisk(), arguments);
  }

  private void assertTold(String part, StringWriter where) {
    assertTrue(where.toString().contains(part), () -> part + " in:\n" + out + "\n" + err);
  }

  @Test
  void soundStoreIsSaidToBe() {
    assertEquals(SluiceTool.DONE, run("check", store), () -> out + "\n" + err);
    assertTold("2 messages", out);
    assertTold("sound", out);
    assertEquals("", err.toString());
  }

  @Test
  void lostMessageIsFound() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + store.resolve("messages"), "SLUICE", "");
        var statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate("DELETE FROM message FETCH FIRST 1 ROW ONLY"));
    }
    assertEquals(SluiceTool.UNSOUND, run("check", store), () -> out + "\n" + err);
    assertTold("1 findings", out);
  }

  @Test
  void storeInUseIsNeitherCheckedNorCopied() {
    try (JMSContext context = factory(store).createContext()) {
      context.start();
      for (Object[] arguments :
          List.of(new Object[] {"check", store}, new Object[] {"backup", store, target})) {
        assertEquals(SluiceTool.FAILED, run(arguments));
        assertTold("process " + ProcessHandle.current().pid(), err);
        assertFalse(Files.exists(target));
      }
    }
  }

  @Test
  void copyIsAStoreWithTheSameMessages() throws IOException {
    Files.writeString(store.resolve("overflow.mv.db"), "for one process only");
    assertEquals(SluiceTool.DONE, run("backup", store, target), () -> err.toString());
    for (String ofOneProcess : List.of("overflow.mv.db", "store.lock", "store.owner")) {
      assertFalse(Files.exists(target.resolve(ofOneProcess)), ofOneProcess);
    }
    assertEquals(SluiceTool.DONE, run("check", target), () -> out + "\n" + err);
    for (Path each : List.of(store, target)) {
      try (JMSContext context = factory(each).createContext()) {
        var consumer = context.createConsumer(context.createQueue("orders"));
        assertEquals("first", consumer.receiveBody(String.class, 10_000));
        assertEquals("second", consumer.receiveBody(String.class, 10_000));
      }
    }
  }

  @Test
  void targetThatIsThereIsLeftAlone() throws IOException {
    Files.createDirectories(target);
    assertEquals(SluiceTool.FAILED, run("backup", store, target));
    assertTold("is there already", err);
    assertEquals(SluiceTool.FAILED, run("backup", store, store.resolve("copy")));
    assertTold("outside", err);
  }

  @Test
  void directoryWithoutAStoreIsRefused() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));
    for (Path none : List.of(empty, root.resolve("nothing"))) {
      assertEquals(SluiceTool.FAILED, run("check", none));
      assertTold("holds no store", err);
      assertEquals(SluiceTool.FAILED, run("backup", none, target));
      assertTold("holds no store", err);
    }
  }

  @Test
  void copyThatFailsLeavesNothingBehind() throws IOException {
    // The first write is the name of the lock's holder.
    for (int write = 2; write <= 4; write++) {
      FaultyDisk disk = new FaultyDisk(new LocalDisk());
      disk.failWrite(write);
      assertEquals(SluiceTool.FAILED, run(disk, "backup", store, target), "write " + write);
      assertTrue(disk.hasFailed());
      assertNothingCopied();
    }
    FaultyDisk disk = new FaultyDisk(new LocalDisk());
    disk.failForce(2);
    assertEquals(SluiceTool.FAILED, run(disk, "backup", store, target));
    assertNothingCopied();
  }

  private void assertNothingCopied() throws IOException {
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void commandThatIsNotUnderstoodIsAnsweredWithWhatIsWrongAndTheUsage() {
    assertMisused("No command was given");
    assertMisused("check takes one DIRECTORY, not 0", "check");
    assertMisused("check takes one DIRECTORY, not 2", "check", store, target);
    assertMisused("backup takes a DIRECTORY and a TARGET, not 1", "backup", store);
    assertMisused("user takes a FILE, a NAME and perhaps ROLES, not 1", "user", store);
    assertMisused("no name of a file: it is empty", "user", "", "ada");
    assertMisused("There is no command mend", "mend", store);
    assertMisused("no name of a directory: it is empty", "check", "");
    assertMisused("no name of a directory", "backup", store, "a\0b");
  }

  private void assertMisused(String how, Object... arguments) {
    assertEquals(SluiceTool.MISUSED, run(arguments));
    assertTold(how, err);
    assertTold("check DIRECTORY", err);
    assertTold("backup DIRECTORY TARGET", err);
    assertEquals("", out.toString());
  }

  private boolean mayConnect(Path file, String user, String with) {
    String url = "sluice:mem:tool?anonymousAccess=false&securityFile=" + file;
    try (JMSContext context = new SluiceConnectionFactory(url).createContext(user, with)) {
      return context.getMetaData() != null;
    } catch (JMSSecurityRuntimeException e) {
      return false;
    }
  }

  @Test
  void userThatWasPutIntoTheFileMayConnect() throws IOException {
    Path file = root.resolve("users");
    assertEquals(SluiceTool.DONE, run("user", file, "ada", "clerk,auditor"), () -> err.toString());
    assertTold("added user ada", out);

    assertTrue(mayConnect(file, "ada", "swordfish"));
    assertFalse(mayConnect(file, "ada", "sword"));
    String written = Files.readString(file);
    assertTrue(written.contains("roles.ada = auditor, clerk"), written);
    assertFalse(written.contains("swordfish") || out.toString().contains("swordfish"));
  }

  @Test
  void newPasswordLeavesTheRestOfTheFileAlone() throws IOException {
    Path file = root.resolve("users");
    run("user", file, "ada", "clerk");
    String ada = Files.readAllLines(file).get(0);
    Files.writeString(file, "# ours\n" + ada + "\nroles.ada = clerk\nqueue.# = send: clerk\n");
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
    }

    password = "trout";
    assertEquals(SluiceTool.DONE, run("user", file, "ada"), () -> err.toString());
    assertTold("new password for user ada", out);

    List<String> lines = Files.readAllLines(file);
    assertEquals(
        List.of("# ours", "roles.ada = clerk", "queue.# = send: clerk"),
        List.of(lines.get(0), lines.get(2), lines.get(3)));
    assertEquals(4, lines.size());
    assertTrue(mayConnect(file, "ada", "trout"));
    assertFalse(mayConnect(file, "ada", "swordfish"));
    if (view != null) {
      assertEquals("rw-r-----", PosixFilePermissions.toString(view.readAttributes().permissions()));
    }
  }

  @Test
  void linkToAFileStaysOneAndTheFileGetsTheUser() throws IOException {
    Path kept = Files.createDirectory(root.resolve("kept")).resolve("users");
    Path link = Files.createSymbolicLink(root.resolve("users"), kept);
    assertEquals(SluiceTool.FAILED, run("user", link, "ada"));
    assertTold("NoSuchFileException: " + link, err);
    assertFalse(Files.exists(kept));

    run("user", kept, "bob", "clerk");
    assertEquals(SluiceTool.DONE, run("user", link, "ada"), () -> err.toString());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(mayConnect(kept, "ada", "swordfish"));
    assertTrue(mayConnect(link, "bob", "swordfish"));
    try (Stream<Path> left = Files.list(kept.getParent())) {
      assertEquals(List.of(kept), left.toList());
    }
  }

  @Test
  void userThatCannotBePutInIsRefusedAndTheFileIsAsItWas() throws IOException {
    Path file = Files.writeString(root.resolve("users"), "nonsense\n");
    assertEquals(SluiceTool.FAILED, run("user", file, "ada"));
    assertTold("Line 1 of " + file, err);
    assertEquals("nonsense\n", Files.readString(file));

    Path fresh = root.resolve("fresh");
    assertEquals(SluiceTool.FAILED, run("user", fresh, "a=b"));
    assertTold("'a=b' cannot be used", err);
    password = "";
    assertEquals(SluiceTool.FAILED, run("user", fresh, "ada"));
    assertTold("The password is empty", err);
    password = "swordfish";
    assertEquals(SluiceTool.FAILED, run("user", fresh, "anonymous"));
    assertEquals(SluiceTool.FAILED, run("user", fresh.resolve("deep"), "ada"));
    assertFalse(Files.exists(fresh));
    try (Stream<Path> left = Files.list(root)) {
      assertEquals(List.of(store, file), left.sorted().toList());
    }
  }

  @Test
  void targetThatCannotBeMadeIsNamedWithTheReason() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "no directory");
    assertEquals(SluiceTool.FAILED, run("backup", store, file.resolve("copy")));
    assertTold("The copy " + file.resolve("copy") + " of " + store + " is not made", err);
    assertTold(file.toString(), err);
    assertTold("begin again", err);
  }

  @Test
  void processReadsThePasswordFromItsInput() throws Exception {
    Path file = root.resolve("users");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home(SluiceTool.class),
                SluiceTool.class.getName(),
                "user",
                file.toString(),
                "ada")
            .redirectErrorStream(true)
            .start();
    try (var input = process.outputWriter(Charset.defaultCharset())) {
      input.write("from the pipe\n");
    }
    String told = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertEquals(SluiceTool.DONE, process.waitFor(), told);
    assertFalse(told.contains("from the pipe"), told);
    assertTrue(mayConnect(file, "ada", "from the pipe"));
  }

  @Test
  void processEndsWithTheStatusAndTellsWhenH2IsMissing() throws Exception {
    String tool = home(SluiceTool.class);
    String both = tool + File.pathSeparator + home(org.h2.Driver.class);
    assertEquals(SluiceTool.DONE, launch(both), () -> out.toString());
    assertEquals(SluiceTool.FAILED, launch(tool));
    assertTold("H2", out);
  }

  private static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private int launch(String classPath) throws IOException, InterruptedException {
    out = new StringWriter();
    err = new StringWriter();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                SluiceTool.class.getName(),
                "check",
                store.toString())
            .redirectErrorStream(true)
            .start();
    out.write(new String(process.getInputStream().readAllBytes(), Charset.defaultCharset()));
    return process.waitFor();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of the tests' own, with prepared transactions, on a free port of the loopback
 * interface, its files in a temporary directory. Its programs are those of the archive on the class
 * path where that fits the machine, or else what Debian's package has installed. It refuses to run
 * as root; then it is run as nobody.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "matrix";
  private static final String NOBODY = "65534";

  private final Path home;
  private final Path programs;
  private final int port;

  private PostgresServer(Path home, Path programs, int port) {
    this.home = home;
    this.programs = programs;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param settings more of them, as they stand in the server's configuration: {@code name=value}
   * @return a server that answers, or empty if there are no programs for this machine
   * @throws IOException if there are, and they fail
   */
  public static Optional<PostgresServer> start(String... settings)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("sluice-postgres");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Optional<Path> programs = programs(home);
    if (programs.isEmpty()) {
      Files.delete(home);
      return Optional.empty();
    }
    PostgresServer server = new PostgresServer(home, programs.get(), freePort());
    server.begin(List.of(settings));
    return Optional.of(server);
  }

  private static Optional<Path> programs(Path home) throws IOException, InterruptedException {
    boolean fits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (fits && PostgresServer.class.getResource(ARCHIVE) != null) {
      unpack(home);
      return Optional.of(home.resolve("bin"));
    }
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  private static void unpack(Path home) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-x", "-C", home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream packed = PostgresServer.class.getResourceAsStream(ARCHIVE);
        InputStream archive = new XZInputStream(packed);
        OutputStream input = tar.getOutputStream()) {
      archive.transferTo(input);
    }
    if (tar.waitFor() != 0) {
      throw new IOException("tar could not unpack the server");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void begin(List<String> settings) throws IOException, InterruptedException {
    Path data = Files.createDirectory(data());
    if (isRoot()) {
      perform(List.of("chown", "-R", NOBODY + ":" + NOBODY, home.toString()));
    }
    runProgram(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C");
    StringBuilder options =
        new StringBuilder("-p %d -c listen_addresses=127.0.0.1".formatted(port))
            .append(" -c unix_socket_directories=''")
            .append(" -c max_prepared_transactions=64 -c max_connections=60");
    settings.forEach(setting -> options.append(" -c ").append(setting));
    Path log = data.resolve("server.log");
    runProgram(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data.toString(),
        "-l",
        log.toString(),
        "-o",
        options.toString());
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private void runProgram(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    perform(command);
  }

  private void perform(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("sluice-postgres", ".log");
    int code =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String said = Files.readString(output);
    Files.delete(output);
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + said);
    }
  }

  /** The URL of a database of this server; {@code postgres} is always there. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }

  /** Where its data are. */
  public Path data() {
    return home.resolve("data");
  }

  /** Stops at once, and takes all its files away. */
  @Override
  public void close() throws IOException, InterruptedException {
    runProgram("pg_ctl", "stop", "-m", "immediate", "-D", data().toString());
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

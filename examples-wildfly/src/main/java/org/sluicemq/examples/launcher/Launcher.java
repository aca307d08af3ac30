// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Serves the order desk until it is stopped with Ctrl-C; everything is kept for the next start. */
public final class Launcher {

  private static final int DEFAULT_PORT = 8080;
  private static final int MANAGEMENT_DISTANCE = 1910;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final OrderDesk desk;
  private final Path directory;
  private final int port;
  private final PrintStream out;
  private volatile boolean stopping;

  private Launcher(OrderDesk desk, Path directory, int port, PrintStream out) {
    this.desk = desk;
    this.directory = directory;
    this.port = port;
    this.out = out;
  }

  /**
   * Runs the order desk.
   *
   * @param arguments the distribution's zip, the directory for the server, the RAR, the WAR; the
   *     system property {@code orderdesk.port} chooses another port than 8080
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    OrderDesk desk =
        new OrderDesk(Path.of(arguments[0]), Path.of(arguments[2]), Path.of(arguments[3]));
    int port = Integer.getInteger("orderdesk.port", DEFAULT_PORT);
    new Launcher(desk, Path.of(arguments[1]).toAbsolutePath(), port, System.out).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("launcher.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new ServerProcess.ServerFailed(
            "The order desk is running already from " + directory + ": stop it first.");
      }
      requireFree(port);
      requireFree(port + MANAGEMENT_DISTANCE);
      serve();
    }
  }

  private void serve() throws IOException, InterruptedException {
    out.println("Starting WildFly in " + directory + " (the first time it is unpacked) ...");
    ServerProcess server = desk.start(directory, "orderdesk", port - DEFAULT_PORT);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop the order desk"));
    try {
      server.awaitReady(OrderDesk.READY, PATIENCE);
    } catch (IOException failed) {
      server.stop();
      throw failed;
    }
    out.println();
    out.println("Order desk: " + server.settings().address());
    out.println("Ctrl-C stops it; orders and messages are kept for the next start.");
    int code = server.awaitEnd();
    if (!stopping) {
      throw new ServerProcess.ServerFailed(
          "The server ended with exit code %d. Its log is %s"
              .formatted(code, server.settings().base().resolve("log").resolve("server.log")));
    }
  }

  private void stop(ServerProcess server) {
    stopping = true;
    if (server.alive()) {
      out.println();
      out.println("Stopping the order desk ...");
      server.close();
      out.println("Stopped.");
    }
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    } catch (IOException taken) {
      throw new ServerProcess.ServerFailed(
          "Port %d is in use by another program: stop that, or choose another port with"
                  .formatted(port)
              + " -Dorderdesk.port=8090 (the server also takes the port 1910 above it).");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A WildFly server in a process of its own, started without its scripts so that nothing but a JDK
 * is needed. Binds to the loopback address only. Thread-safe as far as {@link Process} is.
 */
public final class ServerProcess implements AutoCloseable {

  private static final int HTTP_PORT = 8080;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Process process;
  private final Settings settings;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private ServerProcess(Process process, Settings settings) {
    this.process = process;
    this.settings = settings;
  }

  /**
   * How a server is started.
   *
   * @param wildFly the distribution
   * @param base the server's own directory: configuration, data, deployments, logs
   * @param portOffset added to every port; 0 serves HTTP on 8080
   * @param properties system properties of the server
   * @param jvmArguments further arguments of its JVM
   */
  public record Settings(
      WildFly wildFly,
      Path base,
      int portOffset,
      Map<String, String> properties,
      List<String> jvmArguments) {

    /** Where the server answers. */
    public URI address() {
      return URI.create("http://localhost:" + (HTTP_PORT + portOffset) + "/");
    }

    /** The server's deployment directory. */
    public Deployments deployments() {
      return new Deployments(base.resolve("deployments"));
    }

    /** What the server writes to its console. */
    public Path console() {
      return base.resolve("log").resolve("console.log");
    }
  }

  /** The server did not start, or did not become ready; the message says why. */
  public static final class ServerFailed extends IOException {
    private static final long serialVersionUID = 1L;

    ServerFailed(String message) {
      super(message);
    }
  }

  /** Starts a server; it is not ready yet when this returns. */
  public static ServerProcess start(Settings settings) throws IOException {
    settings.wildFly().prepareServer(settings.base());
    Files.createDirectories(settings.console().getParent());
    Files.createDirectories(settings.deployments().directory());
    Process process =
        new ProcessBuilder(command(settings))
            .directory(settings.base().toFile())
            .redirectErrorStream(true)
            .redirectOutput(settings.console().toFile())
            .start();
    process.getOutputStream().close();
    return new ServerProcess(process, settings);
  }

  private static List<String> command(Settings settings) {
    Path home = settings.wildFly().home();
    Path base = settings.base();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmArguments.FOR_WILDFLY);
    command.addAll(settings.jvmArguments());
    command.add("-Dorg.jboss.boot.log.file=" + base.resolve("log").resolve("server.log"));
    command.add(
        "-Dlogging.configuration="
            + base.resolve("configuration").resolve("logging.properties").toUri());
    command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
    command.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
    command.add("-Djboss.home.dir=" + home);
    command.add("-Djboss.server.base.dir=" + base);
    command.add("-Djboss.bind.address=127.0.0.1");
    command.add("-Djboss.bind.address.management=127.0.0.1");
    command.add("-Djboss.bind.address.unsecure=127.0.0.1");
    command.add("-Djboss.socket.binding.port-offset=" + settings.portOffset());
    settings.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("--server-config=standalone-full.xml");
    return command;
  }

  /**
   * Waits until a path of the server answers with 200.
   *
   * @throws ServerFailed if the server ends, a deployment fails, or time runs out
   */
  public void awaitReady(String path, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers(path)) {
      var failure = settings.deployments().failure();
      if (failure.isPresent()) {
        throw failed("A deployment failed. " + failure.get());
      }
      if (endsWithin(BETWEEN_LOOKS)) {
        throw failed("The server ended with exit code " + process.exitValue() + ".");
      }
      if (System.nanoTime() > deadline) {
        throw failed("The server did not answer within " + patience.toSeconds() + " s.");
      }
    }
  }

  /** Waits until the server's process has ended, and returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits for the end of the process, but no longer than told; says whether it has ended. */
  public boolean endsWithin(Duration patience) throws InterruptedException {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (ExecutionException unknown) {
      throw new IllegalStateException("the end of the process cannot be watched", unknown);
    }
  }

  /** Says whether the process lives. */
  public boolean alive() {
    return process.isAlive();
  }

  /** The number of the process. */
  public long processId() {
    return process.pid();
  }

  /** How the server was started. */
  public Settings settings() {
    return settings;
  }

  /** Ends the process as a power cut would: nothing in it gets to run any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the server as an administrator would, and waits for it. */
  public void stop() throws InterruptedException {
    if (process.supportsNormalTermination()) {
      process.destroy();
    }
    if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** Stops the server if it still runs. */
  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ServerFailed failed(String what) {
    return new ServerFailed(
        what + " The log is " + settings.base().resolve("log").resolve("server.log"));
  }

  private boolean answers(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(settings.address().resolve(path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}

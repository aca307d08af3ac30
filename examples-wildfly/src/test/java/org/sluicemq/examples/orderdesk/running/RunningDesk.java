// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.running;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.sluicemq.examples.launcher.OrderDesk;
import org.sluicemq.examples.launcher.ServerProcess;
import org.sluicemq.examples.launcher.WildFly;

/** The order desk in a server of the test's own, with the archives that the build has just made. */
final class RunningDesk implements AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int FIRST_OFFSET = 200;
  private static final int LAST_OFFSET = 1_700;

  private final OrderDesk desk =
      new OrderDesk(property("wildfly.zip"), property("sluice.rar"), property("orderdesk.war"));
  private final HttpClient client = HttpClient.newHttpClient();
  private final String name;
  private final int portOffset;
  private ServerProcess server;

  private RunningDesk(String name, int portOffset) {
    this.name = name;
    this.portOffset = portOffset;
  }

  /** Starts with nothing stored. */
  static RunningDesk fresh(String name) throws IOException, InterruptedException {
    WildFly.delete(directory().resolve(name));
    RunningDesk running = new RunningDesk(name, freeOffset());
    running.start();
    return running;
  }

  void start() throws IOException, InterruptedException {
    server = desk.start(directory(), name, portOffset);
    try {
      server.awaitReady(OrderDesk.READY, START_PATIENCE);
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
  }

  void kill() throws InterruptedException {
    server.kill();
  }

  URI address() {
    return server.settings().address();
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  JsonObject post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** Asks again and again until the answer is the wanted one. */
  JsonObject await(String path, Duration patience, Predicate<JsonObject> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    JsonObject answer = get(path);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > deadline || server.endsWithin(BETWEEN_LOOKS)) {
        throw new AssertionError("waited " + patience + " in vain; the last answer was " + answer);
      }
      answer = get(path);
    }
    return answer;
  }

  /** Waits until nothing waits any more and the check holds. */
  JsonObject awaitSettled(long placed) throws IOException, InterruptedException {
    return await(
        "api/check",
        Duration.ofMinutes(8),
        check ->
            check.getString("state").equals("HOLDS")
                && check.getInt("waiting") == 0
                && check.getInt("placed") >= placed);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(60));
  }

  private JsonObject send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " answered " + response.body());
    }
    return Json.createReader(new StringReader(response.body())).readObject();
  }

  private static Path property(String name) {
    return Path.of(System.getProperty(name));
  }

  private static Path directory() {
    return property("orderdesk.it.directory");
  }

  private static int freeOffset() {
    for (int offset = FIRST_OFFSET; offset <= LAST_OFFSET; offset += 10) {
      if (free(8080 + offset)
          && free(8443 + offset)
          && free(9990 + offset)
          && free(3528 + offset)) {
        return offset;
      }
    }
    throw new IllegalStateException("no free ports for a server were found");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

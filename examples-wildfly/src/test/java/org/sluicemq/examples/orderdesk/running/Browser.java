// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.running;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium, driven through chromedriver by the WebDriver protocol. */
final class Browser implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  private Browser(Process driver, URI root, String chromium) throws IOException {
    this.driver = driver;
    JsonObject created =
        call("POST", URI.create(root + "session"), capabilities(chromium)).asJsonObject();
    session = URI.create(root + "session/" + created.getString("sessionId") + "/");
  }

  /** Says what is missing to open a browser, if anything is. */
  static Optional<String> missing() {
    if (chromium().isEmpty()) {
      return Optional.of("no chromium, chromium-browser or google-chrome is installed");
    }
    return find("chromedriver").isEmpty()
        ? Optional.of("no chromedriver is installed")
        : Optional.empty();
  }

  static Browser open() throws IOException {
    Process driver =
        new ProcessBuilder(find("chromedriver").orElseThrow(), "--port=0")
            .redirectErrorStream(true)
            .start();
    try {
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
      return new Browser(
          driver, URI.create("http://127.0.0.1:" + port(output) + "/"), chromium().orElseThrow());
    } catch (IOException | RuntimeException failed) {
      driver.destroy();
      throw failed;
    }
  }

  void go(URI address) {
    post("url", Json.createObjectBuilder().add("url", address.toString()));
  }

  void click(String selector) {
    post("element/" + element(selector) + "/click", Json.createObjectBuilder());
  }

  /** Types into a field; into a file field, the path of the file. */
  void type(String selector, String text) {
    post("element/" + element(selector) + "/value", Json.createObjectBuilder().add("text", text));
  }

  /** What a person reads in an element. */
  String text(String selector) {
    return string(call("GET", session.resolve("element/" + element(selector) + "/text"), null));
  }

  /** The value of a JavaScript expression, as text. */
  String evaluate(String expression) {
    return string(script("execute/sync", "return String(" + expression + ")"));
  }

  /** Waits, in the page, until a JavaScript expression is true. */
  void await(String expression) {
    String script =
        "const done = arguments[0]; const look = () => { if ("
            + expression
            + ") { observer.disconnect(); done('true'); } };"
            + "const observer = new MutationObserver(look);"
            + "observer.observe(document, {subtree: true, childList: true, attributes: true,"
            + " characterData: true}); look();";
    script("execute/async", script);
  }

  @Override
  public void close() {
    try {
      call("DELETE", URI.create(session.toString().replaceAll("/$", "")), null);
    } finally {
      driver.destroy();
    }
  }

  private String element(String selector) {
    JsonObject found =
        post(
                "element",
                Json.createObjectBuilder().add("using", "css selector").add("value", selector))
            .asJsonObject();
    return string(found.values().iterator().next());
  }

  private JsonValue script(String kind, String script) {
    return post(
        kind,
        Json.createObjectBuilder().add("script", script).add("args", Json.createArrayBuilder()));
  }

  private JsonValue post(String path, JsonObjectBuilder body) {
    return call("POST", session.resolve(path), body.build());
  }

  private JsonValue call(String method, URI address, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE.plusSeconds(10))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonValue value =
          Json.createReader(new StringReader(response.body())).readObject().get("value");
      if (response.statusCode() != 200) {
        throw new AssertionError("The browser refused " + address.getPath() + ": " + value);
      }
      return value;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the browser was asked", interrupted);
    }
  }

  private static JsonObject capabilities(String chromium) throws IOException {
    Path profile = Files.createTempDirectory("orderdesk-browser");
    var arguments = Json.createArrayBuilder();
    Stream.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=en-GB",
            "--window-size=1280,1500",
            "--user-data-dir=" + profile)
        .forEach(arguments::add);
    return Json.createObjectBuilder()
        .add(
            "capabilities",
            Json.createObjectBuilder()
                .add(
                    "alwaysMatch",
                    Json.createObjectBuilder()
                        .add(
                            "timeouts",
                            Json.createObjectBuilder().add("script", PATIENCE.toMillis()))
                        .add(
                            "goog:chromeOptions",
                            Json.createObjectBuilder()
                                .add("binary", chromium)
                                .add("args", arguments))))
        .build();
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver ended without telling its port");
  }

  private static String string(JsonValue value) {
    return ((JsonString) value).getString();
  }

  private static Optional<String> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(Browser::find)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> find(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
